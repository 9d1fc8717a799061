"""How results look on a terminal: tables and text on standard output, as wide as the reader's window."""

import sys
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verifier.claim.verdict import Verdict

WIDTH_OF_A_FILE = 160
"""How wide a table is when the output is no terminal."""

COLOURS = MappingProxyType(
    {
        Verdict.PROVED: "bold green",
        Verdict.DERIVED: "green",
        Verdict.CERTIFIED: "green",
        Verdict.SUPPORTED: "cyan",
        Verdict.REFUTED: "bold red",
        Verdict.UNDECIDED: "yellow",
        Verdict.ERROR: "bold red",
        Verdict.NOT_RUN: "dim",
    }
)


def console(error: bool = False) -> Console:
    """A console on standard output (or standard error) as it is now; nothing in a text is read as markup."""
    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else WIDTH_OF_A_FILE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def coloured(verdict: Verdict) -> Text:
    """A verdict in its colour."""
    return Text(str(verdict), style=COLOURS[verdict])


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Prints rows under headings; the first column is never broken, the others wrap."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for i, heading in enumerate(headings):
        table.add_column(heading, no_wrap=i == 0, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    console().print(table)
