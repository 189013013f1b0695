"""A run whose tables were changed since: what does not act is told, and what acts refused."""

import shutil

import pytest

from planner.cli import main
from planner.config.locations import bundled

MODEL = 'title = "Its own tables"\nextends = "small"\ndatasets = "tables"\n'
PLAIN = ["--no-workbook", "--no-report", "--quiet"]
SAME = "The programme is the same, so the plan stands; the tables are told as they are now"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A folder with tables, and a run of the tutorial that was planned from them."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(bundled("datasets"), folder / "tables")
    (folder / "mine.toml").write_text(MODEL, encoding="utf-8")
    assert main(["run", str(folder / "mine.toml"), *PLAIN, "-o", str(folder)]) == 0
    return folder


@pytest.fixture
def edited(planned):
    """Change a text in a line of a table, for as long as the test runs; returns the run."""
    kept = {}

    def edit(table, row, old, new):
        path = planned / "tables" / f"{table}.csv"
        text = kept.setdefault(path, path.read_text(encoding="utf-8"))
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        number = next(i for i, line in enumerate(lines) if line.startswith(row))
        assert old in lines[number]
        lines[number] = lines[number].replace(old, new, 1) if new else ""
        path.write_text("".join(lines), encoding="utf-8")
        assert text != "".join(lines)
        return number + 1

    yield planned / "mine", edit
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")


def test_a_confidence_or_a_note_that_was_changed_is_told_and_the_answer_given(edited, capsys):
    run, edit = edited
    first = edit("accelerators", "nvidia_h100,", ",verified,", ",reported,")
    edit("accelerators", "nvidia_a100,", "Specification and price", "Price and specification")
    fact = edit("known_facts", "cowos_wafers_2026", ",2026,", ",2027,")

    for verb in (["why", str(run), "--accelerator", "nvidia_h100"], ["needed", str(run)],
                 ["bottlenecks", str(run)], ["verify", str(run), "--rebuild"]):  # fmt: skip
        assert main(verb) == 0
        said = capsys.readouterr()
        # `needed` of a plan that meets every target builds nothing again.
        if verb[0] != "needed":
            assert SAME in said.err
            assert f"accelerators.csv, line {first - 1}, column note: changed since" in said.err
            assert "(the first of 2 rows)" in said.err
            assert f"known_facts.csv, line {fact}, column year: changed since the run: 2027" in (
                said.err
            )


def test_a_value_that_acts_is_refused_with_its_cell(edited, capsys):
    run, edit = edited
    line = edit("accelerators", "nvidia_vr200,", ",55000,", ",56000,")

    assert main(["why", str(run), "--accelerator", "nvidia_h100"]) == 2

    said = capsys.readouterr().err
    assert (
        f"accelerators.csv, line {line}, column price_usd: changed since the run: 56000.0, where "
        "it had 55000.0; expected the table that the run was planned from; plan it again"
    ) in said
    assert SAME not in said


def test_a_row_that_is_gone_or_new_is_named(edited, capsys):
    run, edit = edited
    edit("world_compute", "2040,", "2040,", "")
    edit("known_facts", "cowos_wafers_2026_", "cowos_wafers_2026_", "cowos_wafers_of_2026_")

    code = main(["bottlenecks", str(run)])

    said = capsys.readouterr().err
    assert code == 0, said
    assert "world_compute.csv, row 2040: changed since the run: the row is gone" in said
    assert "known_facts.csv, row cowos_wafers_2026_press_second_hand: changed since" in said
    assert "the row is gone (the first of 2 rows)" in said


def test_a_change_of_which_no_programme_can_be_built_is_told_with_what_is_wrong(edited, capsys):
    # The grid's connection becomes one that it may cut, for which the model does not ask.
    run, edit = edited
    line = edit("power_technologies", "grid,", ",false,false,", ",true,false,")

    assert main(["bottlenecks", str(run)]) == 2

    said = capsys.readouterr().err
    assert f"power_technologies.csv, line {line}, column region_limited: changed since" in said
    assert "'grid', a connection that the grid may cut" in said
