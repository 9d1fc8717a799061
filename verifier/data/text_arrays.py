"""Arrays in JSON and TOML: numbers, lists, lists of lists, also within objects; decimals are read as written."""

import json
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping

from verifier.data.exact_array import ExactArray, from_cells
from verifier.ground.errors import InputError

MAXIMAL_DEPTH = 32
"""How deep lists may be nested: NumPy's own limit."""


def json_arrays(text: str, place: str, wanted: Collection[str] | None = None) -> Mapping[str, ExactArray]:
    """The arrays of a JSON text by dotted name; a text that is a list holds one array, without a name.

    An object may hold other things: text that is no number, true, false and null are left out unless `wanted`.
    Raises InputError where the text is not JSON, rows differ in length, or an entry of a list is not a number.
    """
    return _arrays(_document(text, place, _json), place, wanted)


def toml_arrays(text: str, place: str, wanted: Collection[str] | None = None) -> Mapping[str, ExactArray]:
    """The same for a TOML text."""
    return _arrays(_document(text, place, lambda t: tomllib.loads(t, parse_float=str)), place, wanted)


def _json(text: str) -> object:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _document(text: str, place: str, parse: Callable[[str], object]) -> object:
    try:
        return parse(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if parse is _json else "TOML"
        raise InputError(place, f"is not {kind} ({error})", f"write {kind}, or name the file by its format") from error


def _arrays(document: object, place: str, wanted: Collection[str] | None) -> Mapping[str, ExactArray]:
    named = list(_named(document, ""))
    chosen = [(name, value) for name, value in named if (_is_array(value) if wanted is None else name in wanted)]
    return {name: nested_array(value, f"{place}: {name}" if name else place) for name, value in chosen}


def _named(document: object, prefix: str) -> Iterator[tuple[str, object]]:
    if not isinstance(document, dict):
        yield prefix, document
        return
    for key, value in document.items():
        yield from _named(value, f"{prefix}.{key}" if prefix else key)


def _is_array(value: object) -> bool:
    """Whether it is a list, or a lone number."""
    if isinstance(value, list):
        return True
    try:
        from_cells((), [("", value)], "")
    except InputError:
        return False
    return True


def nested_array(value: object, place: str) -> ExactArray:
    """The array of nested lists of numbers (or of a number); raises InputError where rows differ in length."""
    shape: list[int] = []
    inner = value
    while isinstance(inner, list):
        shape.append(len(inner))
        inner = inner[0] if inner else None
        if len(shape) > MAXIMAL_DEPTH:
            raise InputError(place, "is nested too deeply", f"at most {MAXIMAL_DEPTH} levels are read")
    return from_cells(shape, [] if 0 in shape else list(_cells(value, tuple(shape), place)), place)


def _cells(value: object, shape: tuple[int, ...], place: str) -> Iterator[tuple[str, object]]:
    if not shape:
        yield place, value
        return
    if not isinstance(value, list) or len(value) != shape[0]:
        length = len(value) if isinstance(value, list) else "no"
        raise InputError(place, f"has {length} entries where others have {shape[0]}", "rows must be equal")
    for i, entry in enumerate(value):
        yield from _cells(entry, shape[1:], f"{place}[{i}]")
