"""A run of descent from a pseudo-random start, and the teacher that its end is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.run import Run
from numerics.model.start import start
from numerics.model.teacher import Teacher, ports, response_of, teacher_stream

M = TypeVar("M")


@dataclass(frozen=True)
class ExactProblem:
    """The run, its teacher, and over how many lags student and teacher are compared after it."""

    run: Run
    teacher: Teacher
    horizon: int

    def teacher_stream(self, arithmetic: Arithmetic[M]) -> Iterator[M]:
        """g_0, g_1, ... in an arithmetic, as far as they are known."""
        return teacher_stream(self.teacher, arithmetic)


def posed(
    teacher: Teacher,
    *,
    width: int,
    scale: Fraction,
    seed: int,
    length: int,
    step_size: Fraction,
    steps: int,
    horizon: int,
) -> ExactProblem:
    """The problem whose start is `scale` times the direction of `seed`, trained on `length` lags."""
    begin = start(seed, width, scale, *ports(teacher))
    return ExactProblem(Run(begin, response_of(teacher, length), step_size, steps), teacher, horizon)
