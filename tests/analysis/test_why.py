"""Why not: what is said to let a thing in does, and a little less does not."""

from dataclasses import replace

import pandas as pd
import pyomo.environ as pyo
import pytest

from planner import api
from planner.analysis.why import why
from planner.config import load_model, overlaid
from planner.errors import InputError
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.lp.reoptimise import Reoptimiser
from planner.results import Plan
from planner.solving import solve_world
from planner.solving.loading import load_values
from planner.solving.solve import stages_of
from planner.system import Accelerator, PowerTechnology, Region, Site, SupplyLimit, Workload, World
from planner.system.build import build_world

HERE, AWAY = 0.98, 1.02
"""Shares of what is said to be needed: not quite, and a little more."""


@pytest.fixture(scope="module")
def small():
    return load_model("small")


@pytest.fixture(scope="module")
def inputs(small):
    return api.load_inputs(small)


def answer(world, inputs, model, kind, name):
    formulation = assemble(world)
    program = compile_linear_program(formulation.model)
    again = Reoptimiser(program, stages_of(formulation, program))
    load_values(formulation, program, again.base[-1].values)
    return why(formulation, inputs, model, again, told(formulation.model), kind, name), again


def told(m) -> Plan:
    """The tables of a solved model that say what is bought, built and runs."""
    sites = m.world.sites
    tables = {
        "accelerators": (("accelerator", "site", "year", "bought_million"),
                         m.accelerators_bought_million, lambda s: 1.0),
        "power": (("technology", "site", "year", "built_gw"), m.power_built_gw, lambda s: 1.0),
        "clusters": (("site", "year", "facility_gw"), m.it_load_gw, lambda s: sites[s].pue),
    }  # fmt: skip
    return Plan(
        {
            name: pd.DataFrame(
                [(*key, pyo.value(v) * times(key[-2])) for key, v in variables.items()],
                columns=list(columns),
            )
            for name, (columns, variables, times) in tables.items()
        }
    )


def asked(model, kind, name, **changes):
    changed = overlaid(model, changes, origin="a test")
    tables = api.load_inputs(changed)
    return answer(build_world(tables, changed), tables, changed, kind, name)[0]


def bought(model, chip, **changes):
    solved = solve_world(api.load_world(overlaid(model, changes, origin="a test")))
    variables = solved.formulation.model.accelerators_bought_million
    return sum(pyo.value(v) for (k, _, _), v in variables.items() if k == chip)


def built(model, source, **changes):
    solved = solve_world(api.load_world(overlaid(model, changes, origin="a test")))
    variables = solved.formulation.model.power_built_gw
    return sum(pyo.value(v) for (g, _, _), v in variables.items() if g == source)


@pytest.mark.parametrize("chip", ["google_tpu_v7", "nvidia_gb300"])
def test_a_generation_enters_once_its_price_has_fallen_by_what_is_said(small, inputs, chip):
    found = asked(small, "accelerator", chip)
    price = float(inputs["accelerators"].at[chip, "price_usd"])
    cell = f"set.accelerators.{chip}.price_usd"
    cut = found.numbers["cheaper_by_share"]

    assert found.answer == "dearer"
    assert bought(small, chip, **{cell: price * (1 - HERE * cut)}) == pytest.approx(0, abs=1e-7)
    assert bought(small, chip, **{cell: price * (1 - AWAY * cut)}) > 1e-5


def test_a_generation_enters_once_its_units_compute_more_by_what_is_said(small, inputs):
    found = asked(small, "accelerator", "google_tpu_v7")
    more = 1 + AWAY * found.numbers["more_compute_share"]
    row = inputs["accelerators"].loc["google_tpu_v7"]
    cells = {
        f"set.accelerators.google_tpu_v7.{name}": float(row[name]) * more
        for name in ("fp8_dense_tflops", "bf16_dense_tflops", "eight_bit_dense_tflops")
        if row[name] == row[name]
    }

    assert bought(small, "google_tpu_v7", **cells) > 1e-5


def test_a_source_enters_once_its_capital_cost_has_fallen_by_what_is_said(small, inputs):
    source = "gas_ct_mobile_bridge"
    found = asked(small, "technology", source)
    cut = found.numbers["cheaper_by_share"]
    prices = inputs["power_costs"].loc[source]["capex_usd_per_kw"]

    def at(share):
        cells = {
            f"set.power_costs.{source}:{y}.capex_usd_per_kw": float(usd) * (1 - share)
            for y, usd in prices.items()
        }
        return built(small, source, **cells)

    assert found.answer == "dearer"
    assert at(HERE * cut) == pytest.approx(0, abs=1e-7)
    assert at(AWAY * cut) > 1e-5


def scarce(price=5.0, compute=1.0):
    """Too few wafers for the demand; `poor` makes less of a wafer than `good` does."""
    uses = {("packaging", "cowos"): 10.0}
    return World(
        years=(2026,),
        sites={"s": Site(region="r"), "dear": Site(region="q")},
        regions={"r": Region(), "q": Region(grid_price=dict.fromkeys((2026, 2027), 1e-3))},
        accelerators={
            "good": Accelerator(it_capex=10.0, h100e=2.0, uses=uses),
            "poor": Accelerator(it_capex=price, h100e=compute, uses=uses),
        },
        supply={
            ("packaging", "cowos"): SupplyLimit(unit="thousand wafers", available={2026: 8.0})
        },
        technologies={"grid": PowerTechnology(kind="grid", capex={2026: 1.0})},
        workloads={"w": Workload(kind="throughput", target={2026: 2.0})},
        shell_capex=1.0,
        discount_rate=0.05,
    )


def known_by(inputs, chip):
    """The tables with rows for the names of the world made by hand."""
    table = inputs["accelerators"]
    row = table.iloc[[0]].rename(index={table.index[0]: chip})
    return replace(inputs, tables={**inputs.tables, "accelerators": row})


def test_what_takes_wafers_from_better_chips_enters_at_no_price_but_for_more_compute(
    small, inputs
):
    tables = known_by(inputs, "poor")
    found, _ = answer(scarce(), tables, small, "accelerator", "poor")

    # A million poor ones take 10,000 wafers that make two million H100e elsewhere, and make one.
    assert found.answer == "takes compute"
    assert found.numbers["years_of_target_per_unit"] == pytest.approx(0.5)
    assert found.numbers["more_compute_share"] == pytest.approx(1.0)
    assert (
        answer(scarce(price=0.0), tables, small, "accelerator", "poor")[0].answer
        == "takes compute"
    )
    assert (
        answer(scarce(compute=2.01), tables, small, "accelerator", "poor")[0].answer
        == "in the plan"
    )


def test_a_site_enters_once_a_gigawatt_there_is_cheaper_by_what_is_said(small, inputs):
    found, again = answer(scarce(), inputs, small, "site", "dear")

    assert found.answer == "dearer"
    # Another place has free energy: the rise is what a GW's energy costs there.
    energy = 8760 * 1e-3 / 1.05**0.5
    assert found.numbers["rise_busd_per_unit"] == pytest.approx(energy, rel=1e-6)
    for share, enters in ((HERE, False), (AWAY, True)):
        costs = again.stages[-1].costs.copy()
        columns = again.program.column_names
        there = [j for j, name in enumerate(columns) if name == "it_load_gw[dear,2026]"]
        costs[there] -= share * energy
        cheaper = Reoptimiser(
            again.program, [again.stages[0], replace(again.stages[-1], costs=costs)]
        )
        assert bool(cheaper.base[-1].values[there].sum() > 1e-5) is enters


def test_what_the_model_leaves_out_is_said_to_be(small):
    others = ["openai_stargate_abilene"]
    without = {"sites.exclude": ["coreweave_helios"], "sites.include": others}
    named = {"set.sites.coreweave_helios.first_power_year": 2031.5}
    late = {
        "set.accelerators.google_tpu_v7.volume_ship_year": 2029.25,
        "set.accelerators.google_tpu_v7.last_sale_year": 2031,
    }
    slow = {"set.power_technologies.gas_recip.lead_time_years": 4.5}
    for kind, name, changes, said in (
        ("accelerator", "amd_mi455x", {}, "accelerators.include"),
        ("accelerator", "google_tpu_v7", late, "0.25 years sooner"),
        ("technology", "nuclear_smr", {}, "power.technologies"),
        ("technology", "solar_utility", {}, "onsite_renewables"),
        ("technology", "gas_recip", slow, "1.50 years sooner"),
        ("site", "colossus_2", {}, "sites.countries"),
        ("site", "coreweave_helios", named, "years sooner"),
        ("site", "coreweave_helios", without, "sites.exclude"),
    ):
        found = asked(small, kind, name, **changes)
        assert found.answer == "excluded", name
        assert said in found.sentences[0]


def test_what_is_in_the_plan_is_told_with_its_years(small):
    found = asked(small, "accelerator", "nvidia_vr200")

    assert found.answer == "in the plan"
    assert "2028" in found.sentences[0]


def test_an_unknown_name_is_refused_with_those_there_are(small):
    with pytest.raises(InputError, match="google_tpu_v7"):
        asked(small, "accelerator", "google_tpuv7")
