"""What the sections of a study's report are made from: its folder."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.storage.study_folder import StudyFolder
from planner.surfaces.html.parts import DataTable, Section
from planner.surfaces.html.sections.confidence import meaning
from planner.wording.numbers import Form, printed
from planner.wording.query import Condition, How, Query, answer
from planner.wording.text import Name, Number, Text, say


@dataclass(frozen=True)
class StudyFacts:
    """A study, and the numbers of its tables."""

    study: StudyFolder

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name, which queries speak of."""
        return self.study.tables

    def number(
        self,
        table: str,
        column: str,
        how: How = "sum",
        where: Mapping[str, Condition] | None = None,
        *,
        form: Form = "plain",
        over: Query | None = None,
        less: Query | None = None,
    ) -> Number:
        """A number of a table, as a sentence prints it."""
        query = Query(table, column, how, tuple((where or {}).items()), over=over, less=less)
        value = answer(query, self.tables)
        return Number(printed(value, form), value, query)


def confidence(facts: StudyFacts, own: tuple[Text, ...] = (), *tables: DataTable) -> Section:
    """How sure the inputs of the study are; `own` is what its own assumptions rest on."""
    counts = facts.tables["confidence"]
    over = Query("confidence", "rows", "sum")
    grades = {
        grade: facts.number(
            "confidence", "rows", "sum", {"confidence": grade}, form="percent", over=over
        )
        for grade in ("estimate", "verified")
    }
    wide = counts.pivot_table(
        index="table", columns="confidence", values="rows", aggfunc="sum", fill_value=0
    )
    return Section(
        key="confidence",
        question="How sure are the inputs?",
        finding=say(
            "{estimate} of {rows} input rows are estimates, and {verified} were read at their "
            "source",
            rows=facts.number("confidence", "rows"),
            **grades,
        ).capital(),
        paragraphs=(*own, meaning()),
        tables=tables,
        details=(DataTable.of(wide.reset_index(), "Input rows by confidence"),),
    )


def where(facts: StudyFacts) -> Section:
    """The tables of the study by name, with their columns."""
    rows = [
        (name, len(table), ", ".join(str(column) for column in table))
        for name, table in sorted(facts.tables.items())
    ]
    frame = pd.DataFrame(rows, columns=["table", "rows", "columns"])
    return Section(
        key="data",
        question="Where are the numbers?",
        finding=say("Every figure here is in a table of the study's folder"),
        paragraphs=(
            say(
                "The folder {folder} holds the tables as Parquet and CSV, and all of them in "
                "{book} for Excel.",
                folder=Name(str(facts.study.folder)),
                book=Name("study.xlsx"),
            ),
        ),
        details=(DataTable.of(frame, "Tables of the study"),),
    )
