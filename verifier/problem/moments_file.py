"""A user's moments, from CSV or JSON: exact numbers, parsed and never evaluated."""

import io
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from verifier.ground.documents import parse_json
from verifier.ground.errors import InputError
from verifier.ground.files import STANDARD_OUTPUT, decoded, read_text, too_large
from verifier.ground.numbers import parse_rational

MAXIMAL_MOMENTS = 20_000
"""The most moments that are read: the degree alone costs so many squared word operations."""

MOST_BYTES = 32 * 1024 * 1024
"""The largest file of moments, comments included."""

KEYS = ("moments", "response")

_CELL = re.compile(r"[^,;\s]+")


def read_moments(path: str) -> list[Fraction]:
    """The moments h_0, h_1, ... in a file, exact.

    JSON: a list, or an object with the list under "moments" or "response"; decimals are read as written, not as
    floats. Else text: one number a line, or one line of numbers between commas or blanks; # begins a comment.

    Args:
        path: the file, or ``-`` for standard input.

    Returns:
        At least one number, as fractions.

    Raises:
        InputError: the file is anything else; one line says where and why.
    """
    name = "standard input" if path == STANDARD_OUTPUT else path
    text = (_standard_input() if path == STANDARD_OUTPUT else read_text(path, MOST_BYTES)).removeprefix("\ufeff")
    is_json = text.lstrip()[:1] in ("[", "{")
    cells = _json_cells(text, name) if is_json else _text_cells(text, name)
    if not cells:
        raise InputError(name, "holds no moments", "write h_0, h_1, ..., one number a line")
    if len(cells) > MAXIMAL_MOMENTS:
        raise InputError(name, "holds too many moments", f"at most {MAXIMAL_MOMENTS} are read")
    return [parse_rational(cell, place) for place, cell in cells]


def _standard_input() -> str:
    """All of it; waits for whoever writes there, as long as it takes."""
    name = "standard input"
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    except (OSError, AttributeError, ValueError) as error:
        raise InputError(name, "cannot be read (it is closed)", "give a file, or pipe the moments in") from error
    if len(data) > MOST_BYTES:
        raise too_large(name, MOST_BYTES)
    return decoded(data, name)


def _json_cells(text: str, name: str) -> list[tuple[str, object]]:
    document = parse_json(text, name, 'write ["1", "1/2", ...]', numbers_as_text=True)
    if isinstance(document, dict):
        document = next((document[key] for key in KEYS if key in document), None)
    if not isinstance(document, list):
        raise InputError(name, "holds no list of moments", 'write [...] or {"moments": [...]}')
    return [(f"{name}: moment {i}", cell) for i, cell in enumerate(document)]


def _text_cells(text: str, name: str) -> list[tuple[str, object]]:
    rows = list(islice(_rows(text), MAXIMAL_MOMENTS + 1))
    wide = next((number for number, row in rows if len(row) > 1), None)
    if wide is not None and len(rows) > 1:
        raise InputError(f"{name}: line {wide}", "holds several numbers", "write one moment a line, or all on one line")
    return [(f"{name}: line {number}", cell) for number, row in rows for cell in row]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold numbers; of one line no more numbers than show that there are too many."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if row := [cell[0] for cell in islice(_CELL.finditer(line.split("#")[0]), MAXIMAL_MOMENTS + 1)]:
            yield number, row
