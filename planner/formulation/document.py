"""``models/FORMULATION.md``: the docstrings of the blocks, as one paper."""

import inspect
import re
from types import ModuleType

from planner.formulation import finance, most_compute, sets
from planner.formulation.assemble import BLOCKS

PREFACE = """\
# The linear programme

Generated from the docstrings of `planner/formulation/` by `planner formulation`; a test
fails when it is stale. Each block states its sets, parameters, variables and constraints
with symbol, unit and the name it has in the code.

Units inside the model: GW, GWh, million accelerators, thousand wafers, exabytes of HBM,
billions of real USD, 1e27 FLOP. A year's states are those of its end: what is built or
bought in a year serves in it.

The programme is solved in stages. Where a model asks for the most compute, the first seeks it.
One stage for each priority of the workloads minimises
the missed shares of their targets; each optimum is then held, and the last stage minimises
the present cost. Duals are kept for each stage in its own unit and never mixed.

Where a model chooses the campuses of its runs, or whose accelerators they are on, there are binaries. They are sought in the same
stages, each to the gap of `solver.mip_gap`: a stage is done without a search where the choice of
the stage before is that near the bound which fractions give. The binaries are then held, and the
linear programme that is left is solved as above: its optima and duals are the plan's, given that
choice.
"""


def formulation_document() -> str:
    """The mathematics of all blocks in Markdown, with formulas between dollar signs."""
    chapters = [_chapter(module) for module in (sets, *BLOCKS, most_compute, finance)]
    return "\n".join([PREFACE, *chapters])


def _chapter(module: ModuleType) -> str:
    text = inspect.cleandoc(module.__doc__ or "")
    title, _, body = text.partition("\n")
    name = module.__name__.removeprefix("planner.")
    source = f"planner/{name.replace('.', '/')}.py"
    return f"## {title.rstrip('.')}\n\n*`{source}`*\n{_markdown(body)}\n"


def _markdown(text: str) -> str:
    text = re.sub(r":math:`([^`]*)`", r"$\1$", text)
    text = re.sub(r":(?:mod|class|func):`([^`]*)`", r"`\1`", text)
    text = re.sub(r"``([^`]*)``", r"`\1`", text)
    text = re.sub(r"(?m)^\.\. math:: (.*)$", r"$$\n\1\n$$\n", text)
    lines = []
    for line in text.splitlines():
        # The entries under Sets, Parameters and Variables become a list.
        entry = re.match(r"^    (\$.*)$", line)
        if entry:
            lines.append(f"- {entry[1]}")
        elif line in {"Sets", "Parameters", "Variables"}:
            lines += [f"**{line}**", ""]
        else:
            lines.append(re.sub(r"^    ", "  ", line))
    return "\n".join(lines)
