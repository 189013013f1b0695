"""The answer on one page: what the change does, and why."""

import pandas as pd

from planner.analysis.run_comparison import SAME
from planner.surfaces.html.compared import Compared, quoted
from planner.surfaces.html.comparison import differing_inputs, why
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.surfaces.html.sections import scenarios
from planner.surfaces.html.sections.answer import miss
from planner.wording.limit_words import workload_words
from planner.wording.text import Name, Text, Year, listed, say, sentences

LEAST = 5e-4
"""Of a share: less is not seen in its three figures."""

WORDS = {
    "cost_busd": "present cost, billion USD",
    "capex_busd": "capex as spent, billion USD",
    "facility_gw": "facility power in the last year, GW",
    "it_gw": "IT power in the last year, GW",
    "h100e_million": "H100e in the last year, million",
    "accelerators_million": "accelerators that run in the last year, million",
    "emissions_mt": "CO2 of all years, Mt",
}


def build(of: Compared) -> Section:
    """The first section."""
    return Section(
        key="answer",
        question="What is different, and why?",
        finding=verdict(of),
        paragraphs=(
            differing_inputs.finding(of) + Text((".",)),
            *(
                sentences(delivers(of, name), takes(of, name), costs(of, name))
                for name, _ in of.others
            ),
            why.finding(of) + Text((".",)),
        ),
        tables=(_table(of),),
    )  # fmt: skip


def verdict(of: Compared) -> Text:
    """Which of the runs meet their targets, and what the change costs or saves."""
    if len(of.runs) > 2:
        return scenarios.finding(of.runs)
    (name, other), base = of.others[0], of.base
    before, after = _met(base), _met(other)
    cost = of.change(
        other, "cost", "present_cost_busd", unit="billion", noun="dollars", words=("more", "less")
    )
    if before and after:
        said = say("Both meet every target; {name} at ", name=quoted(name))
        if len(cost.numbers) == 0:
            return said + say("the same present cost")
        return said + say("{cost} of present cost", cost=cost)
    if after:
        return say("{name} meets every target, and {base} does not", name=quoted(name),
                   base=quoted(of.names[0]))  # fmt: skip
    if before:
        return say("{name} misses targets that {base} meets", name=quoted(name),
                   base=quoted(of.names[0]))  # fmt: skip
    found = _moved_most(base, other)
    if found is None:
        return say("Neither meets its targets, and both deliver the same")
    workload, year = found
    return say(
        "Neither meets its targets, but {name} delivers {after} of {workload} in {year}, where "
        "{base} delivers {before}",
        name=quoted(name),
        base=quoted(of.names[0]),
        workload=workload_words(base.names, workload),
        year=Year(year),
        before=_share(base, workload, year),
        after=_share(other, workload, year),
    )


def _met(run: Facts) -> bool:
    return bool(run.plan["targets"]["met"].astype(bool).all())


def _missed(run: Facts) -> list[str]:
    targets = run.plan["targets"]
    missed = targets[~targets["met"].astype(bool)].sort_values("priority", kind="stable")
    return [str(workload) for workload in missed["workload"].unique()]


def _moved_most(base: Facts, other: Facts) -> tuple[str, int] | None:
    """The most important workload that gets another share, and the year in which most so."""
    keys = ["priority", "workload", "year"]
    before, after = (
        run.plan["targets"].set_index(keys)["delivered_share"] for run in (base, other)
    )
    moved = (after - before).abs().dropna()
    moved = moved[moved > LEAST]
    if moved.empty:
        return None
    first = moved[moved.index.get_level_values("priority") == moved.index.min()[0]]
    place = first.idxmax()
    assert isinstance(place, tuple)
    return str(place[1]), int(place[2])


def _share(run: Facts, workload: str, year: int) -> Text:
    number = run.number("targets", "delivered_share", form="percent", workload=workload, year=year)
    return Text((number,))


def delivers(of: Compared, name: str) -> Text:
    """Which targets a run misses."""
    run = of.runs[of.names.index(name)]
    missed = _missed(run)
    if not missed:
        return say("{name} meets all of its targets.", name=quoted(name))
    return say(
        "In {name}, {misses}.",
        name=quoted(name),
        misses=listed([miss(run, workload) for workload in missed], "; and "),
    )


def takes(of: Compared, name: str) -> Text:
    """Power and accelerators at the end of the last common year, against the first run."""
    run, last = of.runs[of.names.index(name)], of.last
    if last is None:
        return say("The runs have no year in common.")
    power = of.change(run, "clusters", "facility_gw", noun="GW", of="facility power", year=last)
    now = run.number("clusters", "facility_gw", year=last)
    if power.numbers:
        before = of.base.number("clusters", "facility_gw", year=last)
        power += say(", {now} in place of {before},", now=now, before=before)
    else:
        power = say("as much facility power, {now} GW,", now=now)
    return say(
        "At the end of {year} it draws {power} and runs {units}.",
        year=Year(last),
        power=power,
        units=_accelerators(of, run, last),
    )


def _accelerators(of: Compared, run: Facts, last: int) -> Text:
    found = of.change(
        run, "accelerators", "running_million", unit="million", of="accelerators",
        words=("more", "fewer"), year=last,
    )  # fmt: skip
    return found if found.numbers else say("as many accelerators")


def costs(of: Compared, name: str) -> Text:
    """What is spent and charged, against the first run, and what is amiss with that."""
    run = of.runs[of.names.index(name)]
    spent = of.change(run, "capex", "capex_busd", unit="billion", noun="dollars")
    charged = of.change(
        run, "cost", "present_cost_busd", unit="billion", noun="dollars", words=("more", "less")
    )
    said = say(
        "It spends {spent} on accelerators, buildings and power, {now} in place of {before}; "
        "its present cost is {charged}.",
        spent=spent,
        now=run.amount("capex", "capex_busd", unit="billion"),
        before=of.base.amount("capex", "capex_busd", unit="billion"),
        charged=charged if charged.numbers else say("the same"),
    )
    return sentences(said, *_cautions(of, run))


def _cautions(of: Compared, run: Facts) -> list[Text]:
    """Why two costs may not be of the same thing."""
    found = []
    if run.years != of.base.years:
        found.append(say("The two plan other years, so sums over years differ for that alone."))
    if run.plan.summary.get("discount_rate") != of.base.plan.summary.get("discount_rate"):
        found.append(say("Their present costs are at different discount rates."))
    keys = ["workload", "year"]
    shares = [
        each.plan["targets"].set_index(keys)["delivered_share"].sort_index()
        for each in (of.base, run)
    ]
    if not shares[0].index.equals(shares[1].index) or (shares[0] - shares[1]).abs().max() > 1e-6:
        found.append(say("They do not deliver the same, so these are costs of different things."))
    return found


def _table(of: Compared) -> DataTable:
    """The figures of all runs, with the change against the first."""
    table = of.difference.figures.copy()
    for name in of.names[1:]:
        # What is no more than the solver's rounding is no change.
        dust = table[f"{name}_change"].abs() <= SAME * table[of.names[0]].abs().clip(lower=1.0)
        table.loc[dust, f"{name}_change"] = 0.0
    missed = table["figure"].str.endswith("_first_missed")
    kept = table[~missed]
    rows = [
        [
            str(_name_of(of, str(row["figure"]))),
            *(float(row[column]) for column in kept.columns[1:]),
        ]
        for _, row in kept.iterrows()
    ]
    changes = [f"{name}: change" for name in of.headings[1:]]
    frame = pd.DataFrame(rows, columns=["figure", *of.headings, *changes])
    return DataTable.of(frame, "The runs side by side")


def _name_of(of: Compared, figure: str) -> Name:
    if figure in WORDS:
        return Name(WORDS[figure])
    for ending, words in (
        ("_least_share", "least share of its target in a year"),
        ("_last_share", "share of its target in the last year"),
    ):
        if figure.endswith(ending):
            workload = workload_words(of.base.names, figure.removesuffix(ending))
            return Name(f"{workload}: {words}")
    return Name(figure.replace("_", " "))
