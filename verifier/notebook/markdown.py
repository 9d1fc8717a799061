"""What a notebook cell shows: one text in every form that a reader's program may ask for, the same each time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.ground.readable import formula

_PIECE = re.compile(r"(\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\*\*.*?\*\*)", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    r"""Markdown with formulas between dollar signs; also as LaTeX for print and as Unicode for a terminal.

    >>> shown = Shown(r"**Drift**: $\eta^2 Q(G)$, not `G_A`")
    >>> print(shown)
    Drift: η^2 Q(G), not G_A
    >>> print(shown.latex)
    \textbf{Drift}: $\eta^2 Q(G)$, not \texttt{G\_A}
    """

    markdown: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/latex": self.latex, "text/plain": str(self)}

    @property
    def latex(self) -> str:
        """The text with LaTeX's own special signs escaped; a table stays as it is written."""
        return "".join(_latex(piece) for piece in _PIECE.split(self.markdown))

    def __str__(self) -> str:
        plain = "".join(_plain(piece) for piece in _PIECE.split(self.markdown))
        return "\n".join(line.rstrip() for line in plain.splitlines())


def _latex(piece: str) -> str:
    if piece.startswith("$$"):
        return f"\\[{piece[2:-2]}\\]"
    if piece.startswith("$"):
        return piece
    if piece.startswith("`"):
        return f"\\texttt{{{_escaped(piece[1:-1])}}}"
    return f"\\textbf{{{_escaped(piece[2:-2])}}}" if piece.startswith("**") else _escaped(_unescaped(piece))


def _escaped(text: str) -> str:
    special = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
    return re.sub(r"[\\^~_#%&{}]", lambda found: special.get(found[0], f"\\{found[0]}"), text)


def _plain(piece: str) -> str:
    if piece.startswith("$"):
        return formula(piece.strip("$"))
    if piece.startswith("`"):
        return piece[1:-1]
    return piece[2:-2] if piece.startswith("**") else _unescaped(piece)


def as_markdown(text: str) -> str:
    r"""Plain words with formulas between dollar signs, the signs escaped that Markdown would take for its own.

    >>> print(as_markdown("the gradient of <W, h_0>, $x<y$"))
    the gradient of \<W, h\_0>, $x<y$
    """
    pieces = re.split(r"(\$[^$]*\$)", text)
    return "".join(part if part.startswith("$") else re.sub(r"([<*_\[\]])", r"\\\1", part) for part in pieces)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([<*_|\[\]])", r"\1", text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Shown:
    """A table of text, formulas between dollar signs; raises ValueError when a row is not as long as its head.

    >>> print(table(("n", "k"), [("1", "3")]))
    | n | k |
    |---|---|
    | 1 | 3 |
    """
    if any(len(row) != len(head) for row in rows):
        raise ValueError("table: a row is not as long as the head; give every row one cell for each column")
    lines = [_line(head), "|---" * len(head) + "|", *(_line(row) for row in rows)]
    return Shown("\n".join(lines))


def _line(cells: Sequence[str]) -> str:
    """A line of a Markdown table: a bar inside a cell would end it."""
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
