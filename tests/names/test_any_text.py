"""Any text is a name: nothing is read out of it, and nothing but the name changes with it."""

import csv
import json
import tempfile
from pathlib import Path

import highspy
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

import planner
from planner import api
from planner.cli import main
from planner.data.cells import hidden_signs
from planner.data.reserved_names import RESERVED
from planner.storage.run_folder import read_inputs

from .conftest import CAPPED, CAPPED_BUSD, POWER
from .problem import MODEL, NAMES, NASTY, TABLES

# Letters, signs and spaces of any script, no two names alike but for their capitals.
ANY_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
)
NAME = st.one_of(st.sampled_from(NASTY), ANY_TEXT).filter(
    lambda text: text == text.strip() and not hidden_signs(text, breaks=False)
)
SLICES = [NAMES.index(name) for name in ("night", "day")]
OF_SLICES = {reserved.word for reserved in RESERVED if reserved.table == "time_slices"}
NEW_NAMES = st.lists(
    NAME, min_size=len(NAMES), max_size=len(NAMES), unique_by=str.casefold
).filter(lambda names: OF_SLICES.isdisjoint(names[i] for i in SLICES))


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The problem under its own names, planned."""
    return planner.solve(written(tmp_path_factory.mktemp("plain"), {})).plan


def written(folder, named):
    """The problem under other names; the path of its model."""
    (folder / "tables").mkdir()
    for name, text in TABLES.items():
        header, *rows = (line.split(",") for line in text.splitlines())
        with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            renamed = ([named.get(cell, cell) for cell in row] for row in rows)
            csv.writer(file).writerows([header, *renamed])
    path = folder / "model.toml"
    path.write_text(MODEL.format(halves=quoted(named.get("halves", "halves"))), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("site", "source", "region"),
    [
        ("site.one", "gas:ccgt", "re*gion"),
        ("007", "inf", "N/A"),
        ("town, east [old] (a)", 'the "gas" of \'26', "a=b; c"),
        ("=1+1", "-", "'=quoted"),
    ],
)
def test_the_certificate_knows_columns_by_their_labels(write, tmp_path, site, source, region):
    named = {"town": site, "gas": source, "north": region}

    run = planner.run(write(POWER, CAPPED, named), tmp_path / "outputs")[0]

    assert run.plan.cost_busd == pytest.approx(CAPPED_BUSD, abs=1e-5)
    assert api.read_certificate(tmp_path / "outputs" / "model")["passed"]
    assert set(run.plan["power"]["site"]) == {site}


# A plan takes a second or two, so that a search for the smallest example would take minutes.
@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@example(new=list(NASTY[: len(NAMES)]))
@example(new=list(NASTY[len(NAMES) : 2 * len(NAMES)]))
@example(new=list(NASTY[-len(NAMES) :]))
@example(new=["all", "none", "year", *NASTY[: len(NAMES) - 3]])
@given(new=NEW_NAMES)
def test_another_name_changes_nothing_but_the_name(plain, new):
    named = dict(zip(NAMES, new, strict=True))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run, paths = planner.run(written(folder, named), folder)
        inside = paths[0].parent
        record = api.read_certificate(inside)
        inputs = read_inputs(inside, "sites", "power_technologies", "regions")
        exported = api.export(inside, ["lp"])[0].parent
        lp = program_of(exported / "model.lp")
        names = pd.read_csv(exported / "model_names.csv", keep_default_na=False)

    assert [check["family"] for check in record["checks"] if not check["passed"]] == []
    assert run.plan.summary["objective"] == plain.summary["objective"]
    for table in ("power", "dispatch", "goods", "cost", "limits"):
        before = plain[table].replace(named)
        if "cell_row" in before:
            # The key of an input row, as JSON: each part of it is a name or a year.
            keys = map(json.loads, before["cell_row"])
            renamed = ([named.get(part, part) for part in key] for key in keys)
            before["cell_row"] = [json.dumps(key, ensure_ascii=False) for key in renamed]
        pd.testing.assert_frame_equal(run.plan[table], before, check_dtype=False)
    assert list(inputs["sites"]["site"]) == [named[s] for s in ("town", "port", "village")]
    assert list(inputs["power_technologies"]["technology"]) == [
        named[g] for g in ("gas", "clean", "sun", "cell", "wire")
    ]
    # What an LP file may call them is told beside it, each by a name of its own.
    columns = names[names["kind"] == "column"]
    assert set(lp.col_names_) == set(columns["name_in_file"])
    assert columns["name_in_file"].is_unique
    assert len(columns) == len(run.solved.program.column_names)


def program_of(path):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    return solver.getLp()


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 20, 40])
def test_every_command_takes_any_name(first, tmp_path, capsys):
    named = dict(zip(NAMES, (NASTY * 2)[first : first + len(NAMES)], strict=True))
    model, run = written(tmp_path, named), tmp_path / "outputs" / "model"
    gas = named["gas"]
    commands = (
        ("check", model),
        ("run", model, "-o", tmp_path / "outputs"),
        ("verify", run, "--rebuild"),
        ("show", run, "-t", "power"),
        ("export", run, "--to", "all"),
        ("supply", run),
        ("bottlenecks", run),
        ("needed", run),
        ("why", run, "--technology", named["clean"]),
        ("workbook", "new", model, "-o", tmp_path / "inputs.xlsx"),
        ("alternatives", run, "--within", "1%", "-o", tmp_path / "alternatives"),
        ("sweep", model, "--vary", f"power_technologies.{gas}.variable_om_usd_per_mwh=30,40",
         "-o", tmp_path / "sweep"),
        ("run", model, "--set", f"power_technologies.{gas}.variable_om_usd_per_mwh=31",
         "-o", tmp_path / "outputs", "--name", "dearer"),
        ("compare", run, tmp_path / "outputs" / "dearer"),
    )  # fmt: skip

    for command in commands:
        code = main([str(word) for word in command])
        printed = capsys.readouterr()
        assert code == 0, f"{command}: {printed.err}"

    changed = json.loads((tmp_path / "outputs" / "dearer" / "run.json").read_text())["changes"]
    assert changed == [["power_technologies", [gas], "variable_om_usd_per_mwh", 30.0, 31.0]]
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "<b>&amp;" not in page
