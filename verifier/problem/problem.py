"""A user's problem file: a teacher, a student, how it is trained, and how far its response is followed. All exact."""

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from verifier.ground.documents import parse_toml
from verifier.ground.files import read_text
from verifier.ground.table import Table
from verifier.problem.teacher import Teacher, read_teacher

if TYPE_CHECKING:
    from numerics.descent.exact_problem import ExactProblem

MAXIMAL_WIDTH = 500
"""The widest student."""

MAXIMAL_LENGTH = 10_000
"""The most training lags."""

MAXIMAL_STEPS = 10**9
"""The most steps of descent."""

MAXIMAL_HORIZON = 10**7
"""The most lags over which student and teacher are compared."""

MAXIMAL_SEED = 2**64 - 1
"""The largest seed of a start."""

DEFAULT_HORIZON = 1001
"""How many lags are compared when the file does not say: up to lag 1000."""


@dataclass(frozen=True)
class Student:
    """The start: ``scale`` times the pseudo-random rational direction that ``seed`` and ``width`` fix."""

    width: int
    scale: Fraction
    seed: int


@dataclass(frozen=True)
class Training:
    """Gradient descent on the first ``length`` lags: ``steps`` steps of size ``step_size``."""

    length: int
    step_size: Fraction
    steps: int


@dataclass(frozen=True)
class Problem:
    """One run of descent, fixed exactly: ``horizon`` lags of student and teacher are compared after it.

    ``source`` is the canonical JSON of the four tables; two files that mean the same run have the same one.
    """

    teacher: Teacher
    student: Student
    training: Training
    horizon: int

    @classmethod
    def read(cls, path: str) -> "Problem":
        """From a TOML file; see `read_problem`."""
        return read_problem(path)

    @classmethod
    def of(cls, teacher: Teacher, *, horizon: int = DEFAULT_HORIZON, **numbers: Any) -> "Problem":
        """From a teacher, and the numbers of [student] and [training] by name.

        >>> teacher = Teacher.of_modes(["1/2"], [1])
        >>> Problem.of(teacher, width=3, scale="1e-3", seed=1, length=3, step_size="1/20", steps=9).training.steps
        9
        """
        start = {name: numbers.pop(name) for name in ("width", "scale", "seed") if name in numbers}
        tables = {"teacher": teacher.source, "student": start, "training": numbers}
        return problem_of(Table({**tables, "claim": {"horizon": horizon}}, "problem"))

    @cached_property
    def exact(self) -> "ExactProblem":
        """The run and the teacher it is compared with, as numerics takes them."""
        from numerics.descent.exact_problem import posed

        return posed(
            self.teacher.known,
            **vars(self.student),
            **vars(self.training),
            horizon=self.horizon,
        )

    @property
    def source(self) -> dict[str, dict[str, object]]:
        """The problem as JSON, every number as text."""
        student, training = self.student, self.training
        return {
            "teacher": self.teacher.source,
            "student": {"width": str(student.width), "scale": str(student.scale), "seed": str(student.seed)},
            "training": {name: str(number) for name, number in vars(training).items()},
            "claim": {"horizon": str(self.horizon)},
        }

    @property
    def digest(self) -> str:
        """A name of the problem: equal for equal problems only, and the one it had when `step_size` was `step`."""
        source = self.source
        source["training"]["step"] = source["training"].pop("step_size")
        return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()


def read_problem(path: str) -> Problem:
    """The problem in a TOML file, its numbers exact.

    Args:
        path: the file; `examples/two-modes.toml` is one.

    Returns:
        Teacher, student, training and horizon, each within its bounds.

    Raises:
        InputError: whatever is wrong with the file, in one line with its place, its cause and a remedy.
    """
    return parse_problem(read_text(path), path)


def parse_problem(text: str, place: str) -> Problem:
    """The problem in a TOML text; `place` begins every message."""
    return problem_of(Table(parse_toml(text, place, "see examples/two-modes.toml"), place))


def problem_of(root: Table) -> Problem:
    """The problem in the four tables of `root`."""
    root.only("teacher", "student", "training", "claim")
    teacher = read_teacher(root.table("teacher"))
    student = _read_student(root.table("student"))
    training = _read_training(root.table("training"), teacher)
    horizon = _read_horizon(root.table("claim", optional=True), teacher)
    return Problem(teacher, student, training, horizon)


def _read_student(table: Table) -> Student:
    table.only("width", "scale", "seed")
    width = table.integer("width", 1, MAXIMAL_WIDTH)
    return Student(width, table.positive("scale"), table.integer("seed", 0, MAXIMAL_SEED))


def _read_training(table: Table, teacher: Teacher) -> Training:
    table = table.renamed("step", "step_size")
    table.only("length", "step_size", "steps")
    length = table.integer("length", 1, min(MAXIMAL_LENGTH, teacher.known_lags or MAXIMAL_LENGTH))
    return Training(length, table.positive("step_size"), table.integer("steps", 0, MAXIMAL_STEPS))


def _read_horizon(table: Table, teacher: Teacher) -> int:
    table.only("horizon")
    most = min(MAXIMAL_HORIZON, teacher.known_lags or MAXIMAL_HORIZON)
    return table.integer("horizon", 1, most, default=min(DEFAULT_HORIZON, most))
