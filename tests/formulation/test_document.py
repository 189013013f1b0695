"""The mathematics as Markdown: a chapter of a block, from its docstring."""

from types import ModuleType

from planner.formulation.document import _chapter, formulation_document


def test_a_chapter_is_the_docstring_of_its_block():
    block = ModuleType("planner.blocks.tide", "Tide: a word.\n\nRows of :math:`x \\ge 0`.\n")

    assert _chapter(block) == (
        "## Tide: a word\n\n*`planner/blocks/tide.py`*\n\nRows of $x \\ge 0$.\n"
    )


def test_every_block_has_its_chapter():
    assert (
        "\n## Tax credits: what a state pays towards capital or output" in formulation_document()
    )
