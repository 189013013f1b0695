"""The report as one page: HTML with its drawings inside, no script, nothing from elsewhere."""

import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from planner.surfaces.html.parts import Document, Graphic
from planner.wording.text import Name, Number, Text, Year

ENLARGED = 1.75
"""Pixels to a point of a drawing, at most: its letters are then a little larger than the text."""
_TEMPLATES = Path(__file__).parent / "templates"


def page(document: Document) -> str:
    """The report as HTML."""
    template = _environment().from_string(_read("report.html.j2"))
    return template.render(document=document, style=Markup(_read("report.css")))


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"marked": marked, "inline": inline}
    return environment


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def marked(text: Text) -> Markup:
    """A text as HTML: each number with its value and the query that it answers."""
    parts: list[str] = []
    for part in text.parts:
        if isinstance(part, Number):
            query = json.dumps(part.query.as_data(), sort_keys=True)
            parts.append(
                Markup('<data value="{}" data-query="{}">{}</data>').format(
                    repr(part.value), query, part.text
                )
            )
        elif isinstance(part, Year):
            parts.append(Markup("<time>{}</time>").format(part.year))
        elif isinstance(part, Name):
            parts.append(Markup("<span>{}</span>").format(part.text))
        else:
            parts.append(escape(part))
    return Markup("").join(parts)


def inline(graphic: Graphic) -> Markup:
    """A drawing within the page: its ids its own, its size that of the page, its text an image's.

    Matplotlib names its shapes alike in every drawing, so ids are prefixed.
    """
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", graphic.svg, flags=re.DOTALL)
    prefix = f"{graphic.key}-"
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)
    head, rest = svg.split(">", 1)
    box = re.search(r'viewBox="[^"]+"', head)
    attributes = Markup(' role="img" aria-label="{}" style="max-width: {}px"').format(
        str(graphic.alt), round(ENLARGED * graphic.width_points)
    )
    return Markup(f"<svg {box[0] if box else ''}{attributes}>{rest}")
