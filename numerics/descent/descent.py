"""Gradient of the loss in adjoint form, and gradient descent: written once, over any arithmetic.

With b_j = A^j B, the residuals R_j = h_j - g_j and the adjoint l_{k-1} = C^T R_{k-1}, l_j = A^T l_{j+1} + C^T R_j,

    dL/dA = 2 sum_{j<k-1} l_{j+1} b_j^T,   dL/dB = 2 l_0,   dL/dC = 2 sum_j R_j b_j^T:

about 3 k d^2 multiplications, and no power of A is ever formed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows, squared_size
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, in_arithmetic, reachability

M = TypeVar("M")

RUNAWAY = 10**12
"""Descent has diverged when the loss exceeds this many times 1 + sum |g_j|^2."""


class Divergence(ArithmeticError):  # noqa: N818
    """The loss is not finite or exceeds `runaway_loss`. Carries the first step at which it did."""

    def __init__(self, step: int) -> None:
        super().__init__(step)
        self.step = step

    def __str__(self) -> str:
        return f"descent diverged at step {self.step}: the loss left all bounds; take a smaller step size"


@dataclass(frozen=True)
class Iterate(Generic[M]):
    """All that is known at theta_t: the model, its residuals R_j (p x m each), the loss (a scalar), the gradient."""

    step: int
    model: LinearRNN[M]
    residuals: tuple[M, ...]
    loss: Any
    gradient: LinearRNN[M]


def _adjoint(model: LinearRNN[M], residuals: Sequence[M], arithmetic: Arithmetic[M]) -> list[M]:
    """The d x m matrices 2 l_0, ..., 2 l_{k-1}, 2 l_k, with l_k = 0."""
    A_transposed = arithmetic.transpose(model.A)
    C_transposed = arithmetic.scale(2, arithmetic.transpose(model.C))
    adjoint = [arithmetic.scale(0, model.B), arithmetic.multiply(C_transposed, residuals[-1])]
    for R in residuals[-2::-1]:
        source = arithmetic.multiply(C_transposed, R)
        adjoint.append(arithmetic.add(arithmetic.multiply(A_transposed, adjoint[-1]), source))
    return adjoint[::-1]


def _pullback(model: LinearRNN[M], b: Sequence[M], residuals: Sequence[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """The gradient from the b_j and the residuals."""
    G_B, *later = _adjoint(model, residuals, arithmetic)
    outer, states = arithmetic.multiply_transpose, arithmetic.beside(b)
    G_C = arithmetic.scale(2, outer(arithmetic.beside(residuals), states))
    return LinearRNN(outer(arithmetic.beside(later), states), G_B, G_C)


def _residuals(model: LinearRNN[M], b: Sequence[M], g: Sequence[M], arithmetic: Arithmetic[M]) -> list[M]:
    return [arithmetic.subtract(arithmetic.multiply(model.C, b_j), g_j) for b_j, g_j in zip(b, g, strict=True)]


def gradient(model: LinearRNN[M], teacher_response: Sequence[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """(dL/dA, dL/dB, dL/dC), in the shapes of A, B, C, for L = sum over the k lags given of |h_j - g_j|^2.

    ``teacher_response`` holds g_0, ..., g_{k-1}, p x m matrices of the arithmetic.
    """
    b = reachability(model, len(teacher_response), arithmetic)
    return _pullback(model, b, _residuals(model, b, teacher_response, arithmetic), arithmetic)


def move(model: LinearRNN[M], eta: Fraction, G: LinearRNN[M], arithmetic: Arithmetic[M]) -> LinearRNN[M]:
    """theta - eta G, one step of descent along a gradient G."""

    def along(X: M, Y: M) -> M:
        return arithmetic.subtract(X, arithmetic.scale(eta, Y))

    return LinearRNN(along(model.A, G.A), along(model.B, G.B), along(model.C, G.C))


def runaway_loss(teacher_response: Sequence[M], arithmetic: Arithmetic[M]) -> Fraction:
    """The loss above which a run has diverged: 10^12 (1 + sum |g_j|^2), from the teacher alone."""
    return RUNAWAY * (1 + squared_size(*map(arithmetic.fractions, teacher_response)))


def descend(run: Run, arithmetic: Arithmetic[M], first: int = 0) -> Iterator[Iterate[M]]:
    r"""The iterates of gradient descent, $\theta_{t+1} = \theta_t - \eta \nabla L(\theta_t)$, one at a time.

    An iterate depends on the one before and on nothing else. To resume an interrupted run, store
    `numerics.model.linear_rnn.exact_values` of a model with its step, and call again with that model as the run's start
    and ``first`` the stored step: the bits are those of the uninterrupted run, in every arithmetic.

    Args:
        run: its start, the teacher's response, the step size, and the number of the last iterate.
        arithmetic: what computes; it rounds the start and the response once.
        first: the number of the iterate that the run's start is.

    Returns:
        An iterator over the iterates first, ..., steps, each with its residuals, loss and gradient.

    Raises:
        Divergence: at the first iterate whose loss is not finite or exceeds `runaway_loss`.
    """
    model, g = run.start_in(arithmetic), run.response_in(arithmetic)
    bound = runaway_loss(g, arithmetic)
    for step in range(first, run.steps + 1):
        iterate = evaluate(step, model, g, arithmetic, bound)
        yield iterate
        model = move(model, run.step_size, iterate.gradient, arithmetic)


def seconds_of_a_step(start: LinearRNN[Rows], length: int, arithmetic: Arithmetic[M]) -> float:
    """About how long one step of descent takes, for an estimate before a long run.

    Args:
        start: theta_0.
        length: k, the number of lags; each costs three products of d^2 multiplications.
        arithmetic: what computes; one product A B is timed in it.

    Returns:
        Seconds on this machine as busy as it is now, within a factor of about three.
    """
    model, begun = in_arithmetic(start, arithmetic), perf_counter()
    arithmetic.multiply(model.A, model.B)
    return 3 * length * (perf_counter() - begun)


def evaluate(
    step: int, model: LinearRNN[M], teacher_response: Sequence[M], arithmetic: Arithmetic[M], bound: Fraction
) -> Iterate[M]:
    """Residuals, loss and gradient at one point; raises Divergence when the loss exceeds ``bound``."""
    b = reachability(model, len(teacher_response), arithmetic)
    residuals = _residuals(model, b, teacher_response, arithmetic)
    loss = arithmetic.squared_norm(*residuals)
    if arithmetic.exceeds(loss, bound):
        raise Divergence(step)
    return Iterate(step, model, tuple(residuals), loss, _pullback(model, b, residuals, arithmetic))
