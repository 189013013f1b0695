"""The report of a study, by its kind."""

from collections.abc import Callable
from pathlib import Path

from planner.storage.study_folder import ALTERNATIVES, STOCHASTIC, SWEEP, StudyFolder, read_study
from planner.surfaces.html.parts import Document, Section
from planner.surfaces.html.studies import (
    alternatives as near_optimal,
)
from planner.surfaces.html.studies import (
    stochastic as uncertain,
)
from planner.surfaces.html.studies import (
    sweep as swept,
)
from planner.surfaces.html.studies.facts import StudyFacts

_SECTIONS: dict[str, Callable[[StudyFacts], tuple[Section, ...]]] = {
    ALTERNATIVES: near_optimal.build,
    STOCHASTIC: uncertain.build,
    SWEEP: swept.build,
}
_TITLES = {
    ALTERNATIVES: "{title}: plans nearly as good",
    STOCHASTIC: "{title}: before it is known",
    SWEEP: "{title}: planned many times",
}


def study_document(study: StudyFolder) -> Document:
    """The report of a study."""
    return Document(
        title=_TITLES[study.kind].format(title=study.title),
        run_id=study.study_id,
        created=str(study.index.get("created", ""))[:10],
        sections=_SECTIONS[study.kind](StudyFacts(study)),
        noun="Study",
    )


def read_document(folder: Path) -> Document:
    """The report of the study in a folder; raises what :func:`read_study` raises."""
    return study_document(read_study(folder))
