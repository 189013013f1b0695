"""Every limit is declared, once, with a cell that states it or a reason for none."""

import numpy as np
import pyomo.environ as pyo
import pytest

from planner.config.keys.limits import Limits
from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.formulation.assemble import assemble
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import MODEL, LimitRegistry
from planner.lp.linear_program import compile_linear_program
from planner.system.build import build_world
from planner.system.objects.world import World
from tests.limits.conftest import OWN, SHIPPED

WIDE = {
    "one way": {
        "fleet.redeployment": "one_way",
        "power.technologies": "all",
        "power.flexible_load": True,
    },
    "halls": {
        "sites.cooling_class": "observed",
        "set.accelerators.nvidia_gb200.cooling_class": "air",
    },
    "campuses": {"training.topology": "campuses", "training.campuses": 2},
}

AMOUNTS = set(Limits.model_fields) - {"release", "national_construction", "capex_growth"}
"""Keys of the table that are amounts, by year or for all years."""


@pytest.fixture(scope="session")
def assembled(case):
    """The programme of a model by its name, with its books."""

    def make(name):
        changes = WIDE.get(name, {})
        one = case("small" if name in WIDE else name)
        formulation = assemble(build_world(one.inputs(**changes), one.model(**changes)))
        return formulation, compile_linear_program(formulation.model)

    return make


@pytest.mark.parametrize("name", [*SHIPPED, *OWN, *WIDE])
def test_no_row_has_a_bound_of_the_inputs_that_is_declared_nowhere(name, assembled):
    formulation, program = assembled(name)
    book = formulation.ledgers.limits
    rows = {
        row.name: family.local_name
        for family in formulation.model.component_objects(pyo.Constraint, active=True)
        for row in family.values()
    }

    bounded = set()
    for i, row in enumerate(program.row_names):
        bounds = np.array([program.row_lower[i], program.row_upper[i]])
        if (np.isfinite(bounds) & (bounds != 0)).any():
            bounded.add(rows[row])

    assert bounded <= set(book.entries) | set(book.facts)
    assert not set(book.entries) & set(book.facts)


@pytest.mark.parametrize("name", [*SHIPPED, *OWN])
def test_each_cell_is_one_of_the_tables_or_a_key_of_a_model(name, assembled):
    formulation, _ = assembled(name)
    schema = read_schema(bundled("datasets"))
    keys = {f"limits.{key}" for key in Limits.model_fields}

    for _, limit, index, _ in formulation.ledgers.limits.rows(formulation.model):
        effects = limit.effects(index)
        # A row may be moved by no cell, as a connection that was never contracted; a family not.
        assert effects or limit.no_cell or limit.cells is not None
        for cell, _ in effects:
            if cell.table == MODEL:
                assert cell.key[0] in keys
                continue
            assert len(cell.key) == len(schema[cell.table].key), cell.address
            assert {cell.column, *cell.factors} <= set(schema[cell.table].fields)


def test_a_limit_without_a_cell_or_a_reason_is_refused():
    book = LimitRegistry()

    with pytest.raises(ValueError, match="no cell states cap_on_noise"):
        book.declare("cap_on_noise", "noise", unit="dB", index=("site",))
    book.declare("cap_on_noise", "noise", unit="dB", index=("site",), no_cell="it is a law")

    assert book.entries["cap_on_noise"].no_cell == "it is a law"
    assert Ledgers().limits.entries == {}


def test_the_largest_campuses_of_a_pool_are_changed_together(assembled):
    formulation, _ = assembled("pooled")
    world = formulation.model.world
    levers = formulation.ledgers.limits.levers(formulation.model, planned=False)

    rooms = {x.cell.place: x.cell for x in levers if x.cell.column == "max_facility_gw"}

    pools = {s: site.pool for s, site in world.sites.items() if site.pool}
    assert pools
    for s, pool in pools.items():
        if s in rooms:
            assert rooms[s].members == pool.members
            assert f"the {len(pool.members)} small sites of {s}" in rooms[s].name
    assert all(not rooms[s].members for s in rooms if s not in pools)


def test_each_amount_that_a_model_states_comes_to_the_blocks_by_its_key(case):
    one = case("small")
    changes = {"limits.facility_gw": {"2028": 1.5}, "limits.emissions_mt_per_year": 3.0}

    world = build_world(one.inputs(**changes), one.model(**changes))

    assert world.limits.keys() == AMOUNTS
    assert world.limits["facility_gw"] == {2028: 1.5}
    assert world.limits["emissions_mt_per_year"] == dict.fromkeys(world.years, 3.0)
    assert world.limits["capex_busd_per_year"] == {}


def test_a_world_that_states_no_limit_has_every_key():
    # A block that is new asks for its key in all worlds, those made by hand in tests too.
    bare = World(
        years=(2026,), sites={}, regions={}, accelerators={}, technologies={}, workloads={}
    )

    assert bare.limits == {key: {} for key in AMOUNTS}
