"""Which runs are compared, and whether each was checked."""

import pandas as pd

from planner.surfaces.html.compared import Compared
from planner.surfaces.html.parts import DataTable, Section
from planner.surfaces.html.sections import certificate
from planner.wording.text import Name, say


def build(of: Compared) -> Section:
    """One row a run: what it is of, when it was made and by what, and its certificate."""
    rows = [
        [
            name,
            str(run.manifest.get("title", "")),
            str(run.manifest.get("created", ""))[:16].replace("T", " "),
            str(run.manifest.get("environment", {}).get("planner", "")),
            str(run.manifest.get("program", {}).get("checksum", ""))[:12],
            str(certificate.finding(certificate.own(run))),
        ]
        for name, run in zip(of.names, of.runs, strict=True)
    ]
    headings = ["run", "question", "made", "planner", "programme", "certificate"]
    return Section(
        key="runs",
        question="Which runs are these?",
        finding=say("Every figure here is in the tables of the runs' folders"),
        paragraphs=(
            say(
                "Each folder holds its plan's tables as Parquet and CSV, the input rows that they "
                "were made from, and its own report: {folders}.",
                folders=Name(", ".join(str(run.folder) for run in of.runs)),
            ),
        ),
        tables=(DataTable.of(pd.DataFrame(rows, columns=headings), "The runs", headings),),
    )
