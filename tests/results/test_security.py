"""What a site has left when its largest unit is out, from capacities that are written down."""

from types import SimpleNamespace

import pytest

from planner.results.security import security_table
from planner.system import PowerTechnology, Region, Site, World

TECHNOLOGIES = {
    "grid": PowerTechnology(kind="grid", availability=0.5),
    "gas": PowerTechnology(kind="dispatchable", availability=0.8, unit_gw=0.5),
    "atom": PowerTechnology(kind="baseload", availability=0.9, unit_gw=1.0),
    "sun": PowerTechnology(kind="variable"),
}


def rows(it_gw, *, stated=None, **capacity):
    """The rows of a site with a PUE of 1.5 and these GW, in 2026; a second site has none."""
    site = Site(region="r", pue=1.5, stated_load=stated or {})
    model = SimpleNamespace(
        SITES=["s", "t"],
        YEARS=[2026],
        technologies_at={("s", 2026): tuple(capacity)},
        power_capacity_gw={(g, "s", 2026): gw for g, gw in capacity.items()},
        it_load_gw={("s", 2026): it_gw, ("t", 2026): 1.0},
    )
    world = World(
        years=(2026,), sites={"s": site, "t": Site(region="r")}, regions={"r": Region()},
        technologies=TECHNOLOGIES,
    )  # fmt: skip
    table = security_table(SimpleNamespace(formulation=SimpleNamespace(model=model), world=world))
    return [tuple(row) for row in table.itertuples(index=False)]


def test_the_largest_unit_leaves_the_rest():
    # 2 GW of IT at 1.5 are 3 GW, of which the grid carries 0.5 x 1. Of gas 0.8 x 2 GW stand, of
    # atoms 0.9 x 1: 2.5 GW, less a whole atom of 0.9, and the sun is none of it.
    (row,) = rows(2.0, grid=1.0, gas=2.0, atom=1.0, sun=9.0)

    assert row == ("s", 2026, pytest.approx(2.5), pytest.approx(2.5), "atom",
                   pytest.approx(0.9), pytest.approx(1.6), pytest.approx(0.9))  # fmt: skip


def test_of_less_than_a_unit_all_is_out():
    # 0.25 GW of atoms are less than one of them: 0.225 against 0.4 of a whole engine.
    (row,) = rows(1.0, gas=2.0, atom=0.25)

    assert row[4:6] == ("gas", pytest.approx(0.4))
    # 1.6 + 0.225 - 0.4 are left for 1.5 GW: nothing of note is short.
    assert row[6:] == (pytest.approx(1.425), pytest.approx(0.075))


def test_enough_is_not_short():
    (row,) = rows(0.5, gas=2.0)

    assert row[6:] == (pytest.approx(1.2), 0.0)


def test_a_stated_load_is_served_beside():
    # 1.5 GW of IT's and the 0.5 of the dearest slice.
    (row,) = rows(1.0, gas=3.0, stated={(2026, "a"): 0.25, (2026, "b"): 0.5, (2027, "b"): 9.0})

    assert row[2] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("it_gw", "capacity"),
    [
        # The grid carries all, to a kilowatt; nothing firm stands, or no more than a kilowatt.
        (1.0, {"grid": 3.0, "gas": 1.0}), (1.0, {"grid": 3.0 - 1e-6, "gas": 1.0}),
        (1.0, {"sun": 9.0}), (1.0, {"gas": 1e-6}), (0.0, {"gas": 1.0}),
    ],
)  # fmt: skip
def test_a_site_that_needs_none_of_its_own_or_has_none_is_not_told(it_gw, capacity):
    assert rows(it_gw, **capacity) == []
