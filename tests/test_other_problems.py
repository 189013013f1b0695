"""Published and textbook problems in tables alone: their objectives, computed without the planner.

The models and tables are those of ``docs/examples``; the numbers here are
written out again, so that a wrong table shows too.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from typer.testing import CliRunner

import planner
from planner.cli import app

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"


@pytest.fixture
def solved():
    """Plan one of the examples."""
    return lambda name: planner.solve(EXAMPLES / name / f"{name}.toml")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Folders of the runs of two examples."""
    outputs = tmp_path_factory.mktemp("outputs")
    for name in ("four_blocks", "transport"):
        planner.solve(EXAMPLES / name / f"{name}.toml").write(outputs)
    return {name: outputs / name for name in ("four_blocks", "transport")}


@pytest.fixture
def said():
    """Carry out a command; what it prints, on either channel."""

    def carry_out(code, *arguments):
        # The error is the planner's own, which its entry point prints.
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            assert getattr(result.exception, "exit_code", 1) == code
            return str(result.exception)
        assert result.exit_code == code
        return result.output

    return carry_out


def least(costs, above, bounds=None):
    """The least cost of a linear programme with rows ``a x >= b``, written as arrays."""
    a, b = (np.array(part, dtype=float) for part in zip(*above, strict=True))
    found = linprog(costs, A_ub=-a, b_ub=-b, bounds=bounds or (0, None), method="highs-ds")
    assert found.status == 0
    return found.fun


def test_four_blocks_are_what_the_screening_curves_say(solved):
    # Each slice of the load curve goes to the plant that is cheapest for its
    # hours, in USD a kW and year: 4 GW for 8,760 h, nuclear at 400 + 87.6;
    # 2 GW for 5,000 h, gas at 100 + 300; 3 GW for 2,000 h, gas at 100 + 120;
    # 1 GW for 400 h, oil at 40 + 72.
    by_hand = 4 * 0.4876 + 2 * 0.400 + 3 * 0.220 + 1 * 0.112

    run = solved("four_blocks")

    assert by_hand == pytest.approx(3.5224)
    assert run.plan.cost_busd == pytest.approx(by_hand, rel=1e-6)
    built = run.plan.by("power", "built_gw", "technology").to_dict()
    assert built == pytest.approx({"nuclear": 4.0, "gas": 5.0, "oil": 1.0})


def test_screening_curves_of_a_published_example(solved):
    # Cost of a MW that runs for a share z of the year, EUR a MW and hour: 15 + 2 z,
    # 10 + 12 z, 1012 z. The hundredth step of load from below is wanted for
    # a share of one less a hundredth and a half a hundredth.
    z = (np.arange(100) + 0.5) / 100
    steps = np.diff(np.concatenate([[0.0], 1 - z[::-1]]))  # GW, from the bottom up
    wanted = np.arange(100, 0, -1) / 100
    cheapest = np.minimum(15 + 2 * wanted, np.minimum(10 + 12 * wanted, 1012 * wanted))
    by_hand = float((steps * cheapest).sum()) * 8760 * 1000 / 1e9

    run = solved("screening_curve")

    assert run.plan.cost_busd == pytest.approx(by_hand, rel=1e-6)
    # The published shares, 500 and 490 of 1000 MW, to half a step of the curve.
    built = run.plan.by("power", "built_gw", "technology")
    assert built["coal"] == pytest.approx(0.5, abs=0.0101)
    assert built["gas"] == pytest.approx(0.49, abs=0.0101)


def test_dantzigs_transportation_problem(solved):
    # Published: 153.675 thousand USD. New York costs the same from both, and
    # Chicago takes 300 of Seattle's 350 cases, so 50 and 275 go to New York:
    # 225 * 325 + 153 * 300 + 126 * 275.
    freight = [225, 153, 162, 225, 162, 126]
    supply, demand = (350, 600), (325, 300, 275)
    rows = [([-1.0 * (j // 3 == i) for j in range(6)], -supply[i]) for i in range(2)]
    rows += [([1.0 * (j % 3 == k) for j in range(6)], demand[k]) for k in range(3)]

    run = solved("transport")

    assert least(freight, rows) == pytest.approx(153_675)
    assert run.plan.cost_busd * 1e9 == pytest.approx(153_675, rel=1e-6)


def test_two_periods_of_five_years(solved):
    # Gas and sun, built in 2025 or 2030 (GW), then what each runs by period and
    # slice: coal, gas by day and night, and sun by day.
    rate, base = 0.08, 2024
    per_year = {y: sum(1.08 ** -(y + i - base + 1) for i in range(5)) for y in (2025, 2030)}
    charge = rate / (1 - 1.08**-15)  # payments at the year's end, fifteen of them
    both, late = sum(per_year.values()), per_year[2030]
    hours = 4380.0

    def energy(y, usd_per_mwh):
        return per_year[y] * hours * usd_per_mwh * 1e-6

    costs = [
        both * (charge * (1.1 + 0.15) + 0.020),  # gas of 2025
        late * (charge * (1.1 + 0.15) + 0.020),  # gas of 2030
        both * (charge * (1.3 + 0.08) + 0.015),  # sun of 2025
        late * (charge * (0.9 + 0.08) + 0.015),  # sun of 2030
        energy(2025, 35), energy(2025, 35),  # coal by day and night, 2025 only
        *[energy(y, 55) for y in (2025, 2025, 2030, 2030)],  # gas by day and night
        0.0, 0.0,  # sun by day
    ]  # fmt: skip
    built = {"gas": (0, 1), "sun": (2, 3)}

    def row(**named):
        """Coefficients by the number of their variable, and the right side."""
        a = np.zeros(12)
        for j, value in named["a"].items():
            a[j] += value
        return a, named["b"]

    rows = [
        row(a={4: 1, 6: 1, 10: 1}, b=1.4), row(a={5: 1, 7: 1}, b=1.0),
        row(a={8: 1, 11: 1}, b=2.0), row(a={9: 1}, b=1.5),
        # Coal of 1 GW, a tenth of it out of order.
        row(a={4: -1}, b=-0.9), row(a={5: -1}, b=-0.9),
    ]  # fmt: skip
    for j, vintages in ((6, (0,)), (7, (0,)), (8, (0, 1)), (9, (0, 1))):
        rows.append(row(a={j: -1, **dict.fromkeys(vintages, 0.95)}, b=0.0))
    for pair, vintages in (((6, 7), (0,)), ((8, 9), (0, 1))):
        # Overhauls take 8 % of the year's energy.
        most = dict.fromkeys(vintages, 0.92 * 0.95 * 8760)
        rows.append(row(a={**dict.fromkeys(pair, -hours), **most}, b=0.0))
    rows.append(row(a={10: -1, built["sun"][0]: 0.6}, b=0.0))
    rows.append(row(a={11: -1, 2: 0.6, 3: 0.6}, b=0.0))
    fixed = per_year[2025] * 0.060  # upkeep of the coal plant, which leaves in 2030
    by_hand = least(costs, rows) + fixed

    run = solved("vintages")

    assert run.plan.cost_busd == pytest.approx(by_hand, rel=1e-6)
    coal = run.plan["power"].query("technology == 'coal'")
    assert coal["year"].tolist() == [2025]


def test_the_price_of_a_peak_that_is_not_worth_a_plant(solved):
    # The peaker is built for 2 GW: the second runs 1,010 hours, the third would
    # run 10, at 6 USD a kWh, so 1 GW goes unserved for 10 hours.
    # 2 GW * 60 USD a kW + 100 USD a MWh * (7,750 + 2 * 1,000 + 2 * 10) GWh
    # + 5,000 USD a MWh * 10 GWh, in billion USD.
    by_hand = 0.120 + 0.0001 * (7750 + 2000 + 20) + 0.005 * 10

    run = solved("value_of_lost_load")

    assert run.plan.cost_busd == pytest.approx(by_hand, rel=1e-6)
    duals = run.solved.duals("cost")
    price = duals["site_power_balance[town,2026,peak]"] / 10 * 1e6
    assert price == pytest.approx(5000.0)
    # In the second block the plant is at the margin, and its upkeep is paid in
    # the peak: 10 h * (5,000 - 100) is 49 USD a kW, so 11 are left for 1,000 h.
    price = duals["site_power_balance[town,2026,high]"] / 1000 * 1e6
    assert price == pytest.approx(100.0 + 11.0)


# Each is published with its data; no digit is the planner's own.
@pytest.mark.parametrize(
    ("name", "usd"),
    [
        ("switch_new_builds", 14_998_608.829254),
        ("switch_copperplate", 18_504_623.685659),
        ("switch_storage", 25_756_002.034781),
        ("one_unit_of_gas", 46.43123317e6),
        ("steel", 196_200.0),
    ],
)
def test_published_objectives_to_nine_digits(name, usd, solved):
    assert solved(name).plan.cost_busd * 1e9 == pytest.approx(usd, rel=1e-9)


def test_a_plant_two_costs_and_a_year_of_a_thousand_hours():
    # 3.1101 units of capacity at 9.1101 a unit, 2.1101 of energy at 9.1202, paid in the middle of
    # the year at 5 %.
    by_hand = (3.1101 * 9.1101 + 2.1101 * 9.1202) / 1.05**0.5

    assert by_hand == pytest.approx(46.43123317, rel=1e-9)


def test_two_points_of_load_and_two_rates(solved):
    # Gas alone serves 8 MW at noon and 0.5 MW at midnight, 4,383 h each: capacity is 8 MW over
    # the 94 % that is in order. Its capital and connection are paid at 7 % over twenty years; all
    # that a year costs is paid at its end in 2017 to 2026, worth 5 % less each year back to 2015.
    charge = 0.07 / (1 - 1.07**-20)
    kw = 8_000 / 0.94
    fixed = kw * (charge * (1143.9 + 57.5666) + 5.8683)
    mwh = 4383 * 8.5
    running = mwh * (3.4131 + 4 * 6.705)
    worth = sum(1.05 ** -(2 + i) for i in range(1, 11))
    by_hand = worth * (fixed + running)

    run = solved("switch_new_builds")

    assert by_hand == pytest.approx(14_998_608.829254, rel=1e-12)
    assert run.plan.cost_busd * 1e9 == pytest.approx(by_hand, rel=1e-9)
    assert run.plan.by("power", "built_gw", "technology").to_dict() == pytest.approx(
        {"gas": kw * 1e-6}
    )


def test_power_and_energy_of_a_battery_are_sized_apart(solved):
    # Nothing is built of sun, so 8 MW at noon are geothermal, 0.5978 MW of sun and the battery,
    # and 0.5 MW at midnight what geothermal leaves over charging. Twelve hours each way, and a
    # quarter lost on the way in: d = 0.75 c with f + 0.5978 + d = 8 and f - c = 0.5, so c is
    # 6.9022 / 1.75 MW, and a day holds 12 * 0.75 * c MWh, of which 4 stand. Two in a hundred are
    # out of order.
    charged = 6.9022 / 1.75

    plan = solved("switch_storage").plan

    power = plan["power"].set_index("technology")["capacity_gw"]
    assert power["battery"] == pytest.approx(charged * 1e-3 / 0.98, rel=1e-9)
    stores = plan["stores"].set_index("technology")
    assert stores.at["battery", "energy_gwh"] == pytest.approx(9 * charged * 1e-3, rel=1e-9)
    assert stores.at["battery", "built_gwh"] == pytest.approx((9 * charged - 4) * 1e-3, rel=1e-9)


def test_a_flat_plant_gives_what_the_lowest_load_takes_where_there_is_no_surplus(solved):
    # Midnight takes 0.5 MW, so the megawatt that could give 0.968 gives 0.5 all year: 4.383 GWh.
    power = solved("switch_copperplate").plan["power"].set_index("technology")["generation_twh"]

    assert power["geothermal"] == pytest.approx(0.0005 * 8.766, rel=1e-9)


def test_four_technologies_for_a_demand_that_is_not_known(said, tmp_path):
    # Louveaux and Smeers (1988), published as 381.853: capacity x of four technologies, then in
    # each scenario y by technology and mode, whose hours are 10, 6 and 1.
    price, capital, hours = (4, 4.5, 3.2, 5.5), (10, 7, 16, 6), (10, 6, 1)
    likely = {3: 0.3, 5: 0.4, 7: 0.3}  # what the first mode takes; the others take 3 and 2
    costs = [*capital] + [p * c * h for p in likely.values() for c in price for h in hours]
    rows = [([-c for c in capital] + [0] * 36, -120)]
    for n, first in enumerate(likely):
        for i in range(4):
            row = [0.0] * 40
            row[i] = 1.0
            row[4 + 12 * n + 3 * i : 7 + 12 * n + 3 * i] = [-1.0] * 3
            rows.append((row, 0))
        for j, need in enumerate((first, 3, 2)):
            row = [0.0] * 40
            row[4 + 12 * n + j : 16 + 12 * n : 3] = [1.0] * 4
            rows.append((row, need))
    by_hand = least(costs, rows)

    study = EXAMPLES / "energy_planning" / "energy_planning_study.toml"
    out = said(0, "stochastic", study, "-o", tmp_path, "--quiet", "--no-runs", "--no-report")

    assert by_hand == pytest.approx(381.853, rel=2e-6)
    folder = tmp_path / "energy_planning_study_stochastic"
    policies = pd.read_csv(folder / "policies.csv").set_index("planned_for")
    assert policies.at["all scenarios", "cost"] * 1e3 == pytest.approx(by_hand, rel=1e-9)
    # Its plants have no names but their own.
    assert "fourth" in out
    assert "buildings" not in out


def test_the_worked_example_of_the_guide_runs_as_written(tmp_path, monkeypatch):
    guide = (EXAMPLES.parent / "other-problems.md").read_text(encoding="utf-8")
    command = "planner run docs/examples/four_blocks/four_blocks.toml"
    assert command in guide
    monkeypatch.chdir(EXAMPLES.parents[1])

    result = CliRunner().invoke(app, [*command.split()[1:], "--outputs", str(tmp_path)])

    assert result.exit_code == 0, result.output
    assert "3.522" in result.output


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (("supply",), "draws on no supply of chips"),
        (("fleet",), "no accelerators"),
        (("bottlenecks",), "worth anything at the margin"),
        (("why", "--technology", "oil"), "oil is in the plan"),
    ],
)
def test_a_problem_without_chips_answers_what_it_can(question, answer, runs, said):
    assert answer in said(0, question[0], runs["four_blocks"], *question[1:])


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (("map",), "no site that has a place and power"),
        (("hours",), "the load of town in 2026: stated slice by slice"),
        (("milestones",), "no milestones"),
        (("why", "--site", "town"), "sites whose loads are stated"),
        (("why", "--accelerator", "nvidia_gb300"), "the run has none"),
    ],
)
def test_a_problem_without_chips_refuses_what_it_has_none_of(question, fault, runs, said):
    assert fault in said(2, question[0], runs["four_blocks"], *question[1:])


@pytest.mark.parametrize(
    ("problem", "answers"),
    [
        (
            "four_blocks",
            ["costs 3.52 billion dollars at least", "nuclear gives 68.1% of the energy"],
        ),
        ("transport", ["costs 154 thousand dollars at least", "100% of it for freight"]),
    ],
)
def test_its_report_answers_what_was_asked_and_speaks_of_no_chips(
    problem, answers, runs, said, tmp_path
):
    said(0, "report", runs[problem], "-o", tmp_path, "--no-pdf")

    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert all(answer in text for answer in answers)
    for key in ("compute", "sites", "chips", "published"):
        assert f'<section id="{key}"' not in page
    assert "accelerators" not in text.partition("All checks")[0]
