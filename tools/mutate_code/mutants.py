"""Small changes of a module's syntax tree, each named by its file and its number."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_NOT_CODE = ("annotation", "returns", "decorator_list")
_SAME_EITHER_WAY = ("strict", "stacklevel")
"""Arguments of calls that no right plan depends on: ``zip`` with equal lengths."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    path: str
    """Of the file, from the root of the repository."""
    number: int
    """Which of the changes that the file allows, in the order of its text."""
    line: int
    change: str

    @property
    def package(self) -> str:
        """The part of the planner that the file belongs to."""
        return Path(self.path).parts[1]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.change}"


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """Every change that a file allows."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(root).as_posix()
    return [
        Mutant(name, number, node.lineno, _told(node)) for number, node in enumerate(_sites(tree))
    ]


def mutated(text: str, number: int) -> ast.Module:
    """The tree of a file with one of its changes made."""
    tree = ast.parse(text)
    for at, node in enumerate(_sites(tree)):
        if at == number:
            _change(node)
            break
    return ast.fix_missing_locations(tree)


def _sites(tree: ast.AST) -> Iterator[ast.expr | ast.If]:
    """The nodes that can be changed, outer ones first; texts and types are not code."""
    for name, value in ast.iter_fields(tree):
        if name in _NOT_CODE:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST) and not _says_nothing(node):
                if isinstance(node, ast.expr | ast.If) and _can_change(node):
                    yield node
                yield from _sites(node)


def _says_nothing(node: ast.AST) -> bool:
    """Whether a change could not be told from the code as it is, or only in a traceback."""
    match node:
        case ast.Raise():
            return True
        case ast.keyword(arg=name):
            return name in _SAME_EITHER_WAY
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return True
        case _:
            return False


def _can_change(node: ast.expr | ast.If) -> bool:
    match node:
        case ast.Compare(ops=[op]):
            return type(op) in _COMPARISONS
        case ast.BinOp(left, op, right):
            return type(op) in _OPERATORS and not (_is_text(left) or _is_text(right))
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.If():
            return True
        case ast.Constant(value):
            return isinstance(value, bool | int | float)
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _change(node: ast.expr | ast.If) -> None:
    match node:
        case ast.Compare(ops=[op]):
            node.ops = [_COMPARISONS[type(op)]()]
        case ast.BinOp(op=op):
            node.op = _OPERATORS[type(op)]()
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not()):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.UnaryOp():
            node.op = ast.UAdd()
        case ast.If():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value):
            node.value = (not value) if isinstance(value, bool) else value + 1


def _told(node: ast.expr | ast.If) -> str:
    """A change as text before and after."""
    shown = node.test if isinstance(node, ast.If) else node
    before = ast.unparse(shown)
    again = ast.parse(before, mode="eval")
    if isinstance(node, ast.If):
        return f"if {before} -> if not ({before})"[:160]
    _change(again.body)
    return f"{before} -> {ast.unparse(again.body)}"[:160]
