"""A programme as text: its rows, bounds and prices, and what each ledger and limit says of it."""

from collections.abc import Iterable, Iterator
from math import isinf

import numpy as np
import pyomo.environ as pyo

from planner.formulation.assemble import Formulation, assemble
from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Lever, key_text
from planner.formulation.lines import CellKey, Entry, Line
from planner.formulation.tax_credits import credited_capacity
from planner.lp.linear_program import LinearProgram, compile_linear_program, costs_of
from planner.lp.row_family import RowFamily
from planner.solving.decision_years import decision_years
from planner.system import World


def programme_text(world: World, *, by_rules: bool = False) -> str:
    """All that is built of a world, a line each; the rows by their rules, or as arrays."""
    formulation = assemble(world)
    m, ledgers = formulation.model, formulation.ledgers
    if by_rules:
        ledgers.cost.arrays.clear()
        for family in m.component_objects(pyo.Constraint):
            if isinstance(family, RowFamily):
                family.write_out()
    program = compile_linear_program(m, ledgers.runs)
    chapters = {
        "Rows": _rows(program),
        "Columns other than from 0 on": _bounds(program),
        "Columns that say how a site runs": _families(program),
        "Objectives": _objectives(formulation, program),
        "Years in which columns are decided, where not their own": _decided(m),
    }
    told = {title: list(lines) for title, lines in chapters.items()}
    # What is asked of a solved programme is asked where columns have values of their own.
    for variable in m.component_data_objects(pyo.Var):
        variable.set_value(_value_at(variable.name), skip_validation=True)
    for name, book in ledgers.yearly.items():
        lines = (
            _line(term, line)
            for y in m.YEARS
            for term in book.terms
            for line in book.lines(term, y)
        )
        told[f"Lines of the ledger {name}"] = list(lines)
    for name, book in ledgers.yearly.items():
        sums = _sums(book.entries(m.YEARS))
        told[f"Sums of the ledger {name}"] = [f"{of}: {_n(by)}" for of, by in sums.items()]
    told["Power of each balance by its terms"] = [
        f"{','.join(map(str, of))}: "
        + ", ".join(f"{term} {_n(gw)}" for term, gw in ledgers.power.values(*of))
        for of in m.BALANCES
    ]
    told["Cells that state limits"] = list(map(_lever, ledgers.limits.levers(m)))
    told["Limits"] = list(_limits(m, ledgers))
    told["Facts"] = [f"{name}: {why}" for name, why in ledgers.limits.facts.items()]
    told["What more load asks of rows"] = list(_of_load(m, ledgers))
    told["Columns that measure"] = [
        f"{of.variable.name}: {'most' if of.most else 'least'} of {', '.join(sorted(of.rows))}"
        for of in ledgers.measures
    ]
    told["Capacity whose output is credited"] = [
        f"{s} {y}: {'; '.join(f'{g} {_n(gw)}' for group in groups for g, gw in group.items())}"
        for (s, y), groups in credited_capacity(m).items()
    ]
    return "\n\n".join("\n".join([f"# {t}", *lines]) for t, lines in told.items() if lines) + "\n"


def _rows(program: LinearProgram) -> Iterator[str]:
    matrix = program.matrix
    for i, name in enumerate(program.row_names):
        span = slice(matrix.indptr[i], matrix.indptr[i + 1])
        body = _sum(matrix.data[span], matrix.indices[span], program)
        low, high = program.row_lower[i], program.row_upper[i]
        if low == high:
            yield f"{name}: {body} = {_n(low)}"
        else:
            least, most = (
                "" if isinf(low) else f" >= {_n(low)}",
                "" if isinf(high) else f" <= {_n(high)}",
            )
            yield f"{name}: {body}{least}{most}"


def _bounds(program: LinearProgram) -> Iterator[str]:
    whole = set(program.whole)
    for j, name in enumerate(program.column_names):
        low, high = program.column_lower[j], program.column_upper[j]
        if j in whole or low != 0 or not isinf(high):
            yield f"{name}: {_n(low)} to {_n(high)}{', whole' if j in whole else ''}"


def _decided(m: pyo.ConcreteModel) -> Iterator[str]:
    for name, year in decision_years(m).items():
        if f"{year}]" not in name:
            yield f"{name}: {year}"


def _families(program: LinearProgram) -> list[str]:
    return sorted({program.column_names[j].partition("[")[0] for j in program.inner})


def _objectives(formulation: Formulation, program: LinearProgram) -> Iterator[str]:
    for stage, objective in formulation.objectives().items():
        costs, constant = costs_of(program, objective)
        yield f"{stage}: {_n(constant)} + {_sum(costs, range(len(costs)), program)}"


def _sums(entries: Iterable[Entry]) -> dict[str, float]:
    """Term to the sum of its lines."""
    found: dict[str, float] = {}
    for entry in entries:
        found[entry.term] = found.get(entry.term, 0.0) + entry.amount
    return found


def _line(term: str, line: Line) -> str:
    price, of = line.price, float(pyo.value(line.quantity))
    built = "" if line.vintage is None else f" of {line.vintage}"
    scale = "no plain product" if price.scale is None else f"{_n(price.scale)} x"
    place = f" at {line.site}" if line.site else ""
    return (
        f"{line.year} {term}: {line.item}{built}{place}: {_n(of)} {line.unit} "
        f"at {_n(price.amount)} ({scale} {_cells(price.cells)}), "
        f"share {_n(line.share)} ({_cells(line.share_cells)})"
    )


def _cells(cells: Iterable[CellKey]) -> str:
    return " ".join(f"{of.table}[{','.join(map(str, of.key))}].{of.column}" for of in cells)


def _lever(lever: Lever) -> str:
    moves = ", ".join(f"{name} by {_n(by)}" for name, by in lever.moves.items())
    step = lever.step
    return (
        f"{lever.limit}: {_cell(lever.cell)}; {step.words}: {_n(step.size)} {step.unit}, "
        f"{_n(step.share)} of it; moves {moves}"
    )


def _cell(cell: Cell) -> str:
    more = ["weighs" if cell.weighs else "", f"at most {_n(cell.most)} {cell.sense}"]
    more += [f"{_n(cell.changed(0.5))} when half is changed"]
    more += [f"of {', '.join(cell.members)}" if cell.members else "", *cell.factors]
    where = " ".join(filter(None, (cell.table, key_text(cell.key), cell.column)))
    return f"{cell.name} = {_n(cell.value)} {cell.unit} ({where}; {', '.join(filter(None, more))})"


def _limits(m: pyo.ConcreteModel, ledgers: Ledgers) -> Iterator[str]:
    for family, limit in ledgers.limits.entries.items():
        names = ", ".join(limit.index_names)
        listed = "" if limit.listed else ", not listed"
        yield f"{family} by {names}: {limit.what}{listed}{limit.no_cell and ', ' + limit.no_cell}"
    years = ledgers.limits.years(m)
    for _, limit, index, row in ledgers.limits.rows(m):
        unit = limit.unit(*index) if callable(limit.unit) else limit.unit
        measured = ""
        if limit.measure:
            of = limit.measure(*index)
            by = f"{_n(of.rows_per_unit)} of its side each"
            measured = f"{_n(of.used)} of {_n(of.capacity)}, {by}, "
        cells = "; ".join(cell.name for cell, _ in limit.effects(index))
        yield f"{row.name}: {measured}{unit}, of {years.get(row.name)}, stated by {cells}"


def _of_load(m: pyo.ConcreteModel, ledgers: Ledgers) -> Iterator[str]:
    for family, rows in ledgers.load_in.items():
        for balance in m.BALANCES:
            told = [f"{','.join(map(str, index))} by {_n(by)}" for index, by in rows(*balance)]
            if told:
                yield f"{family}: {','.join(map(str, balance))}: {' '.join(told)}"


def _value_at(name: str) -> float:
    """A value from 1 to 2 that depends on a column's name alone."""
    return 1.0 + sum(ord(c) * (i + 1) for i, c in enumerate(name)) % 997 / 1000


def _sum(factors: np.ndarray, columns: Iterable[int], program: LinearProgram) -> str:
    def term(by: float, column: str) -> str:
        return f"{'-' if by < 0 else '+'} {'' if abs(by) == 1 else _n(abs(by)) + ' '}{column}"

    terms = [
        term(by, program.column_names[j])
        for j, by in sorted(zip(columns, factors, strict=True))
        if by
    ]
    return " ".join(terms).removeprefix("+ ") or "0"


def _n(number: float) -> str:
    return f"{number:.7g}"
