"""The certificate: what independent checks of the plan found."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.report.document.facts import Facts
from planner.report.document.parts import DataTable, Section
from planner.report.document.text import Text, say

FILE = "certificate.json"
OTHER = "of another run"
PASSED = ("passed", "ok", "holds")
"""Names under which a check says whether it passed."""


def build(facts: Facts) -> Section:
    """What the run's certificate says, or that there is none."""
    certificate = facts.extras.get("certificate")
    if certificate and _of_another(certificate, facts.manifest):
        certificate = {OTHER: True}
    checks = _checks(certificate) if certificate else []
    return Section(
        key="certificate",
        question="Was the plan checked?",
        finding=finding(certificate),
        tables=(_table(checks),) if checks else (),
        details=(_scalars(certificate),) if certificate and OTHER not in certificate else (),
    )


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


def _checks(certificate: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The list of checks within a certificate."""
    found = certificate.get("checks")
    if isinstance(found, list) and all(isinstance(item, dict) for item in found):
        return found
    return []


def _of_another(certificate: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether a certificate names a programme that is not the run's."""
    named = certificate.get("program_checksum")
    return named is not None and named != manifest.get("program", {}).get("checksum")


def _passed(holder: Mapping[str, Any]) -> bool | None:
    return next((bool(holder[name]) for name in PASSED if name in holder), None)


def _table(checks: list[Mapping[str, Any]]) -> DataTable:
    frame = pd.DataFrame(checks)
    simple = [
        name for name in frame if not frame[name].map(lambda v: isinstance(v, list | dict)).any()
    ]
    frame = frame[simple]
    headings = [str(name).replace("_", " ") for name in frame]
    return DataTable.of(frame, "Checks", headings)


def _scalars(certificate: Mapping[str, Any]) -> DataTable:
    rows = [
        (name.replace("_", " "), str(value))
        for name, value in certificate.items()
        if not isinstance(value, list | dict)
    ]
    return DataTable.of(pd.DataFrame(rows, columns=["of the certificate", "value"]), "Certificate")
