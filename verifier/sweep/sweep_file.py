"""A user's sweep file: a problem file in which teachers and numbers may be lists. Every combination is a run."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from verifier.ground.errors import InputError, shortened
from verifier.ground.files import read_text
from verifier.ground.table import Table, parse_toml
from verifier.problem import problem
from verifier.problem.teacher import Teacher, read_teacher
from verifier.terminal.options import MAXIMAL_DIGITS

if TYPE_CHECKING:
    from numerics.descent.sweep_cell import Cell

Value = TypeVar("Value")

MAXIMAL_CELLS = 10**6
"""The most runs of a sweep."""

MAXIMAL_AXIS = 10**5
"""The most values of one key."""

ARITHMETICS = ("float64", "arb", "mpmath")
DEFAULT_DIGITS = 50
DIGITS_OF_FLOAT64 = 15


class Key(NamedTuple):
    """One cell of the grid: ``teacher`` counts from 1, ``steps`` of size ``step_size``."""

    teacher: int
    width: int
    length: int
    scale: Fraction
    step_size: Fraction
    steps: int
    seed: int


@dataclass(frozen=True)
class Sweep:
    """A grid of runs, fixed exactly; ``source`` is the canonical JSON of it, every number as text."""

    teachers: tuple[Teacher, ...]
    axes: tuple[tuple[int, ...], tuple[int, ...], tuple[Fraction, ...], tuple[Fraction, ...], tuple[int, ...]]
    seeds: tuple[int, ...]
    horizon: int
    arithmetic: str
    digits: int

    @property
    def keys(self) -> list[Key]:
        """All cells, in the order that numbers them."""
        return [Key(*values) for values in product(range(1, len(self.teachers) + 1), *self.axes, self.seeds)]

    @property
    def source(self) -> dict[str, object]:
        """The sweep as JSON."""
        names = ("width", "length", "scale", "step_size", "steps")
        axes = {name: [str(value) for value in axis] for name, axis in zip(names, self.axes, strict=True)}
        computation = {"horizon": str(self.horizon), "arithmetic": self.arithmetic, "digits": str(self.digits)}
        seeds = [str(seed) for seed in self.seeds]
        return {"teachers": [teacher.source for teacher in self.teachers], **axes, "seed": seeds, **computation}

    @property
    def digest(self) -> str:
        """A name of the sweep: equal for equal sweeps only, and the one it had when `step_size` was `step`."""
        source = self.source
        source["step"] = source.pop("step_size")
        return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()

    def cells(self) -> "list[Cell]":
        """What is to be run, one for each key; they are numbered from 1."""
        from numerics.descent.sweep_cell import Cell

        known = [teacher.known for teacher in self.teachers]
        ending = {"horizon": self.horizon, "arithmetic": self.arithmetic, "digits": self.digits}
        return [
            Cell(**{**key._asdict(), **ending, "teacher": known[key.teacher - 1]}, number=number)
            for number, key in enumerate(self.keys, start=1)
        ]


def read_sweep(path: str) -> Sweep:
    """The sweep in a TOML file; raises InputError, in one line, for whatever is wrong with it."""
    return parse_sweep(read_text(path), path)


def parse_sweep(text: str, place: str) -> Sweep:
    """The sweep in a TOML text; `place` begins every message."""
    root = Table(parse_toml(text, place, "see examples/sweep.toml"), place)
    root.only("teacher", "student", "training", "claim", "computation")
    teachers = tuple(_teachers(root))
    known = min(teacher.known_lags or problem.MAXIMAL_HORIZON for teacher in teachers)
    student, training, claim = root.table("student"), root.table("training"), root.table("claim", optional=True)
    student.only("width", "scale", "seed")
    training = training.renamed("step", "step_size")
    training.only("length", "step_size", "steps")
    claim.only("horizon")
    axes = (
        _integers(student, "width", 1, problem.MAXIMAL_WIDTH),
        _integers(training, "length", 1, min(problem.MAXIMAL_LENGTH, known)),
        _axis(student, "scale", lambda table: table.positive("scale")),
        _axis(training, "step_size", lambda table: table.positive("step_size")),
        _integers(training, "steps", 0, problem.MAXIMAL_STEPS),
    )
    most = min(problem.DEFAULT_HORIZON, known)
    horizon = claim.integer("horizon", 1, min(problem.MAXIMAL_HORIZON, known), default=most)
    sweep = Sweep(teachers, axes, _seeds(student), horizon, *_computation(root.table("computation", optional=True)))
    _require_feasible(sweep, place)
    return sweep


def _teachers(root: Table) -> Iterator[Teacher]:
    """The table [teacher], or each of the tables [[teacher]]."""
    value = root.entries.get("teacher")
    if not isinstance(value, list):
        yield read_teacher(root.table("teacher"))
        return
    found: list[Teacher] = []
    for i, entries in enumerate(root.list("teacher", MAXIMAL_AXIS), start=1):
        place = f"{root.place} [[teacher]] {i}"
        if not isinstance(entries, dict):
            raise InputError(place, f"{shortened(entries)} is not a table", "write [[teacher]] on a line of its own")
        teacher = read_teacher(Table(entries, place))
        for j, other in enumerate(found, start=1):
            if (other.realisation, other.response) == (teacher.realisation, teacher.response):
                raise InputError(place, f"is teacher {j} again", "leave it out")
        found.append(teacher)
    yield from found


def _axis(table: Table, key: str, read: Callable[[Table], Value]) -> tuple[Value, ...]:
    """The values of a key that is one value or a list of different ones, each read by ``read``."""
    if not isinstance(table.entries.get(key), list):
        return (read(table),)
    values: dict[Value, None] = {}
    for i, entry in enumerate(table.list(key, MAXIMAL_AXIS)):
        value = read(Table({key: entry}, f"{table.place} {key}[{i}]"))
        if value in values:
            raise InputError(f"{table.place} {key}[{i}]", f"{shortened(entry)} stands twice", "leave it out")
        values[value] = None
    return tuple(values)


def _integers(table: Table, key: str, least: int, most: int) -> tuple[int, ...]:
    return _axis(table, key, lambda one: one.integer(key, least, most))


def _seeds(student: Table) -> tuple[int, ...]:
    """A seed, a list of them, or { first, count }: so many from the first on."""
    if not isinstance(student.entries.get("seed"), dict):
        return _integers(student, "seed", 0, problem.MAXIMAL_SEED)
    run = Table(student.table("seed").entries, f"{student.place} seed")
    run.only("first", "count")
    first, count = run.integer("first", 0, problem.MAXIMAL_SEED, default=1), run.integer("count", 1, MAXIMAL_AXIS)
    if first + count - 1 > problem.MAXIMAL_SEED:
        raise InputError(run.place, "the last seed is out of bounds", f"it must be at most {problem.MAXIMAL_SEED}")
    return tuple(range(first, first + count))


def _computation(table: Table) -> tuple[str, int]:
    """The arithmetic by name, and its digits."""
    table.only("arithmetic", "digits")
    name = table.entries.get("arithmetic", "float64")
    if name not in ARITHMETICS:
        raise InputError(table.place, f"arithmetic = {shortened(name)} is unknown", f"take {', '.join(ARITHMETICS)}")
    if name != "float64":
        return str(name), table.integer("digits", 1, MAXIMAL_DIGITS, default=DEFAULT_DIGITS)
    if "digits" in table.entries:
        cause = "digits do not go with float64"
        raise InputError(table.place, cause, "leave them out, or take arb or mpmath")
    return "float64", DIGITS_OF_FLOAT64


def _require_feasible(sweep: Sweep, place: str) -> None:
    cells = len(sweep.teachers) * len(sweep.seeds)
    for axis in sweep.axes:
        cells *= len(axis)
    if cells > MAXIMAL_CELLS:
        raise InputError(place, f"{cells} cells are too many", f"at most {MAXIMAL_CELLS} are run; split the sweep")
