"""What a function of the face returns: a value, and how it is told: as text, in a notebook, as JSON, as a picture."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Generic, TypeVar

from verifier.ground.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

T = TypeVar("T")


@dataclass(frozen=True)
class TextTable:
    """Headings, and rows of as many cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Result(Generic[T]):
    """A `value` with its first `lines` and its `tables`; ``document`` is its JSON, ``draw`` makes its picture.

    ``verdict`` is that of `verifier.claim.verdict`, empty where nothing is judged.
    """

    value: T
    verdict: str
    lines: tuple[str, ...]
    tables: tuple[TextTable, ...]
    document: Mapping[str, object]
    draw: "Callable[[], Figure] | None" = field(default=None, repr=False)

    def __str__(self) -> str:
        """The lines, the verdict first."""
        return "\n".join([f"{self.verdict} {self.lines[0]}".strip(), *self.lines[1:]] if self.lines else [self.verdict])

    def to_json(self) -> str:
        """The same document as the command's --json writes, numbers as text."""
        return json.dumps(self.document, indent=2, ensure_ascii=False)

    def plot(self) -> "Figure":
        """The picture that the command's --plot draws, as a matplotlib figure.

        Raises:
            InputError: this kind of result has no picture.
        """
        if self.draw is None:
            raise InputError("plot", "this result has no picture", "print it, or take to_json()")
        return self.draw()

    def _repr_html_(self) -> str:
        """Lines and tables for a notebook; every text is escaped."""
        lines = "".join(f"<p>{escape(line)}</p>" for line in str(self).splitlines())
        return f"<div>{lines}{''.join(map(_html, self.tables))}</div>"


def _html(table: TextTable) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in table.headings)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> TextTable:
    """A table of these rows."""
    return TextTable(tuple(headings), tuple(map(tuple, rows)))
