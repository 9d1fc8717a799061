"""What a finished run of descent is reported to be: loss, drift of Q, asymmetry, the modes learnt, extrapolation."""

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import Iterate
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.deviation import deviations, response_stream
from numerics.model.linear_rnn import balancedness, in_arithmetic
from verifier.descent.descent_run import DescentRun, sum_of_squares
from verifier.descent.learnt_modes import LearntModes, learnt_modes
from verifier.ground.numbers import decimal_text, root_text

M = TypeVar("M")

LAGS_SHOWN = (10, 100, 1000)
"""The lags at which |h_j - g_j| is reported, as far as the horizon goes."""


@dataclass(frozen=True)
class DescentResult:
    """A finished run. All numbers are decimals with the digits asked for; None where a quantity is not defined.

    ``loss`` is L, ``drift`` the Frobenius norm of Q_T - Q_0, ``asymmetry`` the norm of the antisymmetric part of
    (A, B, C), ``deviations`` maps a lag j to the Frobenius norm of h_j - g_j, ``largest_deviation`` is the greatest of
    all j below the horizon. ``model`` holds the learnt A, B, C.
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
    student = response_stream(last.model, run.arithmetic)
    apart = deviations(student, run.teacher_stream(), run.problem.horizon, LAGS_SHOWN, run.arithmetic)
    largest = apart.largest

    def norm(*blocks: M) -> str:
        return root_text(sum_of_squares(blocks, run.arithmetic), digits)

    return DescentResult(
        step=str(last.step),
        loss=decimal_text(sum_of_squares(last.residuals, run.arithmetic), digits),
        drift=norm(_drift(run, last)),
        asymmetry=norm(*_antisymmetric_blocks(run, last)) if _is_square(run) else None,
        modes=learnt_modes(run, last.model, digits),
        deviations={str(deviation.lag): norm(deviation.difference) for deviation in apart.at},
        largest_deviation=(str(largest.lag), norm(largest.difference)),
        model={name: _decimals(run.arithmetic.fractions(X), digits) for name, X in vars(last.model).items()},
    )


def _is_square(run: DescentRun[Any]) -> bool:
    return run.problem.teacher.inputs == run.problem.teacher.outputs


def _drift(run: DescentRun[M], last: Iterate[M]) -> M:
    """Q_T - Q_0."""
    arithmetic = run.arithmetic
    begin = balancedness(in_arithmetic(run.start, arithmetic), arithmetic)
    return arithmetic.subtract(balancedness(last.model, arithmetic), begin)


def _antisymmetric_blocks(run: DescentRun[M], last: Iterate[M]) -> tuple[M, M, M]:
    part = antisymmetric_part(last.model, run.arithmetic)
    return part.A, part.B, part.C


def _decimals(matrix: Rows, digits: int) -> list[list[str]]:
    return [[decimal_text(entry, digits) for entry in row] for row in matrix]
