"""The sections of a report, in their order: the page and the PDF are made from one list."""

from collections.abc import Sequence

from planner.report.document.facts import Facts
from planner.report.document.parts import Document
from planner.report.document.sections import (
    answer,
    binding,
    certificate,
    changes,
    chips,
    compute,
    confidence,
    cost,
    data,
    method,
    power,
    published,
    scenarios,
    sensitivity,
    sites,
)


def document(facts: Facts, others: Sequence[Facts] = ()) -> Document:
    """The report of a run, with `others` beside it as scenarios."""
    sections = (
        answer.build(facts),
        compute.build(facts),
        binding.build(facts),
        power.build(facts),
        sites.build(facts),
        chips.build(facts),
        cost.build(facts),
        scenarios.build(facts, others),
        sensitivity.build(facts),
        published.build(facts),
        changes.build(facts),
        confidence.build(facts),
        method.build(facts),
        certificate.build(facts),
        data.build(facts),
    )
    return Document(
        title=str(facts.manifest.get("title", "")),
        run_id=facts.run_id,
        created=str(facts.manifest.get("created", ""))[:10],
        sections=tuple(section for section in sections if section is not None),
    )
