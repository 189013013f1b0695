"""What is in the way of targets, and what change would do, said of findings written by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planner.analysis.needed import high_of, numbers_of, sentences, where
from planner.data.inputs import GENERATED
from planner.formulation.limits import ANY, MODEL, Cell
from planner.solving.needed import Change, Member, Needed, Unserved

SITES = pd.DataFrame(
    {"room": [2.0, 4.0, 1.0, 8.0], "room_high": [3.0, 20.0, np.nan, 9.0]},
    index=pd.Index(["a", "b", "c", "d"], name="site"),
)
WAFERS = pd.DataFrame(
    {"k": [10.0, 20.0, 30.0]},
    index=pd.MultiIndex.from_tuples([("n2", "x", 2026), ("n2", "y", 2026), ("n3", "x", 2026)]),
)
INPUTS = SimpleNamespace(
    schema={
        "sites": SimpleNamespace(
            path="sites.csv", fields={"room": SimpleNamespace(high="room_high")}
        ),
        "wafers": SimpleNamespace(path="wafers.csv", fields={"k": SimpleNamespace(high="")}),
    },
    tables={"sites": SITES, "wafers": WAFERS},
    lines={"sites": (2, 3, GENERATED, 5), "wafers": (2, 3, 4)},
    letters={},
)
MODEL_FILE = SimpleNamespace(
    set={"sites.d.room": 8.0}, place=lambda key: f"m.toml, line 7, key {key}"
)


def room(site, value, **changes):
    told = {"table": "sites", "key": (site,), "column": "room", "what": "room", "value": value,
            "unit": "GW", "place": site}  # fmt: skip
    return Cell(**{**told, **changes})


def member(cell, bound=1.5, **changes):
    told = {"row": "r", "family": "site_size_limit", "kind": "room at sites",
            "labels": cell.place, "bound": bound, "unit": "GW", "limits": (cell,)}  # fmt: skip
    return Member(**{**told, **changes})


def said(**changes):
    nothing = {"targets": (("w", 2027),), "conflict": (), "irreducible": False, "least": (),
               "alone": (), "missed": {}}  # fmt: skip
    return sentences(Needed(**{**nothing, **changes}), INPUTS, MODEL_FILE).splitlines()


A, B, D = room("a", 2.0), room("b", 4.0), room("d", 8.0)


def test_load_that_nothing_can_serve_is_all_that_is_said():
    told = said(unserved=(Unserved("town", 2030, "night"),), conflict=(member(A),), least=None)

    assert told == [
        "no source can serve town in slice night of 2030, however much of it is built: none runs "
        "then, or can stand there"
    ]


def test_nothing_in_the_way():
    assert said(targets=()) == []
    assert said() == [
        "no limit that a cell states is in the way: dates are (first power, ship dates, lead "
        "times, queues), or what is on sale"
    ]


def test_limits_in_the_way_are_told_with_their_cells():
    weighs = member(room("b", 0.25, weighs=True, unit="share"), None, family="f", kind="share",
                    labels="w")  # fmt: skip
    no_cell = member(A, None, family="g", kind="a rule", labels="", limits=(), no_cell="it holds")

    told = said(conflict=(member(A), weighs, no_cell), irreducible=True)

    assert told == [
        "these limits can't all hold beside the targets (w in 2027); without any one of them the "
        "others can, unless a further limit takes its place:",
        "  - room at sites a: 1.5 GW; sites.csv, line 2 (row a), column room",
        "  - share w: 0.25 share; sites.csv, line 3 (row b), column room; it weighs what is "
        "planned, so that no change of it alone is reckoned",
        "  - a rule: it holds",
    ]
    assert said(targets=(), conflict=(member(A),))[0] == "these limits can't all hold:"


def test_more_than_four_of_a_kind_are_one_line():
    one = member(A, 1.25)
    four, five = (said(conflict=(one,) * number) for number in (4, 5))

    assert len(four) == 5
    assert five[1:] == [
        "  - room at sites: 5 of them, 6.25 GW together (a, a, a, a, a); sites.csv, column room"
    ]
    of_model = Cell(table=MODEL, key=("limits.gw", 2026), what="power", value=1.0, unit="GW")
    unbounded = member(A, None)
    assert said(conflict=(unbounded,) * 5)[1] == "  - room at sites: 5 of them (a, a, a, a, a)"
    mixed = said(conflict=(one,) * 4 + (member(of_model),))[1]
    assert mixed.endswith("model, limits.gw; sites.csv, column room")


def test_what_change_would_do():
    assert said(undecided=True)[1] == (
        "what change would be enough was not found in the time that is given to it"
    )
    assert said(least=None)[1] == (
        "no change of these limits brings them nearer, up to the high values of their tables or 5 "
        "times what they are: dates and shares hold as well"
    )
    # 2 GW and a quarter more; a limit of nothing has no share of itself.
    nothing = room("c", 0.0)
    told = said(least=(Change(A, 0.25),), alone=(Change(B, 0.5), Change(nothing, 0.75)))
    assert told[1:] == [
        "the least change that is enough:",
        "  - raise room at a from 2 to 2.5 GW (+25.0%): sites.csv, line 2 (row a), column room",
        "or one of these alone:",
        "  - raise room at b from 4 to 6 GW (+50.0%): sites.csv, line 3 (row b), column room",
        "  - raise room at c from 0 to 0.75 GW: sites.csv, generated row c, column room, "
        "1 to 1.75",
    ]
    assert said(least=(Change(A, 0.25),) * 2)[1] == "the least change that is enough (2 cells):"
    assert said(least=(Change(A, 0.25),), alone=(Change(B, 0.5),))[3] == "or this alone:"


def test_what_no_change_can_reach():
    told = said(least=(Change(A, 0.25), Change(B, 0.5)), missed={("w", 2027): 0.125})

    assert told[1] == (
        "no change within the high values of the tables, or 5 times a limit, is enough; the least "
        "that gets as far as any (2 cells), to 87.5% of w in 2027, each limit reckoned by itself, "
        "as it stands now:"
    )


def test_many_changes_of_a_kind_are_one_line():
    # Five cells: 4 times 2 GW by a tenth, and 4 GW by a half: 12 becomes 14.8 GW.
    told = said(least=(*[Change(A, 0.1)] * 4, Change(room("b", 4.0, year=2027), 0.5)))

    assert told[2] == (
        "  - raise room in 5 cells from 12 to 14.8 GW together, by 50.0% at most (b in 2027): "
        "sites.csv, column room; --json has each"
    )


def test_four_changes_of_a_kind_have_a_line_each():
    assert len(said(least=(Change(A, 0.1),) * 4)) == 6
    assert len(said(least=(Change(A, 0.1),) * 5)) == 3


def test_six_targets_are_named_and_the_rest_counted():
    targets = tuple((f"w{n}", 2027) for n in range(8))
    missed = dict.fromkeys(targets, 0.5)

    told = said(targets=targets, conflict=(member(A),), least=(Change(A, 0.1),), missed=missed)

    first = ", ".join(f"w{n} in 2027" for n in range(6))
    assert told[0] == f"these limits can't all hold beside the targets ({first} and 2 more):"
    halves = ", ".join(f"50.0% of w{n} in 2027" for n in range(6))
    assert f"to {halves} and 2 more, each limit" in told[2]
    assert "(a, a, a, a, a, a and 2 more)" in said(conflict=(member(A),) * 8)[1]


def test_three_lines_of_a_table_are_named():
    index = pd.MultiIndex.from_tuples([("n2", row, 2026) for row in "xyzuv"])
    many = SimpleNamespace(
        schema=INPUTS.schema, tables={"wafers": pd.DataFrame({"k": 1.0}, index=index)},
        lines={"wafers": (2, 3, 4, 5, 6)}, letters={},
    )  # fmt: skip
    cell = room("n2", 1.0, table="wafers", key=("n2", ANY, 2026), column="k")

    assert "lines 2, 3, 4 and 2 more (row" in where(cell, many, MODEL_FILE)


def test_a_change_that_lowers_or_moves_says_so():
    less = Change(room("a", 2.0, sense="less"), 0.25)
    sooner = Change(room("a", 2.0, sense="sooner"), 0.25)

    assert said(least=(less,))[2].startswith("  - lower room at a from 2 to ")
    assert "(-25.0%)" in said(least=(less,))[2]
    assert said(least=(sooner,))[2].startswith("  - move room at a from 2 to ")


def test_what_runs_unasked_is_told_with_the_key_that_allows_no_surplus():
    told = said(unserved=(Unserved("town", 2030, "night", too_much=True),))

    assert told == [
        "what runs unasked at town gives more in slice night of 2030 than is used, and m.toml, "
        "line 7, key power.surplus allows no surplus"
    ]


def test_a_cell_of_nothing_becomes_all_that_is_needed():
    # The table has 0 beside the 2 that stood.
    none = SimpleNamespace(**{**vars(INPUTS), "tables": {"sites": SITES.assign(room=0.0)}})
    found = Needed((("w", 2027),), (), False, (Change(A, 0.25),), (), {})

    assert sentences(found, none, MODEL_FILE).endswith("column room, 0 to 2.5")


def test_a_high_value_below_the_cell_leaves_no_change():
    low = SimpleNamespace(**{**vars(INPUTS), "tables": {"sites": SITES.assign(room_high=1.0)}})

    assert high_of(low, A) == 0.0
    assert high_of(low, room("a", 1.0, column="")) is None


def test_a_cells_own_number_is_told_where_it_is_another():
    # Of 2 GW in the table 1.5 are left for the limit; a fifth more of it is a fifth of both.
    told = said(least=(Change(room("a", 1.5), 0.2),))

    assert told[2].endswith("from 1.5 to 1.8 GW (+20.0%): sites.csv, line 2 (row a), column room, "
                            "2 to 2.4")  # fmt: skip


def test_amounts_are_told_to_four_figures():
    # 1.23456 GW and a tenth more are 1.358016; what stands in the table stays 2, and becomes 2.2.
    one = Change(room("a", 1.23456), 0.1)

    assert said(least=(one,))[2].endswith("from 1.235 to 1.358 GW (+10.0%): sites.csv, "
                                          "line 2 (row a), column room, 2 to 2.2")  # fmt: skip
    # Of 1.23456 in the table the limit is a third.
    odd = SimpleNamespace(**{**vars(INPUTS), "tables": {"sites": SITES.assign(room=1.23456)}})
    found = Needed((("w", 2027),), (), False, (Change(room("a", 0.41152), 0.1),), (), {})
    assert sentences(found, odd, MODEL_FILE).endswith("1.235 to 1.358")
    bound = said(conflict=(member(A, 1.23456), member(A, None, limits=(
        room("a", 0.123456, weighs=True, unit="share"),))))  # fmt: skip
    assert "1.235 GW; sites.csv" in bound[1]
    assert "0.1235 share; sites.csv" in bound[2]
    assert "6.173 GW together" in said(conflict=(member(A, 1.23456),) * 5)[1]
    # Five times 1.23456 are 6.1728, and a tenth more 6.79008.
    assert "from 6.173 to 6.79 GW together" in said(least=(one,) * 5)[2]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        (A, "sites.csv, line 2 (row a), column room"),
        (D, "m.toml, line 7, key set.sites.d.room"),
        (room("c", 1.0), "sites.csv, generated row c, column room"),
        (room("e", 1.0), "sites.csv, a new row e, column room"),
        (room("r", 7.0, members=("a", "b")),
         "sites.csv, lines 2, 3 (row of 2 small sites), column room"),
        (room("a", 1.0, table="other"), "other, row a, column room"),
        (room("limits.gw", 1.0, table=MODEL), "m.toml, line 7, key limits.gw"),
        (room("n2", 1.0, table="wafers", key=("n2", ANY, 2026), column="k"),
         "wafers.csv, lines 2, 3 (row n2:*:2026), column k"),
    ],
)  # fmt: skip
def test_where_a_limit_stands(cell, place):
    assert where(cell, INPUTS, MODEL_FILE).replace(":ANY:", ":*:") == place


def test_a_cell_of_a_workbook_has_a_letter():
    book = SimpleNamespace(**{**vars(INPUTS), "letters": {"sites": {"room": "C"}}})

    assert where(A, book, MODEL_FILE) == "sites.csv, cell C2 (row a), column room"


def test_numbers_and_high_values_of_cells():
    wafers = room("n2", 1.0, table="wafers", key=("n2", ANY, 2026), column="k")

    assert numbers_of(A, INPUTS) == [2.0]
    assert numbers_of(wafers, INPUTS) == [10.0, 20.0]
    assert numbers_of(room("a", 1.0, members=("a", "b")), INPUTS) == []
    assert numbers_of(room("a", 1.0, table="other"), INPUTS) == []
    assert numbers_of(room("a", 1.0, column="none"), INPUTS) == []
    # 3 of 2 is half more, 20 of 4 four times more; of c no high value is known.
    assert high_of(INPUTS, A) == 0.5
    assert high_of(INPUTS, B) == 4.0
    assert high_of(INPUTS, room("c", 1.0)) is None
    assert high_of(INPUTS, wafers) is None
    assert high_of(INPUTS, room("a", 1.0, table="other")) is None
