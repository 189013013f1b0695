"""Which cells are named where costs fall for ever, solved by hand."""

import numpy as np
import pytest

from planner.errors import InputError, UnboundedError
from planner.formulation.assemble import assemble
from planner.formulation.lines import CellKey, Entry, Line, Price
from planner.lp.linear_program import compile_linear_program
from planner.solving import solve_world
from planner.solving.paid_for_nothing import _fault, paid_for_nothing
from planner.system import PowerTechnology, Region, Site, World

YEARS = (2026, 2027)
FALL = "so that costs fall for ever; expected a price at which what is built and run is of use; "
FIX = "mend the cell, or limit how much there may be (build_limits, regional_limits)"


def paying(**capex):
    """A world in which technologies cost so many billion USD a GW, charged over ten years."""
    return World(
        years=YEARS,
        sites={"s": Site(region="r")},
        regions={"r": Region()},
        technologies={
            g: PowerTechnology(
                kind="dispatchable", capex=dict.fromkeys(YEARS, each), life_years=10
            )
            for g, each in capex.items()
        },
    )  # fmt: skip


def refused(world, **gw):
    """What is said where so much more of each is built in 2026, again and again."""
    formulation = assemble(world)
    program = compile_linear_program(formulation.model)
    more = {f"power_built_gw[{g},s,2026]": by for g, by in gw.items()}
    way = np.array([more.get(name, 0.0) for name in program.column_names])
    return paid_for_nothing(formulation, program, UnboundedError("no end", way))


def said(g, table, key, column):
    place = f"{table}.csv, {key}, column {column}"
    found = f"it pays for {g} that nothing needs, more the more there is (power_capital of 2026), "
    return f"{place}: {found}{FALL}{FIX}"


def test_the_cells_of_what_gains_are_named_and_no_others():
    # Each GW of free gas brings 2 and of dear gas costs 3; the rate is no cell that pays.
    error = refused(paying(free=-2.0, dear=3.0), free=2.0, dear=1.0)

    assert isinstance(error, InputError)
    assert [str(fault) for fault in error.faults] == [
        said("free", "power_costs", "free:2026", "capex_usd_per_kw"),
        said("free", "power_technologies", "free", "lifetime_years"),
    ]


@pytest.mark.parametrize(("least", "named"), [(-1.9e-6, 1), (-2.1e-6, 2)])
def test_what_gains_next_to_nothing_beside_another_is_left_out(least, named):
    # A millionth of what the other gains, which is 2.
    error = refused(paying(free=-2.0, least=least), free=1.0, least=1.0)

    assert len({fault.found.split()[3] for fault in error.faults}) == named


def test_without_a_direction_or_a_gain_the_refusal_stays():
    formulation = assemble(paying(gas=1.0))
    program = compile_linear_program(formulation.model)
    refusal = UnboundedError("no end")

    assert paid_for_nothing(formulation, program, refusal) is refusal
    assert isinstance(refused(paying(gas=1.0), gas=1.0), UnboundedError)


def test_a_key_of_the_model_is_named_as_one():
    cell = CellKey("model", (), "prices.carbon_usd_per_t")
    entry = Entry("carbon", Line(2027, "gas", 1.0, "Mt CO2", Price(-1.0, (cell,))), 1.0)

    fault = _fault(cell, entry)

    assert fault.where == "the model's prices.carbon_usd_per_t"
    assert "(carbon of 2027)" in fault.found


def test_a_world_that_pays_for_power_is_refused_with_its_cells():
    with pytest.raises(InputError, match="it pays for free that nothing needs"):
        solve_world(paying(free=-2.0))
