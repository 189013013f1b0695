"""Families of rows as arrays, held to the rules that say them readably."""

from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program, costs_of
from planner.lp.row_family import Linear, Part, RowFamily

FAMILIES = {
    "turn_down_limit",
    "storage_power_limit",
    "storage_energy_balance",
    "storage_energy_limit",
    "site_power_balance",
}


def families(formulation):
    found = formulation.model.component_objects(pyo.Constraint)
    return {c.local_name: c for c in found if isinstance(c, RowFamily)}


def both_ways(world):
    """The programme with its families as arrays, and with every row made by its rule."""
    arrays, rules = assemble(world), assemble(world)
    assert all(family.as_arrays for family in families(arrays).values())
    fast = compile_linear_program(arrays.model)
    assert all(family.as_arrays for family in families(arrays).values())
    for family in families(rules).values():
        family.write_out()
    return arrays, fast, rules, compile_linear_program(rules.model)


def assert_the_same(fast, slow):
    assert fast.row_names == slow.row_names
    assert fast.column_names == slow.column_names
    assert fast.column_names == [v.name for v in fast.columns]
    assert np.array_equal(fast.matrix.indptr, slow.matrix.indptr)
    assert np.array_equal(fast.matrix.indices, slow.matrix.indices)
    assert np.array_equal(fast.matrix.data, slow.matrix.data)
    assert np.array_equal(fast.row_lower, slow.row_lower)
    assert np.array_equal(fast.row_upper, slow.row_upper)
    assert fast.checksum() == slow.checksum()


def as_rules(formulation):
    """The objective made by the rule of every cost term, none of them as arrays."""
    ledgers = formulation.ledgers
    ledgers.cost.arrays.clear()
    return formulation.objectives()["cost"]


def with_days(name, **changes):
    model = overlaid(load_model(name), changes, origin="test")
    return api.load_world(model)


def test_a_small_world_of_every_kind_has_the_rows_of_its_rules(day_and_night):
    _, fast, rules, slow = both_ways(day_and_night)

    assert families(rules).keys() == FAMILIES
    assert {name.partition("[")[0] for name in fast.row_names} >= FAMILIES
    assert_the_same(fast, slow)


def test_small_has_the_rows_of_its_rules():
    _, fast, _, slow = both_ways(with_days("small"))

    assert_the_same(fast, slow)


@pytest.mark.slow
def test_the_reference_model_has_the_rows_of_its_rules_at_twelve_days():
    arrays, fast, rules, slow = both_ways(with_days("frontier", **{"time.days": 12}))

    assert_the_same(fast, slow)
    assert len(fast.row_names) > 100_000
    costs, _ = costs_of(fast, arrays.objectives()["cost"])
    by_rule, _ = costs_of(slow, as_rules(rules))
    assert np.allclose(costs, by_rule, rtol=1e-13, atol=0.0)


def test_the_objective_is_that_of_the_rules(day_and_night):
    arrays, fast, rules, slow = both_ways(day_and_night)

    costs, constant = costs_of(fast, arrays.objectives()["cost"])
    by_rule, constant_by_rule = costs_of(slow, as_rules(rules))

    assert np.count_nonzero(costs) > 10
    assert np.allclose(costs, by_rule, rtol=1e-13, atol=0.0)
    assert constant == pytest.approx(constant_by_rule)


def test_a_fixed_variable_moves_the_bounds_of_its_rows(day_and_night):
    made = []
    for write_out in (False, True):
        formulation = assemble(day_and_night)
        formulation.model.power_capacity_gw["cell", "1", 2026].fix(2.0)
        formulation.model.charge_gw["cell", "1", 2026, "day"].fix(0.25)
        if write_out:
            for family in families(formulation).values():
                family.write_out()
        made.append(compile_linear_program(formulation.model))

    fast, slow = made
    row = fast.row_names.index("storage_energy_limit[cell,'1',2026,day]")
    assert fast.row_upper[row] == 8.0
    assert_the_same(fast, slow)


def test_a_row_that_is_looked_at_can_be_changed(day_and_night):
    formulation = assemble(day_and_night)
    row = formulation.model.turn_down_limit["gas", "1", 2026, "day"]
    row.set_value(row.body <= 7.0)

    program = compile_linear_program(formulation.model)

    assert not families(formulation)["turn_down_limit"].as_arrays
    place = program.row_names.index("turn_down_limit[gas,'1',2026,day]")
    assert program.row_upper[place] == 7.0


def test_a_term_without_arrays_leaves_the_balance_to_its_rule(day_and_night):
    whole = assemble(day_and_night)
    assert isinstance(whole.model.site_power_balance, RowFamily)
    assert not whole.ledgers.power.arrays.keys() ^ whole.ledgers.power.terms.keys()
    whole.ledgers.power.enter("gift", lambda s, y, h: 0.0)
    assert not whole.ledgers.power.has_arrays_only()


def test_wrong_arrays_are_found(day_and_night):
    # The comparison above must be able to fail.
    formulation = assemble(replace(day_and_night, years=(2026,)))
    family = families(formulation)["turn_down_limit"]
    first, second = family.parts()
    family._parts = lambda: [first, second.times(1.0 + 1e-15)]
    fast = compile_linear_program(formulation.model)
    family.write_out()

    with pytest.raises(AssertionError):
        assert_the_same(fast, compile_linear_program(formulation.model))


def test_an_expression_and_arrays_add_up(day_and_night):
    m = assemble(day_and_night).model
    program = compile_linear_program(m)
    twice = Part.each(m.shed_gw, 2.0)

    costs, constant = costs_of(program, Linear(3.0 * m.it_load_gw["1", 2026] + 7.0, [twice]))

    counted = dict(zip(program.column_names, costs, strict=True))
    assert counted.pop("it_load_gw['1',2026]") == 3.0
    assert {name: c for name, c in counted.items() if c} == {
        v.name: 2.0 for v in m.shed_gw.values()
    }
    assert constant == 7.0
