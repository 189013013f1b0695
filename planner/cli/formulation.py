"""``planner formulation``: the mathematics, as the blocks state it."""

from planner.formulation.document import formulation_document


def command() -> None:
    """Print the linear programme in mathematics, as Markdown."""
    print(formulation_document(), end="")
