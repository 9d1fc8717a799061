"""Records in columns: CSV with or without a header, columns between blanks, NIST's reference data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.data.exact_array import MAXIMAL_ENTRIES, ExactArray, from_cells, parse_complex
from verifier.ground.errors import InputError, shortened

COMMENTS = ("#", "%", "//")
"""What begins a comment, at the start of a line; # also after numbers."""

NIST_DATA = re.compile(r"\s*Data\s*:\s*(.*)")
"""The line of NIST's Statistical Reference Datasets that names the columns: the records follow it."""

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Records:
    """Rows of cells of equal number, each with its line; `names` are the header's, or none."""

    names: tuple[str, ...]
    rows: tuple[Line, ...]
    place: str

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0][1])

    def column(self, name: str) -> ExactArray:
        """The column of that name, or of that number, counted from 1; raises InputError where there is none."""
        index = self._index(name)
        cells: list[tuple[str, object]] = [(f"{self.place}: line {line}", row[index]) for line, row in self.rows]
        return from_cells((len(cells),), cells, f"{self.place}: column {name}")

    def _index(self, name: str) -> int:
        if name in self.names:
            return self.names.index(name)
        if name.isascii() and name.isdecimal() and 1 <= int(name) <= self.width:
            return int(name) - 1
        raise InputError(self.place, f"has no column {shortened(name)}", f"its columns: {self.listed()}")

    def listed(self) -> str:
        """The columns as a message lists them."""
        return ", ".join(self.names) if self.names else f"1 to {self.width}"


def read_records(text: str, place: str) -> Records:
    """The records of a text.

    Cells stand between commas, semicolons or tabs, else between blanks. The first line is a header where a cell of it
    is no number. In NIST's format everything before the line "Data: y x" is left out, and that line is the header.
    A text of one line is one column.

    Raises:
        InputError: no records, rows of unequal length, decimal commas, too many cells.

    >>> read_records("t,y\\n0,1\\n1,1/2\\n", "a.csv").column("y").real
    (Fraction(1, 1), Fraction(1, 2))
    """
    header, lines = _after_nist_header(text.splitlines())
    separator = _separator([line for _, line in lines])
    rows = [(number, _cells(line, separator)) for number, line in lines]
    if sum(len(cells) for _, cells in rows) > MAXIMAL_ENTRIES:
        raise InputError(place, "holds too many numbers", f"at most {MAXIMAL_ENTRIES} are read")
    names = tuple(header.split()) if header else ()
    if not names and rows and not all(map(_is_number, rows[0][1])):
        names, rows = tuple(cell.strip("\"'") for cell in rows[0][1]), rows[1:]
    if not rows:
        raise InputError(place, "holds no numbers", "write one a line")
    if len(rows) == 1 and not names:
        rows = [(rows[0][0], [cell]) for cell in rows[0][1]]
    _require_rectangle(names, rows, place, separator)
    return Records(names, tuple(rows), place)


def _after_nist_header(lines: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """The names that the last "Data:" line gives, and the lines after it that are neither empty nor comments."""
    marks = [i for i, line in enumerate(lines) if NIST_DATA.fullmatch(line)]
    start = marks[-1] + 1 if marks else 0
    header = NIST_DATA.fullmatch(lines[start - 1]) if marks else None
    numbered = [(i + 1, lines[i].split("#")[0].strip()) for i in range(start, len(lines))]
    kept = [(number, line) for number, line in numbered if line and not line.startswith(COMMENTS)]
    return header[1] if header else "", kept


def _separator(lines: Sequence[str]) -> str:
    """The first of semicolon, tab and comma that occurs; else blanks."""
    return next((mark for mark in ";\t," if any(mark in line for line in lines)), "")


def _cells(line: str, separator: str) -> list[str]:
    cells = [cell.strip() for cell in line.split(separator)] if separator else line.split()
    while len(cells) > 1 and not cells[-1]:  # a separator at the end of the line
        cells.pop()
    return cells


def _is_number(cell: str) -> bool:
    try:
        parse_complex(cell, "")
    except InputError as error:
        return "not an exact number" not in error.cause
    return True


def _require_rectangle(names: Sequence[str], rows: Sequence[Line], place: str, separator: str) -> None:
    width = len(names) or len(rows[0][1])
    for number, cells in rows:
        if separator == ";" and any("," in cell for cell in cells):
            raise InputError(f"{place}: line {number}", "has decimal commas", "write decimal points")
        if len(cells) != width:
            cause = f"has {len(cells)} cells where {width} were expected"
            raise InputError(f"{place}: line {number}", cause, "give every line the same columns")
