"""Workbooks of studies: findings first, pictures, every table, and formulas that hold."""

import openpyxl
import pandas as pd
import pytest

from planner.cli import main

STUDIES = {
    "alternatives": (
        [
            "alternatives",
            "small",
            "--within",
            "1%,3%",
            "--over",
            "sites,accelerators,technologies",
        ],
        "small_alternatives",
        ["By sites", "By accelerators", "By technologies"],
    ),
    "stochastic": (
        ["stochastic", "small_growth"],
        "small_growth_stochastic",
        ["Regret", "Orders by plan"],
    ),
    "tornado": (
        ["sweep", "small", "-j", "1", "--vary", "accelerators.price_usd"],
        "small_tornado",
        ["Tornado", "Spread"],
    ),
    "front": (
        [
            "sweep",
            "small",
            "-j",
            "1",
            "--design",
            "grid",
            "--name",
            "front",
            "--vary",
            "limits.present_cost_busd=4:10:3",
        ],
        "front",
        ["Front", "Spread"],
    ),
}


@pytest.fixture(scope="module", params=sorted(STUDIES))
def study(request, tmp_path_factory):
    """The folder of a study of the tutorial, and the sheets with its pictures."""
    arguments, name, pictures = STUDIES[request.param]
    outputs = tmp_path_factory.mktemp("studies")
    assert main([*arguments, "-o", str(outputs), "--quiet"]) == 0
    return outputs / name, pictures


def test_findings_come_first_then_pictures_then_every_table(study):
    folder, pictures = study
    book = openpyxl.load_workbook(folder / "study.xlsx")
    tables = sorted(path.stem for path in folder.glob("*.parquet"))

    assert book.sheetnames[: 1 + len(pictures)] == ["Findings", *pictures]
    assert sorted(book.sheetnames[1 + len(pictures) :]) == tables
    assert book[pictures[0]]._charts
    for name in tables:
        table = next(iter(book[name].tables.values()))
        frame = pd.read_parquet(folder / f"{name}.parquet")
        assert len(table.tableColumns) == len(frame.columns)
        assert int(table.ref.rpartition(":")[2].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == (
            int(table.ref.partition(":")[0].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) + len(frame)
        )


@pytest.mark.slow
def test_every_written_value_is_what_libreoffice_computes(study, recalculated):
    folder, pictures = study
    path = folder / "study.xlsx"
    formulas = openpyxl.load_workbook(path)
    written, computed = openpyxl.load_workbook(path, data_only=True), recalculated(path)

    cells = [
        (name, cell.coordinate)
        for name in pictures
        for row in formulas[name].iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert cells or pictures[0] == "Front"
    for sheet, place in cells:
        assert written[sheet][place].value == pytest.approx(computed[sheet][place].value), place
