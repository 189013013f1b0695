"""Scenarios that may come true: what to order now, what knowing is worth, what is regretted."""

import pandas as pd

from planner.studies.stochastic_wording import (
    KNOWN,
    MEAN,
    ORDERS,
    TOGETHER,
    unit_of_stage,
)
from planner.surfaces.charts import worth
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.studies.facts import StudyFacts, confidence, where
from planner.wording.money import checked_billions
from planner.wording.query import Query
from planner.wording.text import Name, Number, Text, Year, listed, say

NOW = "now"
_DUST = 1e-6


def build(facts: StudyFacts) -> tuple[Section, ...]:
    """The sections of a study of uncertainty."""
    return (_answer(facts), _decisions(facts), _regret(facts), _assumptions(facts), where(facts))


def stage_of(facts: StudyFacts) -> str:
    """The objective that policies are judged by."""
    return str(facts.study.index["judged_by"])


def _answer(facts: StudyFacts) -> Section:
    policies = facts.tables["policies"]
    return Section(
        key="answer",
        question="What is it worth to know, and what does acting on the mean cost?",
        finding=_finding(facts),
        paragraphs=(_about(facts), _price(facts), _missed(facts)),
        tables=(
            DataTable.of(
                policies,
                "Expected, when what is planned first is carried out in every scenario",
                ["planned for", "scenarios with a plan", *map(heading, policies.columns[2:])],
            ),
        ),
    )


def heading(stage: str) -> str:
    """An objective with its unit."""
    return f"{stage.replace('_', ' ')}, {unit_of_stage(stage)}"


def _more(facts: StudyFacts, policy: str, less: str, stage: str) -> Number | None:
    """By how much a policy's expected objective exceeds another's; None where one has none."""
    by = facts.tables["policies"].set_index("planned_for")[stage]
    if policy not in by.index or pd.isna(by[policy]) or pd.isna(by[less]):
        return None
    return facts.number(
        "policies", stage, "sum", {"planned_for": policy},
        less=Query("policies", stage, "sum", (("planned_for", less),)),
    )  # fmt: skip


def _finding(facts: StudyFacts) -> Text:
    stage = stage_of(facts)
    known = _more(facts, TOGETHER, KNOWN, stage)
    mean = _more(facts, MEAN, TOGETHER, stage)
    parts = []
    if known is not None:
        unit = unit_of_stage(stage)
        text = "knowing the scenario from the start is worth {known} " + unit
        parts.append(say(text, known=known))
    if mean is not None:
        text = "acting on the mean costs {mean}" + ("" if parts else " " + unit_of_stage(stage))
        parts.append(say(text, mean=mean))
    elif MEAN in set(facts.tables["policies"]["planned_for"]):
        parts.append(say("acting on the mean leaves no plan in some scenario"))
    return listed(parts, "; ").capital()


def _about(facts: StudyFacts) -> Text:
    revealed = [Year(int(year)) for year in facts.study.index["revealed"]]
    return say(
        "{description} Which of {n} scenarios comes true is known from {years} on. What must be "
        "ordered before that is the same in all of them; what comes later follows what is known.",
        description=Name(str(facts.study.index.get("description", "")).strip().replace("\n", " ")),
        n=facts.number("scenarios", "scenario", "rows", form="count"),
        years=listed(revealed),
    )


def _price(facts: StudyFacts) -> Text:
    price = facts.study.index["price_of_a_missed_year_busd"]
    if price is None:
        return say("Targets come before cost: what is missed is made small first, in stages.")
    return say(
        "A missed year of a target is counted with {price}; cost and missed years "
        "together are the total.",
        price=Name(checked_billions(float(price))),
    )


def _missed(facts: StudyFacts) -> Text:
    policies = facts.tables["policies"]
    none = policies[policies[stage_of(facts)].isna()]
    if none.empty:
        return Text()
    return say(
        "What is ordered for {names} leaves no plan in some scenario: it can't be had there.",
        names=listed([Name(str(name)) for name in none["planned_for"]]),
    )


def _decisions(facts: StudyFacts) -> Section:
    orders, decisions = facts.tables["orders"], facts.tables["decisions"]
    revealed = Year(int(facts.study.index["revealed"][0]))
    alike = facts.number("orders", "what", "rows", {"alike": True}, form="count")
    total = facts.number("orders", "what", "rows", form="count")
    differ = orders[~orders["alike"].astype(bool)]
    named = zip(differ["what"], differ["name"], strict=True)
    names = list(dict.fromkeys(f"{ORDERS[what]} ({name})" for what, name in named))
    finding = say(
        "Of {total} orders to be placed before {year}, {alike} are the same whichever scenario is "
        "planned for",
        total=total, year=revealed, alike=alike,
    )  # fmt: skip
    said = say("Nothing that must be ordered before that hangs on the scenario.")
    if names:
        rest = " The rest can be placed without knowing." if alike.value else ""
        listing = listed([Name(name) for name in names])
        said = say("Orders that hang on what is planned for: {names}." + rest, names=listing)
    shown = differ.assign(what=[ORDERS[what] for what in differ["what"]])
    shown = shown.drop(columns=["item", "alike"])
    later = _later(decisions)
    return Section(
        key="decisions",
        question="What must be ordered now, and what can wait?",
        finding=finding,
        paragraphs=(said,),
        tables=tuple(
            DataTable.of(frame, caption)
            for frame, caption in (
                (shown, "Ordered before it is known, over all sites, where plans differ"),
                (later, "The plan for all scenarios: ordered now, and later in each scenario"),
            )
            if len(frame)
        ),
        details=(
            DataTable.of(
                decisions.drop(columns=["item"]), "Every decision of the plan for all scenarios"
            ),
        ),
    )


def _later(decisions: pd.DataFrame) -> pd.DataFrame:
    """Each thing: how much is ordered now, and later in each scenario, over sites and years."""
    scenarios = list(decisions.columns[decisions.columns.get_loc("when") + 1 :])
    keys = ["what", "name", "unit"]
    sums = decisions.groupby([*keys, "when"], sort=False)[scenarios].sum()
    rows = []
    for key in dict.fromkeys(sums.index.droplevel("when")):
        now = sums.loc[(*key, NOW)] if (*key, NOW) in sums.index else None
        late = sums.loc[(*key, "later")] if (*key, "later") in sums.index else None
        # What one scenario can't have is no decision there: the most is what is ordered.
        row = [ORDERS[key[0]], *key[1:], 0.0 if now is None else float(now.max())]
        rows.append([*row, *(0.0 if late is None else float(late[name]) for name in scenarios)])
    columns = ["what", "name", "unit", "now", *(f"later, if {name}" for name in scenarios)]
    return pd.DataFrame(rows, columns=columns)


def regrets(facts: StudyFacts) -> pd.DataFrame:
    """Policies by scenarios: what each costs more than who knew, and the worst."""
    outcomes = facts.tables["outcomes"]
    own = outcomes[outcomes["planned_for"] != KNOWN]
    column = f"regret_{stage_of(facts)}"
    wide = own.pivot(index="planned_for", columns="scenario", values=column)
    wide = wide.loc[list(dict.fromkeys(own["planned_for"])), list(dict.fromkeys(own["scenario"]))]
    wide = wide.where(wide.abs() > _DUST, 0.0).where(wide.notna())
    return wide.assign(worst=wide.max(axis=1, skipna=False)).reset_index()


def _regret(facts: StudyFacts) -> Section:
    table = regrets(facts)
    stage = stage_of(facts)
    scenarios = [name for name in table.columns if name not in ("planned_for", "worst")]
    panels = [
        worth.Panel(
            f"If “{name}” comes true, {unit_of_stage(stage)}",
            [
                (str(row["planned_for"]), float(row[name]))
                for _, row in table.iterrows()
                if pd.notna(row[name])
            ],
        )
        for name in scenarios
        if table[name].notna().any()
    ]
    finding = _worst(facts, table)
    shown = DataTable.of(
        table,
        f"Regret: {heading(stage)}, more than with the scenario known",
        ["planned for", *(f"if {name}" for name in scenarios), "worst"],
    )
    return Section(
        key="regret",
        question="What is regretted if another scenario comes true?",
        finding=finding,
        paragraphs=(
            say(
                "A plan's regret in a scenario is by how much more it comes to than the plan of "
                "who knew that this scenario comes true. What is blank leaves no plan there."
            ),
        ),
        graphics=(
            Graphic(
                key="regret",
                title=say("What each plan is regretted by, scenario by scenario"),
                alt=say("A panel a scenario, a bar a plan. {f}.", f=finding),
                svg=as_svg(worth.draw(panels)),
                table=shown,
                source="The table outcomes of the study: each plan carried out in each scenario.",
            ),
        ),
        tables=(shown,),
    )


def _worst(facts: StudyFacts, table: pd.DataFrame) -> Text:
    """The policy whose worst regret is least, and the one whose is most."""
    whole = table.dropna(subset=["worst"])
    if whole.empty:
        return say("Every plan leaves no plan in some scenario")
    least, most = (whole.loc[whole["worst"].idxmin()], whole.loc[whole["worst"].idxmax()])
    column, unit = f"regret_{stage_of(facts)}", unit_of_stage(stage_of(facts))

    def regret(row: "pd.Series[float]") -> Number:
        at = {"planned_for": str(row["planned_for"])}
        return facts.number("outcomes", column, "max", at)

    return say(
        "Planned for {least} nothing worse than {a} " + unit + " is regretted; planned for {most} "
        "up to {b}",
        least=Name(f"“{least['planned_for']}”"), a=regret(least),
        most=Name(f"“{most['planned_for']}”"), b=regret(most),
    )  # fmt: skip


def _assumptions(facts: StudyFacts) -> Section:
    scenarios, changes = facts.tables["scenarios"], facts.tables["changes"]
    shared = facts.study.index.get("changes") or {}
    own = say(
        "Scenarios and their probabilities are assumptions of the study; the notes say what they "
        "rest on. The cells that they change are listed with the source of their row."
    )
    all_of = (
        say(
            "All scenarios change the model: {changes}.",
            changes=Name("; ".join(f"{key} = {value}" for key, value in shared.items())),
        )
        if shared
        else Text()
    )
    shown = scenarios[["scenario", "probability", "note"]]
    tables = [DataTable.of(shown, "The scenarios")]
    if len(changes):
        headings = [_plain(column) for column in changes]
        tables.append(DataTable.of(changes, "What scenarios change", headings))
    return confidence(facts, (own, all_of), *tables)


def _plain(column: str) -> str:
    return str(column).replace("_", " ")
