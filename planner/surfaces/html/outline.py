"""The sections of a report, in their order: the page and the PDF are made from one list."""

from collections.abc import Sequence

from planner.surfaces.html import plugin_sections
from planner.surfaces.html.compared import Compared
from planner.surfaces.html.comparison import answer as compared_answer
from planner.surfaces.html.comparison import differing_inputs, outcome, runs, why
from planner.surfaces.html.comparison import parts as compared_parts
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.named import with_names
from planner.surfaces.html.parts import Document, Section
from planner.surfaces.html.sections import (
    answer,
    binding,
    certificate,
    changes,
    chips,
    compute,
    confidence,
    cost,
    data,
    known_facts,
    method,
    power,
    price,
    published,
    scenarios,
    sensitivity,
    sites,
    stated_demand,
    training,
)
from planner.wording.names import Names


def document(facts: Facts, others: Sequence[Facts] = ()) -> Document:
    """The report of a run, with `others` beside it as scenarios."""
    title = str(facts.manifest.get("title", ""))
    if stated_demand.applies(facts):
        return _document(title, [facts], _with_plugins(facts, _without_computing(facts, others)))
    sections: tuple[Section | None, ...] = (
        answer.build(facts),
        compute.build(facts),
        price.build(facts),
        binding.build(facts),
        power.build(facts),
        sites.build(facts),
        training.build(facts),
        chips.build(facts),
        cost.build(facts),
        scenarios.build(facts, others),
        sensitivity.build(facts),
        known_facts.build(facts),
        published.build(facts),
        changes.build(facts),
        confidence.build(facts),
        method.build(facts),
        certificate.build(facts),
        data.build(facts),
    )
    return _document(title, [facts], _with_plugins(facts, sections))


def _with_plugins(facts: Facts, own: Sequence[Section | None]) -> list[Section | None]:
    """The sections with those of plug-ins, before what says how all of it was found."""
    place = [each.key if each else "" for each in own].index(method.KEY)
    return [*own[:place], *plugin_sections.sections(facts, own), *own[place:]]


def _without_computing(facts: Facts, others: Sequence[Facts]) -> tuple[Section | None, ...]:
    """The sections of a problem that asks for no computing: none of chips, runs and clusters."""
    return (
        stated_demand.build(facts),
        binding.build(facts),
        power.build(facts) if len(facts.plan["power"]) else None,
        cost.build(facts),
        scenarios.build(facts, others),
        sensitivity.build(facts),
        changes.build(facts),
        confidence.build(facts) if len(facts.tables["confidence"]) else None,
        method.build(facts),
        certificate.build(facts),
        data.build(facts),
    )


def comparison(facts: Sequence[Facts]) -> Document:
    """What differs between runs and the first of them, and why.

    Raises InputError when a run is named twice.
    """
    of = Compared.of(facts)
    sections = (
        compared_answer.build(of),
        differing_inputs.build(of),
        outcome.build(of),
        why.build(of),
        *(
            compared_parts.build(of, parts)
            for parts in (compared_parts.MONEY, compared_parts.POWER, compared_parts.CHIPS)
        ),
        runs.build(of),
    )
    others = " and ".join(filter(None, (", ".join(of.names[1:-1]), of.names[-1])))
    return _document(f"{of.names[0]} beside {others}", facts, sections)


def _document(title: str, facts: Sequence[Facts], sections: Sequence[Section | None]) -> Document:
    return Document(
        title=title,
        run_id="; ".join(each.run_id for each in facts),
        created=max(str(each.manifest.get("created", ""))[:10] for each in facts),
        sections=tuple(
            with_names(section, Names.all_of(each.names for each in facts))
            for section in sections
            if section is not None
        ),
    )
