"""The certificate: what independent checks of the plan found."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner.surfaces.html.derived import CHECKS
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.numbers import printed
from planner.wording.text import Name, Text, listed, say, sentences

FILE = "certificate.json"
OTHER = "of another run"
SHOWN = 5
"""Checks that fail, by name."""
PASSED = ("passed", "ok", "holds")
"""Names under which a check says whether it passed."""

KINDS = {
    "recomputed": (
        "check adds the plan up again from the input tables",
        "checks add the plan up again from the input tables",
    ),
    "restated": (
        "states the programme again from the input tables",
        "state the programme again from the input tables",
    ),
    "programme": (
        "looks at the solver's rows, columns, duals and gap",
        "look at the solver's rows, columns, duals and gap",
    ),
}
"""What a check of each kind does, and what several do."""

_UNSEALED = (
    "The run was written by an earlier version of the planner, without a seal over its files: "
    "nobody can tell whether it was changed since, and it cannot be verified again."
)
_SCALARS = (
    "model", "solver", "solver_version", "planner_version", "program_checksum", "tolerance",
    "present_cost_busd", "present_cost_recomputed_busd", "passed",
)  # fmt: skip
_STAGE = {
    "stage": "stage",
    "status": "status",
    "method": "method",
    "primal_objective": "objective",
    "dual_objective": "dual objective",
    "duality_gap": "gap, of the objective",
    "unit": "unit",
}


def build(facts: Facts) -> Section:
    """What the run's certificate says, or that there is none."""
    certificate = own(facts)
    checks = _checks(certificate) if certificate else []
    shown: list[DataTable] = []
    details: list[DataTable] = []
    if checks:
        again = [check for check in checks if check.get("kind", "recomputed") == "recomputed"]
        shown = [*_stages(certificate), *_families(again)]
        details = [_table(checks)]
    if certificate and OTHER not in certificate:
        details.append(_scalars(certificate))
    paragraphs: tuple[Text, ...] = ()
    if certificate and OTHER not in certificate:
        told = (sentences(counted(facts, checks), cost(facts)), left(certificate))
        paragraphs = tuple(filter(None, told))
    if facts.untold:
        paragraphs += (say(_UNSEALED),)
    return Section(
        key="certificate",
        question="Was the plan checked?",
        finding=finding(certificate),
        paragraphs=paragraphs,
        tables=tuple(shown),
        details=tuple(details),
    )


def own(facts: Facts) -> Mapping[str, Any] | None:
    """The certificate in the folder of a run, if it is the run's."""
    certificate: Mapping[str, Any] | None = facts.extras.get("certificate")
    if certificate and _of_another(certificate, facts.manifest):
        return {OTHER: True}
    return certificate


def finding(certificate: Mapping[str, Any] | None) -> Text:
    """Whether every check passed."""
    if not certificate:
        return say("The folder of the run holds no certificate of independent checks")
    if OTHER in certificate:
        return say("The certificate in the folder is of another run: the plan was not checked")
    checks = _checks(certificate)
    verdicts = [_passed(check) for check in checks]
    if not checks or None in verdicts:
        whole = _passed(certificate)
        if whole is None:
            return say("The certificate is given as it stands")
        return say("The certificate " + ("holds" if whole else "does not hold"))
    if all(verdicts):
        return say("Every independent check of the plan passed")
    return say("The plan failed an independent check: do not rely on it")


def counted(facts: Facts, checks: Sequence[Mapping[str, Any]]) -> Text:
    """How many checks of each kind there are, and which failed."""
    told = []
    for kind, (one, many) in KINDS.items():
        if any(check.get("kind") == kind for check in checks):
            number = facts.number(CHECKS, "kind", "rows", form="count", kind=kind)
            told.append(say("{n} " + (one if number.value == 1 else many), n=number))
    if not told:
        return Text()
    said = say(
        "{kinds}, by code that shares nothing with the model's formulation.",
        kinds=listed(told, ", and "),
    ).capital()
    failed = [str(check.get("what", "")) for check in checks if _passed(check) is False]
    if not failed:
        return said
    which = listed([Name(what) for what in dict.fromkeys(failed)][:SHOWN])
    return sentences(say("What does not hold: {which}.", which=which), said)


def cost(facts: Facts) -> Text:
    """The present cost as the solver found it, and as it adds up."""
    if facts.tables["certificate"].empty:
        return Text()
    return say(
        "The present cost is {told} billion dollars by the solver, and {again} billion dollars "
        "when it is added up again from prices, lives and what is built.",
        told=facts.number("certificate", "present_cost_busd"),
        again=facts.number("certificate", "present_cost_recomputed_busd"),
    )


def left(certificate: Mapping[str, Any] | None) -> Text:
    """What no check covers."""
    missing = (certificate or {}).get("not_recomputed")
    if not isinstance(missing, list) or not missing:
        return Text()
    return say("Not added up again: {what}.", what=Name("; ".join(map(str, missing))))


def _checks(certificate: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The list of checks within a certificate."""
    found = (certificate or {}).get("checks")
    if isinstance(found, list) and all(isinstance(item, dict) for item in found):
        return found
    return []


def _of_another(certificate: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether a certificate names a programme that is not the run's."""
    named = certificate.get("program_checksum")
    return named is not None and named != manifest.get("program", {}).get("checksum")


def _passed(holder: Mapping[str, Any]) -> bool | None:
    return next((bool(holder[name]) for name in PASSED if name in holder), None)


def _stages(certificate: Mapping[str, Any] | None) -> list[DataTable]:
    """How each stage of the solve ended."""
    stages = (certificate or {}).get("stages")
    if not isinstance(stages, list) or not stages:
        return []
    rows = [
        [_spaced(str(stage.get(key, ""))) if key == "stage" else stage.get(key) for key in _STAGE]
        for stage in stages
    ]
    frame = pd.DataFrame(rows, columns=list(_STAGE.values()))
    return [DataTable.of(frame, "The stages of the solve, and the proof that each is optimal")]


def _families(checks: Sequence[Mapping[str, Any]]) -> list[DataTable]:
    """What was added up again, a row a family: the worst row and how far off it is."""
    if not checks or any("what" not in check for check in checks):
        return []
    by_words: dict[str, list[Mapping[str, Any]]] = {}
    for check in sorted(checks, key=lambda check: bool(_passed(check))):
        by_words.setdefault(str(check["what"]), []).append(check)
    rows = [
        [
            what,
            sum(int(check.get("rows", 0)) for check in same),
            _off([check.get("scaled") for check in same]),
            "yes" if all(map(_passed, same)) else "no",
        ]
        for what, same in by_words.items()
    ]
    columns = ["what is true of a right plan", "rows", "farthest off, of its size", "holds"]
    # A family without rows, such as budgets where a model sets none, proves nothing.
    frame = pd.DataFrame([row for row in rows if row[1] or row[3] == "no"], columns=columns)
    return [DataTable.of(frame, "Added up again from the tables")]


def _off(scaled: Sequence[Any]) -> str:
    """How far off the worst row is; what is recorded as nothing is infinitely far."""
    if any(value is None for value in scaled):
        return "no number"
    return printed(max(map(float, scaled)))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _table(checks: Sequence[Mapping[str, Any]]) -> DataTable:
    """Every check as it was recorded, those that fail first."""
    frame = pd.DataFrame(sorted(checks, key=lambda check: bool(_passed(check))))
    simple = [
        name for name in frame if not frame[name].map(lambda v: isinstance(v, list | dict)).any()
    ]
    frame = frame[simple]
    headings = [str(name).replace("_", " ") for name in frame]
    return DataTable.of(frame, "All checks", headings)


def _scalars(certificate: Mapping[str, Any]) -> DataTable:
    rows = [(_spaced(name), str(certificate[name])) for name in _SCALARS if name in certificate]
    return DataTable.of(pd.DataFrame(rows, columns=["of the certificate", "value"]), "Certificate")
