"""Write the known facts beside a run's plan into docs/truth.md, between its two marks.

``python -m tools.truth outputs/frontier``
"""

import sys
from pathlib import Path

import pandas as pd

from planner import api
from planner.analysis.reference.facts_agreement import agreement, of_one_campus
from planner.analysis.reference.known_facts import BESIDE, FactVerdict
from planner.cli.reference import facts_shown
from planner.cli.terminal import markdown
from planner.results import Plan
from tools.marked_text import replace_between

BEGIN = "<!-- facts: written by `make readme` -->"
END = "<!-- end of facts -->"
PAGE = Path(__file__).parent.parent / "docs" / "truth.md"


def beside(plan: Plan) -> str:
    """The verdict, all figures with a counterpart, and why some are outside, as Markdown."""
    facts = plan[BESIDE]
    with_counterpart = facts[facts["verdict"] != FactVerdict.MISSING.value]
    campus = of_one_campus(with_counterpart)
    single = with_counterpart[campus & (with_counterpart["verdict"] != FactVerdict.GIVEN.value)]
    parts = [
        agreement(facts),
        markdown(facts_shown(with_counterpart[~campus])),
        "### Why a row is outside, as the plan shows it",
        _causes(facts[~of_one_campus(facts)]),
        "### Power of tracked campuses",
        markdown(facts_shown(single)),
    ]
    return "\n\n".join(parts)


def _causes(facts: pd.DataFrame) -> str:
    """One line a row outside."""
    outside = facts[facts["verdict"] == FactVerdict.OUTSIDE.value]
    lines = []
    for row in outside.itertuples():
        what = " ".join(filter(None, (str(row.quantity), str(row.subject))))
        lines.append(f"- {row.year}, {what}, {row.reading}: {row.cause}")
    return "\n".join(lines)


def main(run: Path) -> None:
    """Rewrite the page with the facts beside the plan of the run in folder `run`."""
    plan, _ = api.read_run(run)
    replace_between(PAGE, BEGIN, END, beside(plan))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
