"""What is ranked stands in the order that it says: by what it delivers, then by money saved."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import api
from planner.analysis.ranges import Bottleneck
from planner.formulation.limits import Cell, Lever, Step
from planner.results.bottlenecks import best_first
from planner.results.worth import Worth, in_its_column, percent_column, ranked_by
from planner.surfaces.html.outline import document
from planner.surfaces.html.reading import read_facts

STAGES = ("shortfall_1", "shortfall_2", "cost")
RANKED = {
    "Cost by term": "present cost, billion USD",
    "The largest sites": "facility, GW",
}
"""Tables of the report that are ranked, to the heading that they are ranked by, most first."""
CHANGES = st.lists(
    st.tuples(*(st.sampled_from([-2.0, -1.0, 0.0, 0.5]) for _ in STAGES)), min_size=1, max_size=8
)
"""Changes of each stage's optimum for one percent more of some limits."""


def better_first(rows):
    """What misses least comes first, the stages in turn, and last what costs least."""
    return sorted(rows)


@given(CHANGES)
def test_bottlenecks_are_ranked_by_what_is_missed_then_by_money(rows):
    columns = [percent_column(stage) for stage in STAGES]
    told = [[in_its_column(s, c) for s, c in zip(STAGES, r, strict=True)] for r in rows]

    table = best_first(pd.DataFrame(told, columns=columns), STAGES)

    right = [
        [in_its_column(s, c) for s, c in zip(STAGES, r, strict=True)] for r in better_first(rows)
    ]
    assert table.to_numpy().tolist() == right


@given(CHANGES)
def test_verb_and_table_rank_alike(rows):
    def one(changes):
        step = Step("a step", 1.0, "GW", 0.01)
        cell = Cell(table="t", key=("k",), what="w", value=1.0, unit="GW", step=step)
        worths = tuple(Worth(s, -c) for s, c in zip(STAGES, changes, strict=True))
        return Bottleneck(Lever(cell, "limit", {}), (), worths, dict.fromkeys(STAGES, 1e-9))

    ranked = sorted(rows, key=lambda changes: one(changes).rank)

    assert ranked == better_first(rows)


def test_more_compute_ranks_first_where_it_is_sought():
    # A percent that adds compute lowers the stage's objective, which is the negative of it.
    assert in_its_column("compute", -3.0) == 3.0
    assert ranked_by(["compute", "cost"]) == [False, True]


def test_one_percent_is_told_in_percent_of_a_target():
    # A percent more misses 0.002 years of target less: 0.2 % of a year's target. Money is told as
    # it changes, negative where it is saved.
    assert in_its_column("shortfall_1", -0.002) == pytest.approx(0.2)
    assert in_its_column("cost", -0.002) == -0.002


def test_tables_of_a_report_stand_in_their_order(small):
    whole = document(read_facts(small))
    tables = [table for section in whole.sections for table in section.tables]
    for caption, heading in RANKED.items():
        (table,) = [each for each in tables if each.caption.startswith(caption)]
        place = table.headings.index(heading)
        column = [float(row[place].replace(",", "")) for row in table.rows]
        assert len(column) > 1
        assert column == sorted(column, reverse=True), caption


def test_the_table_of_bottlenecks_saves_most_first(small, short):
    for run in (small, short):
        plan, _ = api.read_run(run)
        table = plan["bottlenecks"]
        columns = [percent_column(stage) for stage in plan.summary["objective"]]
        signs = [1.0 if up else -1.0 for up in ranked_by(list(plan.summary["objective"]))]
        keys = [tuple(s * v for s, v in zip(signs, row, strict=True))
                for row in table[columns].to_numpy()]  # fmt: skip
        assert len(keys) > 2
        assert keys == sorted(keys)
        assert (table["cost_change_busd"] < 0).any()
