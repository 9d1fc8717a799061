"""A user's moments, from CSV or JSON: exact numbers, parsed and never evaluated."""

import json
import re
import sys
from fractions import Fraction

from verifier.ground.errors import InputError
from verifier.ground.files import MAXIMAL_BYTES, STANDARD_OUTPUT, read_text
from verifier.ground.numbers import parse_rational

MAXIMAL_MOMENTS = 20_000
"""The most moments that are read: the degree alone costs so many squared word operations."""

KEYS = ("moments", "response")


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
    text = (_standard_input() if path == STANDARD_OUTPUT else read_text(path)).removeprefix("\ufeff")
    is_json = text.lstrip()[:1] in ("[", "{")
    cells = _json_cells(text, name) if is_json else _text_cells(text, name)
    if not cells:
        raise InputError(name, "holds no moments", "write h_0, h_1, ..., one number a line")
    if len(cells) > MAXIMAL_MOMENTS:
        raise InputError(name, f"holds {len(cells)} moments", f"at most {MAXIMAL_MOMENTS} are read")
    return [parse_rational(cell, place) for place, cell in cells]


def _standard_input() -> str:
    data = sys.stdin.buffer.read(MAXIMAL_BYTES + 1)
    if len(data) > MAXIMAL_BYTES:
        raise InputError("standard input", "is too long", f"at most {MAXIMAL_BYTES // 1024**2} MiB are read")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("standard input", f"byte {error.start} is not UTF-8", "send UTF-8 text") from error


def _json_cells(text: str, name: str) -> list[tuple[str, object]]:
    try:
        document = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InputError(name, f"is not JSON ({error})", 'write ["1", "1/2", ...]') from error
    if isinstance(document, dict):
        document = next((document[key] for key in KEYS if key in document), None)
    if not isinstance(document, list):
        raise InputError(name, "holds no list of moments", 'write [...] or {"moments": [...]}')
    return [(f"{name}: moment {i}", cell) for i, cell in enumerate(document)]


def _text_cells(text: str, name: str) -> list[tuple[str, object]]:
    lines = [(number, line.split("#")[0].strip()) for number, line in enumerate(text.splitlines(), start=1)]
    rows = [(number, [cell for cell in re.split(r"[,;\s]+", line) if cell]) for number, line in lines if line]
    wide = next((number for number, row in rows if len(row) > 1), None)
    if wide is not None and len(rows) > 1:
        raise InputError(f"{name}: line {wide}", "holds several numbers", "write one moment a line, or all on one line")
    return [(f"{name}: line {number}", cell) for number, row in rows for cell in row]
