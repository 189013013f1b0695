"""The linear programme of a run as an LP or MPS file, for any solver.

It is made from the proof in the run's folder: no model is built again. The
file holds the last stage, whose objective is the present cost, with a row
``held(...)`` for each optimum that earlier stages found. Beside it stands what each name in it is
called in the planner, since few signs are allowed there, and names may hold any.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from planner.analysis.verify import read_certificate
from planner.audit.proof import Proof
from planner.data.written import write_csv
from planner.errors import InputError
from planner.lp.highs import Highs
from planner.storage.earlier_layout import is_earlier, refused
from planner.surfaces.exchange.exported import Exported

STEM = "model"
LONGEST = 255
"""Characters that a name may have in the LP format."""

_ALLOWED = frozenset('!"#$%&(),.;?@_{}~')
_BRACKETS = str.maketrans("[]", "()")
_WORDS = frozenset(
    {
        "min", "minimize", "minimum", "max", "maximize", "maximum", "subject", "such", "st",
        "bound", "bounds", "free", "inf", "infinity", "bin", "binary", "binaries", "gen",
        "general", "generals", "int", "integer", "integers", "semi", "semis", "sos", "end",
    }
)  # fmt: skip


def write_programme(run: Exported, folder: Path, ending: str) -> None:
    """Write ``model.lp`` or ``model.mps`` into `folder`.

    Raises InputError when the run has no proof, or one of the earlier layout.
    """
    if is_earlier(run.manifest):
        raise InputError([refused(run.folder, run.manifest)])
    constants = {
        stage["stage"]: float(stage["constant"])
        for stage in read_certificate(run.folder)["stages"]
    }
    proof = Proof.read(run.folder, constants)
    stage = list(proof.stages)[-1]
    matrix = proof.matrix_of(stage)
    rows = matrix.shape[0]
    solver = Highs()
    solver.load(
        matrix,
        (proof.row_lower[:rows], proof.row_upper[:rows]),
        (proof.column_lower, proof.column_upper),
    )
    solver.costs(proof.stages[stage].costs)
    constant = proof.stages[stage].constant
    solver.accept("the constant", solver.raw.changeObjectiveOffset(constant))
    if proof.whole.size:
        solver.whole(proof.whole.astype("int32"))
    names = file_names([*proof.column_names, *proof.row_names[:rows]])
    for place, name in enumerate(names[: matrix.shape[1]]):
        solver.accept("the name of a column", solver.raw.passColName(place, name))
    for place, name in enumerate(names[matrix.shape[1] :]):
        solver.accept("the name of a row", solver.raw.passRowName(place, name))
    told = [*proof.column_names, *proof.row_names[:rows]]
    kinds = ["column"] * matrix.shape[1] + ["row"] * rows
    families = [*proof.column_families, *proof.row_families[:rows]]
    table = {"kind": kinds, "name_in_file": names, "family": families, "name": told}
    write_csv(pd.DataFrame(table), folder / f"{STEM}_names.csv")
    path = folder / f"{STEM}.{ending}"
    solver.accept("to write a file", solver.raw.writeModel(str(path)))
    solver.close()


def file_names(names: Sequence[str]) -> list[str]:
    """Names of columns and rows that LP files allow, no two of them alike.

    Up to 255 letters, digits and some signs: square brackets become round
    ones, and what is not allowed an underscore; an apostrophe, which the format allows, too, since
    HiGHS would give up all names for it. None begins with a digit, a
    dot or the letter E, which could be read as a number, or is a word of the
    format. Source: IBM ILOG CPLEX 22.1, File formats, "Variable names in LP
    file format"; CPLEX, HiGHS, Gurobi and CBC read such files.
    """
    return _unlike(map(_allowed, names))


def _allowed(name: str) -> str:
    """One name by the rules of :func:`file_names`."""
    signs = name.translate(_BRACKETS)
    kept = "".join(c if (c.isascii() and c.isalnum()) or c in _ALLOWED else "_" for c in signs)
    if not kept or kept[0] in "0123456789.eE" or kept.lower() in _WORDS:
        kept = "_" + kept
    return kept


def _unlike(names: Iterable[str]) -> list[str]:
    """The same names, cut where they are too long, and numbered where they would be alike."""
    taken: set[str] = set()
    found = []
    for name in names:
        chosen, count = name[:LONGEST], 1
        while chosen in taken:
            count += 1
            mark = f"#{count}"
            chosen = name[: LONGEST - len(mark)] + mark
        taken.add(chosen)
        found.append(chosen)
    return found
