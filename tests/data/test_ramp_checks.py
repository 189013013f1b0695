"""Ramps that fall, have gaps, or name nothing, each at its cell."""

import pytest

from planner.config import load_model
from planner.data.cross_checks import cross_check
from planner.data.inputs import Inputs
from planner.errors import InputError


def ramps(table, quarters, shares, phase="ramp", generation="all"):
    return table(
        "accelerator_ramp", "phase generation resource_kind quarter",
        phase=[phase] * len(shares), generation=[generation] * len(shares),
        resource_kind=["hbm"] * len(shares), quarter=quarters, share=shares,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phase", "shares", "found"),
    [
        ("ramp", [0.1, 0.1, 0.5], []),
        ("decline", [0.9, 0.2, 0.2], []),
        ("ramp", [0.1, 0.5, 0.4],
         ["accelerator_ramp.csv, line 4, column share: the ramp of all, hbm, falls from 0.5 in "
          "quarter 2 to 0.4 in quarter 3; expected a ramp that does not fall, and a decline that "
          "does not rise"]),
        ("decline", [0.1, 0.5, 0.4],
         ["accelerator_ramp.csv, line 3, column share: the decline of all, hbm, rises from 0.1 in "
          "quarter 1 to 0.5 in quarter 2; expected a ramp that does not fall, and a decline that "
          "does not rise"]),
    ],
)  # fmt: skip
def test_a_ramp_never_falls_and_a_decline_never_rises(table, found_by, phase, shares, found):
    assert found_by(cross_check, ramps(table, [1, 2, 3], shares, phase)) == found


def test_quarters_follow_each_other(table, found_by):
    assert found_by(cross_check, ramps(table, [1, 3], [0.1, 0.5])) == [
        "accelerator_ramp.csv, line 3, column quarter: quarter 3 of the ramp of all, hbm; "
        "expected quarter 2: each follows the one before, from 1 on; add the row of quarter 2"
    ]


def test_a_generation_is_an_accelerator(table, found_by):
    chips = table("accelerators", "accelerator", accelerator=["h100", "b200"])

    assert found_by(cross_check, chips, ramps(table, [1], [0.1], generation="b20")) == [
        "accelerator_ramp.csv, line 2, column generation: unknown accelerator 'b20'; expected "
        "all, or an accelerator of accelerators.csv; did you mean 'b200'?"
    ]


PROBLEM = {
    "m.toml": 'title = "t"\ndatasets = "tables"\ntables = { missing = "default" }\n'
    "years = { first = 2026, last = 2026 }\ndiscount_rate = 0\n"
    '[supply]\nramp = "observed"\n',
    "tables/regions.csv": "region\nR\n",
    "tables/sites.csv": "site,region\ns,R\n",
}


def faults(folder, rows):
    (folder / "tables").mkdir()
    for name, text in PROBLEM.items():
        (folder / name).write_text(text, encoding="utf-8")
    head = "phase,generation,resource_kind,quarter,share\n"
    (folder / "tables/accelerator_ramp.csv").write_text(head + rows, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        Inputs.for_model(load_model(folder / "m.toml"))
    return [str(fault) for fault in raised.value.faults]


def test_a_share_above_one_is_named_with_row_and_cell(tmp_path):
    found = faults(tmp_path, "ramp,all,hbm,1,0.4\nramp,all,hbm,2,1.4\n")

    words = (
        "accelerator_ramp.csv, line 3, column share: 1.4 is above 1; expected a number from 0 to 1"
    )
    assert any(fault.startswith(words) for fault in found)


def test_a_model_that_asks_for_ramps_needs_them(tmp_path):
    found = faults(tmp_path, "decline,all,hbm,1,0.4\n")

    assert any(
        "'observed', but accelerator_ramp.csv has no ramp of all; expected rows of ramp for all; "
        'add the rows, or write supply.ramp = "none"' in fault
        for fault in found
    )


def test_a_second_of_the_same_dies_and_a_kind_without_rows_are_named(table, found_by):
    dies = {"vendor": ["V"] * 2, "node": ["n"] * 2, "logic_die_mm2": [800.0] * 2}
    chips = table("accelerators", "accelerator", accelerator=["board", "rack"],
                  logic_dies_per_package=[2] * 2, **dies)  # fmt: skip
    rows = [("board", "packaging"), ("board", "hbm"), ("rack", "packaging")]
    ramps = table(
        "accelerator_ramp", "phase generation resource_kind quarter", phase=["ramp"] * 3,
        generation=[name for name, _ in rows], resource_kind=[kind for _, kind in rows],
        quarter=[1] * 3, share=[0.5] * 3,
    )  # fmt: skip

    faults = found_by(cross_check, chips, ramps)

    assert any("a ramp of 'rack', which has the dies of 'board'" in fault for fault in faults)
    assert any("the ramp of rack has no rows of hbm" in fault for fault in faults)
