"""How late sites of a status come, and how much of them is built.

Epoch AI's dated steps of July and October 2026 are set beside each other: a step of July that lay
ahead is found again in October at the first date on which the campus has as much power. Most
have their date still, after two and a half months. What a date is worth shows in those that moved:
their median is the central value, and that of all steps, which is nothing, the low one, both where
a campus has no power yet. The high one is the latest of all campuses.

Nothing counts the announced sites that nobody tracks. They are taken to slip as campuses do that
have nothing yet; but what nobody had begun when the campuses were last looked at takes from then
on as long as a shell takes to build. Their share follows what became of load that was asked for.
"""

from __future__ import annotations

import pandas as pd

from tools.derive.commitments import SHELL, TIMELINES, last_look
from tools.derive.raw import Raw
from tools.derive.rows import Row, ranged
from tools.derive.sites import decimal_year

BEFORE, FACTS = "sites/site_steps_2026_07.csv", "sites/site_status_facts.csv"
SAME = 0.98  # a step is there again from so much of its power on; decimals of revisions differ
DAYS_PER_MONTH = 365.25 / 12
NOT_BEGUN = ("announced", "paused", "candidate")


def site_status_rows(raw: Raw, lead_times: list[Row]) -> list[Row]:
    """``site_status.csv``: a row for each status of a site."""
    steps = _steps(raw)
    first = steps[~steps.stands]
    moved = first.months[first.months > 0]
    late = (first.months.median(), moved.median(), steps.months.max())
    slip = tuple(round(float(months), 1) for months in late)
    shell = next(row for row in lead_times if row["equipment"] == SHELL)
    looked = decimal_year(last_look().date())
    opens = [
        round(looked + float(str(shell[case])), 2)
        for case in ("lead_years_low", "lead_years", "lead_years_high")
    ]
    facts = raw[FACTS]
    share = [float(facts[case].dropna().iloc[0]) for case in ("low", "central", "high")]
    kept, kept_first = (round(1 - of.months.isna().mean(), 2) for of in (steps, first))
    told = f"{len(first)} steps at campuses without power, of which {len(moved)} moved"
    rows: list[Row] = [
        _row("operating", (0, 0, 0), (1, 1, 1), ("planner_estimate", "estimate"), "It is there."),
        _row(
            "under construction",
            slip,
            (min(kept, kept_first), kept, 1),
            ("epoch_data_centers", "estimate"),
            f"Slip: {told} between July and October 2026. Share: of {len(steps)} steps ahead in "
            f"July those that October still has; low, at campuses without power; high, all.",
        ),
    ]
    for status in NOT_BEGUN:
        shares = (0, share[0], share[1]) if status == "paused" else tuple(share)
        rows.append(
            _row(
                status,
                slip,
                shares,
                ("epoch_data_centers", "estimate"),
                f"Slip as at campuses without power ({told}); opens from: {last_look().date()}, "
                f"when nobody had begun, and a shell's lead time. Share: {_SHARE[status]}",
            )
            | ranged("opens_from", *opens)
        )
    return rows


_SHARE = {
    "announced": "AEP Ohio's contracts of what had been asked for; low PSE&G's least, high what "
    "Georgia Power had been asked for and had under contract two years later. That sites are "
    "built as requests are is our judgement.",
    "paused": "our judgement: that of what is announced at most, and its low value or none.",
    "candidate": "our judgement: a place that nobody has announced is no surer than another.",
}


def _row(
    status: str,
    slip: tuple[float | None, ...],
    share: tuple[float, ...],
    cited: tuple[str, str],
    note: str,
) -> Row:
    return {
        "status": status,
        **ranged("slip_months", *slip),
        **ranged("opens_from", None, None, None),
        **ranged("completion_share", *share),
        "source_id": cited[0],
        "confidence": cited[1],
        "note": note,
    }


def _steps(raw: Raw) -> pd.DataFrame:
    """Each step that lay ahead in July: months by which October has it later, and what stood."""
    before, after = (raw[name].assign(when=lambda t: pd.to_datetime(t.date))
                     for name in (BEFORE, TIMELINES))  # fmt: skip
    looked = last_look(BEFORE)
    rows = []
    for name, own in before.groupby("name"):
        now = after[after.name == name].sort_values("when")
        if now.empty:
            continue
        stands = bool((own.power_mw[own.when <= looked] > 0).any())
        ahead = own[(own.when > looked) & (own.power_mw > 0)].sort_values("when")
        for _, step in ahead.drop_duplicates("power_mw").iterrows():
            if (own.power_mw[own.when < step.when] >= step.power_mw).any():
                continue
            again = now[now.power_mw >= SAME * step.power_mw]
            months = (again.when.iloc[0] - step.when).days / DAYS_PER_MONTH if len(again) else None
            rows.append((name, stands, months))
    return pd.DataFrame(rows, columns=["name", "stands", "months"]).astype({"months": float})
