"""What a step of training follows: the gradient of the loss, and the neighbours of it that break balancedness.

Each is given twice: for symbolic sizes, by sympy's matrix calculus, and for a concrete student and teacher.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer, sign
from sympy.matrices.expressions import MatrixSymbol

from theory.model.gradient import STUDENT, gradient, transfer_gradient, weighted_gradient
from theory.model.linear_rnn import LinearRNN, impulse_response
from theory.words.symbols import A, B, C, W, d, lambda_, p


@dataclass(frozen=True)
class Training:
    """A direction that training follows.

    ``symbolic`` is its generating function over all lags, in ``letters`` and ``scalars``; ``of_model`` maps a student
    and a teacher's response to the direction of one step.
    """

    symbolic: LinearRNN
    of_model: Callable[[LinearRNN, Sequence[Any]], LinearRNN]
    letters: tuple[MatrixSymbol, ...] = (A, B, C, W)
    scalars: tuple[Expr, ...] = ()


def plain() -> Training:
    """The gradient of the loss; W being arbitrary, of any differentiable function of the impulse response."""
    return Training(transfer_gradient(), gradient)


def weight_decay() -> Training:
    """The gradient of the loss plus lambda times the parameters (lambda = 1 on concrete models)."""
    symbolic = transfer_gradient().plus(STUDENT, lambda_)
    return Training(symbolic, lambda theta, teacher: gradient(theta, teacher).plus(theta), scalars=(lambda_,))


def trained_state() -> Training:
    """The gradient when the state before the first input, s, is trained as well: it adds C R s to what is fitted."""
    s, V = MatrixSymbol("s", d, 1), MatrixSymbol("V", p, 1)
    free, forced = transfer_gradient(V, s), transfer_gradient()
    symbolic = LinearRNN(forced.A + free.A, forced.B, forced.C + free.C)
    return Training(symbolic, _trained_state_gradient, letters=(A, B, C, W, s, V))


def _trained_state_gradient(theta: LinearRNN, teacher: Sequence[Any]) -> LinearRNN:
    """One impulse as input, s = (1, ..., 1): y_j = h_j + C A^{j+1} s for one input."""
    s = ImmutableMatrix.ones(theta.A.shape[0], 1)
    free = LinearRNN(theta.A, s, theta.C)
    lags = len(teacher)
    y = [h + f for h, f in zip(impulse_response(theta, lags), impulse_response(free, lags + 1)[1:], strict=True)]
    weights = [2 * (output - g) for output, g in zip(y, teacher, strict=True)]
    forced = weighted_gradient(theta, weights)
    unforced = weighted_gradient(free, [0 * weights[0], *weights])
    return LinearRNN(forced.A + unforced.A, forced.B, forced.C + unforced.C)


def first_step_of_adam(theta: LinearRNN, teacher: Sequence[Any]) -> LinearRNN:
    """The direction of Adam's first step (epsilon = 0): G / sqrt(G^2) entry by entry, the sign of the gradient."""
    return LinearRNN(*(part.applyfunc(lambda g: Integer(sign(g))) for part in gradient(theta, teacher).parts))
