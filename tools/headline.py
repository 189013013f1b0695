"""Put the headline of a run into the README, between its two marks.

``python -m tools.headline outputs/frontier`` rewrites the part of README.md
that a test compares with the plan.
"""

import sys
from pathlib import Path

from planner import api
from planner.cli.headline import headline_table, stops_table, verdict
from planner.cli.terminal import markdown
from planner.results import Plan
from tools.marked_text import replace_between

BEGIN = "<!-- headline: written by `make readme` -->"
END = "<!-- end of headline -->"
README = Path(__file__).parent.parent / "README.md"


def headline(plan: Plan) -> str:
    """The table, the verdict and what stops the plan, as Markdown."""
    answer = "  \n".join(verdict(plan).splitlines())
    stops = markdown(stops_table(plan))
    return f"{markdown(headline_table(plan))}\n\n{answer}\n\n{stops}"


def main(run: Path) -> None:
    """Rewrite the headline in the README with that of the run in folder `run`."""
    plan, _ = api.read_run(run)
    replace_between(README, BEGIN, END, headline(plan))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
