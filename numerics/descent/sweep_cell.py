"""One cell of a sweep: a run of descent given exactly, and what is measured at its end, as exact numbers."""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Divergence, descend
from numerics.descent.end import End, end_of, stored_size
from numerics.descent.exact_problem import ExactProblem, posed
from numerics.model.deviation import deviations, response_stream
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import Teacher

M = TypeVar("M")

MOST_BLOCK_ROWS = 12
"""The Hankel matrix measured has as many block rows and columns as the student is wide, but no more than these."""


@dataclass(frozen=True)
class Cell:
    """A run, fixed exactly: ``horizon`` lags of student and teacher are compared after it.

    ``number`` is the place of the cell in its sweep; nothing computed depends on it.
    """

    teacher: Teacher
    width: int
    scale: Fraction
    seed: int
    length: int
    step_size: Fraction
    steps: int
    horizon: int
    arithmetic: str = "float64"
    digits: int = 15
    number: int = 0

    @property
    def exact(self) -> ExactProblem:
        """The run and its teacher."""
        return posed(
            self.teacher,
            width=self.width,
            scale=self.scale,
            seed=self.seed,
            length=self.length,
            step_size=self.step_size,
            steps=self.steps,
            horizon=self.horizon,
        )

    @property
    def horizons(self) -> list[int]:
        """The numbers of lags over which the largest deviation is taken: k, 2 k, 4 k, ..., and the horizon."""
        doubled = (self.length << i for i in range(self.horizon.bit_length()))
        return [lags for lags in doubled if lags < self.horizon] + [self.horizon]


@dataclass(frozen=True)
class Measurement:
    """What a finished run is worth; exact for the numbers as they were computed.

    ``singular_values`` are those of the student's Hankel matrix; ``squared_deviations`` maps a number of lags q to the
    largest |h_j - g_j|^2 over j < q, None where the response leaves the range of the arithmetic.
    """

    end: End
    singular_values: tuple[Fraction, ...]
    squared_deviations: dict[int, Fraction | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Exactly one of the three: a measurement, the step of a divergence, or why the cell failed."""

    measurement: Measurement | None = None
    diverged: int | None = None
    failure: str | None = None


def run_alone(cell: Cell) -> Result:
    """The result of one cell in its arithmetic."""
    engine, exact = arithmetic(cell.arithmetic, cell.digits, max(1, cell.steps)), cell.exact
    try:
        last = deque(descend(exact.run, engine), maxlen=1).pop()
    except Divergence as divergence:
        return Result(diverged=divergence.step)
    end = end_of(exact.run.start, last.model, stored_size(engine, *last.residuals), engine)
    return Result(measured(cell, last.model, end, _deviations(cell, exact, last.model, engine), engine))


def measured(
    cell: Cell, model: LinearRNN[M], end: End, apart: dict[int, Fraction | None], engine: Arithmetic[M]
) -> Measurement:
    """All that is measured of theta_T, given its end and its deviations."""
    return Measurement(end, _singular_values(cell, model, engine), apart)


def _deviations(
    cell: Cell, exact: ExactProblem, model: LinearRNN[M], engine: Arithmetic[M]
) -> dict[int, Fraction | None]:
    student, teacher = response_stream(model, engine), exact.teacher_stream(engine)
    found: dict[int, Fraction | None] = {}
    largest, before = Fraction(0), 0
    for lags in cell.horizons:
        furthest = deviations(student, teacher, lags - before, (), engine).largest
        largest, before = max(largest, stored_size(engine, furthest.difference)), lags
        found[lags] = largest
    return found


def _singular_values(cell: Cell, model: LinearRNN[M], engine: Arithmetic[M]) -> tuple[Fraction, ...]:
    rows = min(cell.width, MOST_BLOCK_ROWS)
    response = [engine.fractions(h) for h in islice(response_stream(model, engine), 2 * rows)]
    return _double(response, rows) if cell.arithmetic == "float64" else _multiprecision(response, rows, cell.digits)


def _double(response: list[Rows], rows: int) -> tuple[Fraction, ...]:
    import numpy as np

    lags = np.array([[[float(entry) for entry in row] for row in h] for h in response])
    H = np.block([[lags[i + j] for j in range(len(lags) + 1 - rows)] for i in range(rows)])
    return tuple(map(Fraction, np.linalg.svd(H, compute_uv=False).tolist()))


def _multiprecision(response: list[Rows], rows: int, digits: int) -> tuple[Fraction, ...]:
    from numerics.arithmetics.mp_matrix import exact
    from numerics.model.hankel import singular_values

    return tuple(exact(value) for value in singular_values(response, digits + 5, rows))
