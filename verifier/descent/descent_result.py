"""What a finished run of descent is reported to be: loss, drift of Q, asymmetry, the modes learnt, extrapolation."""

from dataclasses import asdict, dataclass
from typing import TypeVar

from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import Iterate
from numerics.descent.end import end_of, stored_size
from numerics.model.deviation import Deviation, deviations, response_stream
from verifier.descent.descent_run import DescentRun
from verifier.descent.learnt_modes import LearntModes, learnt_modes
from verifier.ground.numbers import decimal_text, root_text

M = TypeVar("M")

OVERFLOW = "overflow"
"""Stands for a deviation whose square leaves the range of the arithmetic."""

LAGS_SHOWN = (10, 100, 1000)
"""The lags at which |h_j - g_j| is reported, as far as the horizon goes."""


@dataclass(frozen=True)
class DescentResult:
    """A finished run. All numbers are decimals with the digits asked for; None where a quantity is not defined.

    ``loss`` is L, ``drift`` the Frobenius norm of Q_T - Q_0, ``asymmetry`` the norm of the antisymmetric part of
    (A, B, C), ``deviations`` maps a lag j to the Frobenius norm of h_j - g_j, ``largest_deviation`` is the greatest of
    all j below the horizon; "overflow" where it leaves the range of float64. ``model`` holds the learnt A, B, C.
    """

    step: str
    loss: str
    drift: str
    asymmetry: str | None
    modes: LearntModes
    deviations: dict[str, str]
    largest_deviation: tuple[str, str]
    model: dict[str, list[list[str]]]

    def to_json(self) -> dict[str, object]:
        """The result as JSON, numbers as text."""
        lag, value = self.largest_deviation
        return {**asdict(self), "largest_deviation": {"lag": lag, "value": value}}


def measured(run: DescentRun[M], last: Iterate[M], digits: int) -> DescentResult:
    """What a finished run is reported to be.

    Args:
        run: the problem and the arithmetic.
        last: its last iterate.
        digits: decimals that are shown.

    Returns:
        Loss, drift of Q, asymmetry, the modes learnt and the errors beyond the trained lags, all as decimal text.
    """
    exact, arithmetic = run.exact, run.arithmetic
    student = response_stream(last.model, arithmetic)
    apart = deviations(student, exact.teacher_stream(arithmetic), exact.horizon, LAGS_SHOWN, arithmetic)
    end = end_of(exact.run.start, last.model, stored_size(arithmetic, *last.residuals), arithmetic)

    def size(found: Deviation[M]) -> str:
        return OVERFLOW if found.overflow else root_text(stored_size(arithmetic, found.difference), digits)

    return DescentResult(
        step=str(last.step),
        loss=decimal_text(end.loss, digits),
        drift=root_text(end.squared_drift, digits),
        asymmetry=None if end.squared_asymmetry is None else root_text(end.squared_asymmetry, digits),
        modes=learnt_modes(run, last.model, digits),
        deviations={str(deviation.lag): size(deviation) for deviation in apart.at},
        largest_deviation=(str(apart.largest.lag), size(apart.largest)),
        model={name: _decimals(arithmetic.fractions(X), digits) for name, X in vars(last.model).items()},
    )


def _decimals(matrix: Rows, digits: int) -> list[list[str]]:
    return [[decimal_text(entry, digits) for entry in row] for row in matrix]
