"""JSON and TOML from a user's file: bounded before they are parsed, and nothing in them that could surprise later.

A parser may be slow or deep where a text is short (forty thousand characters of dotted key, a thousand brackets), so
depth, dotted keys and the number of values are counted on the skeleton of the text, its strings and comments taken out.
"""

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from typing import NoReturn

from verifier.ground.errors import InputError, shortened

MAXIMAL_DEPTH = 32
"""How deep tables and lists may be nested."""

MAXIMAL_VALUES = 2_000_000
"""The most values of a document, by its commas, lines and equal signs."""

MAXIMAL_TOML_LENGTH = 4 * 1024 * 1024
"""The longest TOML text that is parsed, in characters."""

MAXIMAL_TOML_VALUES = 1_000_000
"""The most values of a TOML text: the parser needs three or four seconds for them."""

_JSON_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_TOML_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'|#[^\n]*+', re.DOTALL
)
_BRACKET = re.compile(r"[\[\]{}]")
_DOTTED = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{MAXIMAL_DEPTH}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str, place: str, remedy: str, *, numbers_as_text: bool = False) -> object:
    """The document in a JSON text.

    Args:
        text: the file's content.
        place: what messages begin with, the file's name.
        remedy: what they end with.
        numbers_as_text: keeps a number as the characters it was written in, whatever its size.

    Returns:
        Mappings, lists, texts, numbers, booleans and None.

    Raises:
        InputError: the text is not JSON, or is nested deeper than `MAXIMAL_DEPTH`, or has a key twice, NaN, an
            infinity, an integer of thousands of digits, or half of a surrogate pair.

    >>> parse_json('{"a": 1, "a": 2}', "x.json", "write it once")
    Traceback (most recent call last):
    verifier.ground.errors.InputError: x.json: is not JSON that is read (the key 'a' stands twice); write it once
    """
    if text.count('"') > 4 * MAXIMAL_VALUES:
        raise InputError(place, "holds too many texts", f"at most {2 * MAXIMAL_VALUES} are read")
    _require_bounded(_JSON_STRING.sub('""', text), place, MAXIMAL_VALUES)
    whole: Callable[[str], object] = str if numbers_as_text else int
    broken: Callable[[str], object] = str if numbers_as_text else _finite
    try:
        document: object = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=str if numbers_as_text else _refuse_constant,
            parse_int=whole,
            parse_float=broken,
        )
        if "\\u" in text:
            _require_encodable(document)
    except json.JSONDecodeError as error:
        raise InputError(place, f"is not JSON ({error})", remedy) from error
    except (ValueError, RecursionError) as error:
        raise InputError(place, f"is not JSON that is read ({error})", remedy) from error
    return document


def parse_toml(text: str, place: str, remedy: str) -> dict[str, object]:
    """The tables of a TOML text; a decimal is kept as the characters it was written in.

    Raises:
        InputError: the text is not TOML, or is longer, deeper or has more values than the bounds of this file.
    """
    if len(text) > MAXIMAL_TOML_LENGTH:
        raise InputError(place, "is too long", f"at most {MAXIMAL_TOML_LENGTH} characters of TOML are read")
    skeleton = _TOML_STRING.sub("s", text)
    _require_bounded(skeleton, place, MAXIMAL_TOML_VALUES)
    if _DOTTED.search(skeleton):
        raise InputError(place, f"has a key of more than {MAXIMAL_DEPTH} parts", remedy)
    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError, and int() on thousands of digits
        raise InputError(place, f"is not TOML ({_first_line(error)})", remedy) from error


def _require_bounded(skeleton: str, place: str, most: int) -> None:
    if skeleton.count(",") + skeleton.count("\n") + skeleton.count("=") > most:
        raise InputError(place, "holds too many values", f"at most {most} are read")
    depth = 0
    for bracket in _BRACKET.finditer(skeleton):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAXIMAL_DEPTH:
            raise InputError(place, "is nested too deeply", f"at most {MAXIMAL_DEPTH} levels are read")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {shortened(twice)} stands twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _finite(text: str) -> float:
    if math.isinf(value := float(text)):
        raise ValueError(f"{shortened(text)} is out of bounds")
    return value


def _require_encodable(value: object) -> None:
    if isinstance(value, str) and _SURROGATE.search(value):
        raise ValueError(f"{shortened(value)} has half of a surrogate pair")
    if isinstance(value, dict):
        for key, item in value.items():
            _require_encodable(key)
            _require_encodable(item)
    elif isinstance(value, list):
        for item in value:
            _require_encodable(item)


def _first_line(error: Exception) -> str:
    return shortened(str(error), 200).strip("'\"")
