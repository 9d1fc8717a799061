"""Small changes of the source, drawn by a seed, that a test ought to notice: an operator, a constant, a sign, a line.

A mutant is a place and two texts, so that anybody can make it by hand. Drawn are the rooms of theory, of numerics and
of the claims, and the formulas in their texts (statements, hypotheses, premises, conclusions). Not drawn is what cannot
be wrong: docstrings, error messages, annotations, costs in seconds, the words that describe a step or a control, and
what only chooses instances: arguments of `randint` and its like, and in claims the bounds of ranges and lists of data.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOMS = ("theory", "numerics", "verifier/claims")
TEXTS = ("theory", "verifier/claims")
"""Where formulas in strings are drawn as well: a stratum of its own, beside one for the code of each of ROOMS."""

OPERATORS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Add: "+",
             ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.And: "and", ast.Or: "or"}  # fmt: skip
CHANGED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*",
           "and": "or", "or": "and"}  # fmt: skip
SIGNS = {"+": "-", r"\le": "<", r"\ge": ">", r"\max": r"\min", r"\min": r"\max", "^2": "", "^T": "", r"\sqrt": ""}
"""Signs of a formula and what they become; a number becomes the next one."""

SAMPLERS = {"pick", "randint", "randrange", "sample", "uniform", "choice"}
STATED = {"Declaration", "Premise", "Conclusion"}
"""Calls whose texts state mathematics."""
COSTS = {"seconds", "needs", "profile"}

_FORMULA = re.compile(r"\$[^$]+\$")
_SIGN = re.compile(r"\d+|\+|\\(?:le|ge|max|min|sqrt)(?![a-z])|\^2|\^T")


@dataclass(frozen=True, order=True)
class Mutant:
    """The text `before` at an offset of a file, and what stands in its place."""

    path: str
    line: int
    offset: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before!r} -> {self.after!r}"

    def applied(self, source: str) -> str:
        """The file's text with the change made; raises ValueError where another text stands there.

        >>> Mutant("a.py", 1, 6, "<", "<=").applied("a = b < c")
        'a = b <= c'
        """
        end = self.offset + len(self.before)
        if source[self.offset : end] != self.before:
            raise ValueError(f"{self.path}:{self.line}: no {self.before!r} stands there now: draw the mutants anew")
        return source[: self.offset] + self.after + source[end:]


def drawn(root: Path, seed: int, count: int, under: str = "") -> list[Mutant]:
    """`count` different mutants of the tree at `root`: the strata take turns, within one each mutant is as likely.

    The same seed draws the same mutants of the same sources; `under` keeps those of files whose path begins so.
    """
    random = Random(seed)
    pools = strata(root, under)
    chosen: list[Mutant] = []
    while len(chosen) < count and any(pools):
        chosen += [pool.pop(random.randrange(len(pool))) for pool in pools if pool]
    return chosen[:count]


def strata(root: Path, under: str = "") -> list[list[Mutant]]:
    """All mutants: of the code of theory, of numerics, of the claims, and of the formulas in texts."""
    files = {room: [path for path in _files(root, room) if path.startswith(under)] for room in ROOMS}
    code = [[mutant for path in paths for mutant in of_code(root, path)] for paths in files.values()]
    return [*code, [mutant for room in TEXTS for path in files[room] for mutant in of_texts(root, path)]]


def _files(root: Path, room: str) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in (root / room).rglob("*.py") if path.name != "__init__.py")


def of_code(root: Path, path: str) -> Iterator[Mutant]:
    """The mutants of a file's code, in its order."""
    source = _Source(path, (root / path).read_text(encoding="utf-8"))
    for node in _walk(source.tree, path.startswith("verifier/claims")):
        yield from _of_node(source, node)


def of_texts(root: Path, path: str) -> Iterator[Mutant]:
    """The mutants of the formulas, between dollar signs, in the texts of a file that state mathematics."""
    source = _Source(path, (root / path).read_text(encoding="utf-8"))
    stated = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and _name(node.func) in STATED)
    for node in (node for call in stated for node in _walk(call, False)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            start, text = source.start(node), source.text(node)
            for formula in _FORMULA.finditer(text):
                for sign in _SIGN.finditer(text, *formula.span()):
                    after = SIGNS.get(sign[0]) if sign[0] in SIGNS else str(int(sign[0]) + 1)
                    yield source.mutant(start + sign.start(), sign[0], str(after))


class _Source:
    """A file's text, its tree, and where in the text a node of the tree stands."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self._text, self.tree = path, text, ast.parse(text)
        self._lines = [line.encode() for line in text.splitlines(keepends=True)]
        self._begins = [0]
        for line in text.splitlines(keepends=True):
            self._begins.append(self._begins[-1] + len(line))

    def _offset(self, line: int, column: int) -> int:
        """Columns of a tree count bytes, those of a text letters."""
        return self._begins[line - 1] + len(self._lines[line - 1][:column].decode())

    def start(self, node: ast.AST) -> int:
        return self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> str:
        return self._text[self.start(node) : self.end(node)]

    def mutant(self, offset: int, before: str, after: str) -> Mutant:
        return Mutant(self.path, self._text.count("\n", 0, offset) + 1, offset, before, after)

    def between(self, left: ast.AST, right: ast.AST, operator: str) -> Mutant:
        """The operator between two operands, changed."""
        offset = self._text.index(operator, self.end(left), self.start(right))
        return self.mutant(offset, operator, CHANGED[operator])


def _walk(node: ast.AST, claim: bool) -> Iterator[ast.AST]:
    """The nodes of a tree, a claim's or not, in which a change matters."""
    for child in ast.iter_child_nodes(node):
        if not _harmless(node, child) and not (claim and _instances(child)):
            yield child
            yield from _walk(child, claim)


def _harmless(parent: ast.AST, child: ast.AST) -> bool:
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True  # a docstring
    if isinstance(child, ast.keyword):
        return child.arg in COSTS
    if isinstance(child, (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(parent, (ast.arg, ast.AnnAssign)):
        return child is parent.annotation
    if isinstance(parent, ast.FunctionDef):
        return child is parent.returns
    return isinstance(child, ast.Call) and _name(child.func) in SAMPLERS


def _instances(node: ast.AST) -> bool:
    """Whether a node of a claim only says which instances are tried: a range, or a display of data."""
    if isinstance(node, ast.Call) and _name(node.func) == "range":
        return True
    called = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name) and id(part) not in called)
    return isinstance(node, (ast.Tuple, ast.List)) and all(name.id.isupper() for name in names)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _of_node(source: _Source, node: ast.AST) -> Iterator[Mutant]:
    """An operator flipped, a sign or a `not` dropped, a whole number next to it, two arguments or a statement less."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        yield source.between(node.left, node.comparators[0], OPERATORS[type(node.ops[0])])
    elif isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield source.between(node.left, node.right, OPERATORS[type(node.op)])
    elif isinstance(node, ast.BoolOp):
        yield source.between(node.values[0], node.values[1], OPERATORS[type(node.op)])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield source.mutant(source.start(node), source.text(node), source.text(node.operand))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield from (source.mutant(source.start(node), source.text(node), str(node.value + step)) for step in (1, -1))
    elif isinstance(node, ast.Call) and len(node.args) > 1 and not any(isinstance(a, ast.Starred) for a in node.args):
        first, second = map(source.text, node.args[:2])
        if first != second:
            both = source.text(node)[source.start(node.args[0]) - source.start(node) :]
            both = both[: source.end(node.args[1]) - source.start(node.args[0])]
            yield source.mutant(source.start(node.args[0]), both, second + both[len(first) : -len(second)] + first)
    elif isinstance(node, (ast.AugAssign, ast.Expr, ast.If, ast.Continue, ast.Break)) and not _yields(node):
        yield source.mutant(source.start(node), source.text(node), "pass")


def _yields(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom))
