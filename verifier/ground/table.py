"""One table of a user's TOML file, read key by key; whatever is wrong is said in one line with its place."""

import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from numerics.arithmetics.protocol import Rows
from verifier.ground.errors import InputError, shortened
from verifier.ground.numbers import parse_rational


@dataclass(frozen=True)
class Table:
    """The entries of one table, with the place ("problem.toml: [student]") that messages begin with."""

    entries: Mapping[str, object]
    place: str

    def only(self, *keys: str) -> None:
        """Raises InputError at the first key that is none of `keys`, with the nearest that is."""
        for key in self.entries:
            if key not in keys:
                near = get_close_matches(key, keys, n=1, cutoff=0)[0]
                raise InputError(self.place, f"unknown key {shortened(key)}", f"did you mean {near!r}?")

    def renamed(self, old: str, new: str, noted: bool = True) -> "Table":
        """The table with the key that was called `old` under its new name; says so on stderr where it is `noted`."""
        if old not in self.entries:
            return self
        if new in self.entries:
            raise InputError(self.place, f"{old!r} and {new!r} are one thing", f"leave {old!r} out")
        if noted:
            print(f"verifier: {self.place}: {old!r} is now called {new!r}; both are read", file=sys.stderr)
        return Table({new if key == old else key: value for key, value in self.entries.items()}, self.place)

    def table(self, key: str, optional: bool = False) -> "Table":
        """The sub-table `key`; an empty one when it is optional and absent."""
        if optional and key not in self.entries:
            return Table({}, f"{self.place} [{key}]")
        value = self._required(key, f"add a table [{key}]")
        if not isinstance(value, dict):
            raise InputError(self.place, f"{key!r} is not a table", f"write [{key}] on a line of its own")
        return Table(value, f"{self.place} [{key}]")

    def integer(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """The integer `key` between `least` and `most`; raises InputError when it is absent and has no default."""
        if default is not None and key not in self.entries:
            return default
        value = self._required(key, f"write {key} = {least}, or more")
        if isinstance(value, bool) or not isinstance(value, int):
            cause = f"{key} = {shortened(value)} is not an integer"
            raise InputError(self.place, cause, f"write {key} = {least}, or more")
        if not least <= value <= most:
            cause = f"{key} = {shortened(value)} is out of bounds"
            raise InputError(self.place, cause, f"it must be at least {least} and at most {most}")
        return value

    def rational(self, key: str) -> Fraction:
        """The exact number `key`."""
        value = self._required(key, f'write {key} = "1/100" or the like')
        return parse_rational(value, f"{self.place} {key}")

    def positive(self, key: str) -> Fraction:
        """The exact number `key`, which must be positive."""
        value = self.rational(key)
        if value <= 0:
            raise InputError(self.place, f"{key} = {shortened(self.entries[key])} is not positive", "it must exceed 0")
        return value

    def vector(self, key: str, most: int) -> tuple[Fraction, ...]:
        """The non-empty list of exact numbers `key`, of at most `most` entries."""
        values = self.list(key, most)
        return tuple(parse_rational(value, f"{self.place} {key}[{i}]") for i, value in enumerate(values))

    def matrix(self, key: str, most: int) -> Rows:
        """The matrix `key`: a list of rows of equal length, at most `most` each way."""
        return parse_matrix(self.list(key, most), f"{self.place} {key}", most)

    def list(self, key: str, most: int) -> list[object]:
        """The non-empty list `key` of at most `most` entries, as TOML gives it."""
        return _bounded(self._required(key, f"write {key} = [...]"), f"{self.place} {key}", most)

    def _required(self, key: str, remedy: str) -> object:
        if key not in self.entries:
            raise InputError(self.place, f"{key!r} is missing", remedy)
        return self.entries[key]


def parse_toml(text: str, place: str, example: str) -> dict[str, object]:
    """The tables of a TOML text; raises InputError, which names the example, when it is none."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise InputError(place, "is nested too deeply", "write at most matrices of numbers") from error
    except ValueError as error:  # TOMLDecodeError, and int() on thousands of digits
        raise InputError(place, f"is not TOML ({error})", example) from error


def _bounded(value: object, place: str, most: int) -> list[object]:
    if not isinstance(value, list):
        raise InputError(place, f"{shortened(value)} is not a list", "write [...]")
    if not value:
        raise InputError(place, "is empty", "give at least one entry")
    if len(value) > most:
        raise InputError(place, f"has {len(value)} entries", f"at most {most} are read")
    return value


def parse_matrix(value: object, place: str, most: int) -> Rows:
    """A list of rows of exact numbers; raises InputError when rows differ in length or are empty."""
    rows = [_bounded(row, f"{place}[{i}]", most) for i, row in enumerate(_bounded(value, place, most))]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise InputError(f"{place}[{i}]", f"has {len(row)} entries, row 0 has {len(rows[0])}", "rows must be equal")
    return tuple(
        tuple(parse_rational(entry, f"{place}[{i}][{j}]") for j, entry in enumerate(row)) for i, row in enumerate(rows)
    )
