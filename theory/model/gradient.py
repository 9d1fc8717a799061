"""The gradient of any function of the impulse response: sympy's matrix calculus, then read lag by lag.

With R = (I - zA)^-1 the generating function h(z) = C R B = sum_j z^j h_j holds all lags. For a constant p x m weight W
the gradient of <W, h(z)> = tr(W^T C R B) is derived by sympy; the coefficient of z^j is the gradient of <W, h_j>. For
the loss L the weight of lag j is 2 R_j; for another loss it is the derivative of that loss with respect to h_j.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Identity, Integer
from sympy.matrices.expressions import MatrixExpr, MatrixSymbol

from theory.kernel.matrix_calculus import trace_gradient
from theory.model.linear_rnn import LinearRNN, observability, reachability, residuals
from theory.words.symbols import A, B, C, W, d, m, p, z

LagGradient = Callable[[LinearRNN, Any, int], LinearRNN]
"""(theta, weight, j) -> gradient of <weight, h_j>."""

STUDENT = LinearRNN(A, B, C)
"""The student of symbolic sizes."""

DIRECTION = LinearRNN(MatrixSymbol("G_A", d, d), MatrixSymbol("G_B", d, m), MatrixSymbol("G_C", p, d))
"""An arbitrary direction in the space of parameters."""


def resolvent(A: Any, size: Any = d) -> MatrixExpr:
    """R = (I - zA)^-1, the generating function of the powers of A."""
    return (Identity(size) - z * A).I


def transfer_gradient(weight: Any = W, input_matrix: MatrixSymbol = B) -> LinearRNN:
    """The gradient of tr(weight^T C R input_matrix) with respect to A, B, C, by sympy's matrix calculus.

    `input_matrix` other than B serves a trained initial state.
    """
    functional = weight.T * C * resolvent(A) * input_matrix
    return LinearRNN(*(trace_gradient(functional, letter) for letter in (A, B, C)))


def lag_gradient(theta: LinearRNN, weight: Any, j: int) -> LinearRNN:
    """The gradient of <weight, h_j>: sum_{i<j} c_i W b_{j-1-i}^T, c_j W, W b_j^T."""
    b, c = reachability(theta, j + 1), observability(theta, j + 1)
    terms = [c[i] * weight * b[j - 1 - i].T for i in range(j)]
    return LinearRNN(sum(terms[1:], terms[0]) if terms else 0 * theta.A, c[j] * weight, weight * b[j].T)


def gradient(theta: LinearRNN, teacher: Sequence[Any], formula: LagGradient = lag_gradient) -> LinearRNN:
    r"""The gradient of $L = \sum_{j<k} \|h_j - g_j\|_F^2$: the weight of lag j is $2 R_j = 2 (h_j - g_j)$.

    Args:
        theta: A is d x d, B d x m, C p x d, exact matrices or expressions.
        teacher: $g_0, ..., g_{k-1}$, each p x m.
        formula: the gradient of one lag; a control passes a false one.

    Returns:
        A triple in the shapes of A, B and C.

    >>> from theory.model.linear_rnn import linear_rnn
    >>> from sympy import ImmutableMatrix
    >>> zero = ImmutableMatrix([[0]])
    >>> [part[0, 0] for part in gradient(linear_rnn([[1]], [[2]], [[3]]), [zero, zero]).parts]
    [72, 72, 48]
    """
    return weighted_gradient(theta, [2 * residual for residual in residuals(theta, teacher)], formula)


def weighted_gradient(theta: LinearRNN, weights: Sequence[Any], formula: LagGradient = lag_gradient) -> LinearRNN:
    """The gradient of sum_j <weights_j, h_j>: that of any loss whose derivative with respect to h_j is weights_j."""
    first, *rest = [formula(theta, weight, j) for j, weight in enumerate(weights)]
    for term in rest:
        first = first.plus(term)
    return first


def adjoint_gradient(theta: LinearRNN, weights: Sequence[Any]) -> LinearRNN:
    """The same in about 3 k d^2 operations: l_{k-1} = C^T W_{k-1}, l_j = A^T l_{j+1} + C^T W_j, backwards in j."""
    b = reachability(theta, len(weights))
    adjoint = theta.C.T * weights[-1]
    found = LinearRNN(0 * theta.A, adjoint, weights[-1] * b[-1].T)
    for j in range(len(weights) - 2, -1, -1):
        G_A, G_C = found.A + adjoint * b[j].T, found.C + weights[j] * b[j].T
        adjoint = theta.A.T * adjoint + theta.C.T * weights[j]
        found = LinearRNN(G_A, adjoint, G_C)
    return found


def elementwise_gradient(theta: LinearRNN, weight: Any, j: int) -> LinearRNN:
    """The gradient of <weight, h_j> at a model whose entries are symbols, one partial derivative after the other."""
    h_j = theta.C * theta.A**j * theta.B
    value = sum((w * h for w, h in zip(weight, h_j, strict=True)), Integer(0)).expand()
    return LinearRNN(*(part.applyfunc(value.diff) for part in theta.parts))
