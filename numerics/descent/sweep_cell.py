"""One cell of a sweep: a run of descent given exactly, and what is measured at its end, as exact numbers."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Divergence, descend
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.deviation import deviations, response_stream
from numerics.model.linear_rnn import LinearRNN, balancedness, in_arithmetic
from numerics.model.start import start
from numerics.model.teacher import response_of_system

M = TypeVar("M")

MOST_BLOCK_ROWS = 12
"""The Hankel matrix measured has as many block rows and columns as the student is wide, but no more than these."""


@dataclass(frozen=True)
class Cell:
    """A run, fixed exactly: ``teacher`` is a realisation (A, B, C) or its known lags; ``horizon`` lags are compared.

    ``number`` is the place of the cell in its sweep; nothing computed depends on it.
    """

    teacher: LinearRNN[Rows] | tuple[Rows, ...]
    width: int
    scale: Fraction
    seed: int
    length: int
    eta: Fraction
    steps: int
    horizon: int
    arithmetic: str = "float64"
    digits: int = 15
    number: int = 0

    @property
    def inputs_and_outputs(self) -> tuple[int, int]:
        """(m, p)."""
        if isinstance(self.teacher, LinearRNN):
            return len(self.teacher.B[0]), len(self.teacher.C)
        return len(self.teacher[0][0]), len(self.teacher[0])

    @property
    def start(self) -> LinearRNN[Rows]:
        """theta_0."""
        return start(self.seed, self.width, self.scale, *self.inputs_and_outputs)

    @property
    def training_response(self) -> Sequence[Rows]:
        """g_0, ..., g_{k-1}, exact."""
        if isinstance(self.teacher, LinearRNN):
            return response_of_system(self.teacher, self.length)
        return self.teacher[: self.length]

    def teacher_stream(self, engine: Arithmetic[M]) -> Iterator[M]:
        """g_0, g_1, ... in an arithmetic, as far as they are known."""
        if isinstance(self.teacher, LinearRNN):
            return response_stream(in_arithmetic(self.teacher, engine), engine)
        return (engine.matrix(g) for g in self.teacher)

    @property
    def horizons(self) -> list[int]:
        """The numbers of lags over which the largest deviation is taken: k, 2 k, 4 k, ..., and the horizon."""
        doubled = (self.length << i for i in range(self.horizon.bit_length()))
        return [lags for lags in doubled if lags < self.horizon] + [self.horizon]


@dataclass(frozen=True)
class Measurement:
    """What a finished run is worth; exact for the numbers as they were computed.

    ``loss`` is L, ``squared_drift`` |Q_T - Q_0|^2, ``squared_asymmetry`` that of the antisymmetric part (None unless
    m = p), ``singular_values`` those of the student's Hankel matrix, and ``squared_deviations`` maps a number of lags q
    to the largest |h_j - g_j|^2 over j < q, None where the response leaves the range of the arithmetic.
    """

    loss: Fraction
    squared_drift: Fraction
    squared_asymmetry: Fraction | None
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
    engine = arithmetic(cell.arithmetic, cell.digits, max(1, cell.steps))
    g = [engine.matrix(g_j) for g_j in cell.training_response]
    try:
        last = deque(descend(in_arithmetic(cell.start, engine), g, cell.eta, cell.steps, engine), maxlen=1).pop()
    except Divergence as divergence:
        return Result(diverged=divergence.step)
    loss = _exact_square(engine, *last.residuals)
    return Result(measured(cell, last.model, loss, _deviations(cell, last.model, engine), engine))


def measured(
    cell: Cell, model: LinearRNN[M], loss: Fraction, apart: dict[int, Fraction | None], engine: Arithmetic[M]
) -> Measurement:
    """All that is measured of theta_T, given its loss and its deviations."""
    first = balancedness(in_arithmetic(cell.start, engine), engine)
    drift = engine.subtract(balancedness(model, engine), first)
    inputs, outputs = cell.inputs_and_outputs
    square = inputs == outputs
    asymmetry = _exact_square(engine, *vars(antisymmetric_part(model, engine)).values()) if square else None
    return Measurement(loss, _exact_square(engine, drift), asymmetry, _singular_values(cell, model, engine), apart)


def _exact_square(engine: Arithmetic[M], *blocks: M) -> Fraction:
    """The sum of the squares of all entries as they are stored."""
    return sum((entry * entry for X in blocks for row in engine.fractions(X) for entry in row), Fraction(0))


def _deviations(cell: Cell, model: LinearRNN[M], engine: Arithmetic[M]) -> dict[int, Fraction | None]:
    student, teacher = response_stream(model, engine), cell.teacher_stream(engine)
    found: dict[int, Fraction | None] = {}
    largest, before = Fraction(0), 0
    for lags in cell.horizons:
        furthest = deviations(student, teacher, lags - before, (), engine).largest
        largest, before = max(largest, _exact_square(engine, furthest.difference)), lags
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
