"""Balancedness Q, and the Noether identity by which no loss of the impulse response can change it along the flow.

Q(theta) = A A^T - A^T A + B B^T - C^T C ("balanced" is norm-balanced, not the Gramian-balanced of control theory).
The four signs are a parameter throughout, so that a wrong one is refuted by the same code.
"""

from dataclasses import replace
from typing import Any

from sympy import Integer
from sympy.matrices.expressions import MatrixSymbol

from theory.kernel.derivation import Derivation, Step
from theory.kernel.evaluation import show
from theory.kernel.matrix_identity import identity
from theory.kernel.rewriting import resolvent_rules
from theory.kernel.symbols import A, B, C, W, d, m, p, z
from theory.model.gradient import DIRECTION, STUDENT, resolvent
from theory.model.linear_rnn import LinearRNN
from theory.model.samples import first_failure, sample_values
from theory.model.training import Training, plain

Signs = tuple[int, int, int, int]

SIGNS: Signs = (1, -1, 1, -1)
"""The signs of A A^T, A^T A, B B^T and C^T C in Q."""

SCOPE = (
    "every d, m, p and every lag (matrix words), again on concrete instances of distinct sizes, d <= 4, m <= 2, p <= 3"
)


def one_sign_flipped() -> tuple[Signs, ...]:
    """The four neighbours of the signs of Q with exactly one of them wrong.

    >>> one_sign_flipped()[0]
    (-1, -1, 1, -1)
    """
    return tuple(tuple(-s if i == flipped else s for i, s in enumerate(SIGNS)) for flipped in range(4))  # type: ignore[misc]


def polarised(X: LinearRNN, Y: LinearRNN, signs: Signs = SIGNS) -> Any:
    """The bilinear form X_A Y_A^T - X_A^T Y_A + X_B Y_B^T - X_C^T Y_C whose diagonal is Q."""
    s, t, u, v = map(Integer, signs)
    return s * X.A * Y.A.T + t * X.A.T * Y.A + u * X.B * Y.B.T + v * X.C.T * Y.C


def Q(theta: LinearRNN, signs: Signs = SIGNS) -> Any:
    """Balancedness $Q = A A^T - A^T A + B B^T - C^T C$, symmetric d x d.

    Args:
        theta: matrix symbols and expressions of any sizes, or exact matrices.
        signs: of the four terms; others than (1, -1, 1, -1) are the false neighbours of a control.

    Returns:
        An expression, or an exact matrix where theta consists of such.

    >>> from theory.model.linear_rnn import linear_rnn
    >>> show(Q(linear_rnn([[0, 1], [0, 0]], [[0], [0]], [[0, 0]])))
    '[[1, 0], [0, -1]]'
    """
    return polarised(theta, theta, signs)


def derivative_of_Q(theta: LinearRNN, direction: LinearRNN, signs: Signs = SIGNS) -> Any:
    """The derivative of Q at theta along a direction (product rule): the polarised form both ways round."""
    return polarised(theta, direction, signs) + polarised(direction, theta, signs)


def noether(theta: LinearRNN, G: LinearRNN, signs: Signs = SIGNS) -> Any:
    """The left side of the Noether identity, $G_A A^T - A^T G_A + G_B B^T - C^T G_C$.

    Args:
        theta: the student.
        G: a direction of the same shapes; where it is the gradient of a function of the response, the sum is zero.
        signs: of the four terms of Q, which these repeat.

    Returns:
        A d x d expression, or an exact matrix.
    """
    s, t, u, v = map(Integer, signs)
    return s * G.A * theta.A.T + t * theta.A.T * G.A + u * G.B * theta.B.T + v * theta.C.T * G.C


def noether_step(signs: Signs, training: Training) -> Step:
    """The Noether identity as a step; where it fails, the counterexample is a small student with its teacher."""
    values = sample_values(training.letters, scalars=training.scalars)
    left = noether(STUDENT, training.symbolic, signs)
    step = identity(left, 0 * A, "Noether identity for this gradient, by zAR = zRA = R - I", resolvent_rules(), values)
    if step.holds is not False:
        return step
    found = first_failure(
        lambda theta, teacher: nonzero(noether(theta, training.of_model(theta, teacher), signs), "Noether's left side")
    )
    return replace(step, counterexample=found or step.counterexample)


def nonzero(matrix: Any, name: str) -> str | None:
    """None when a concrete matrix is zero, else a line that shows it."""
    return None if matrix.is_zero_matrix else f"{name} is {show(matrix)}, not 0"


def resolvent_steps() -> tuple[Step, ...]:
    """The gradient in X = C R and Y = R B, and the two resolvent rules in the form the proof uses."""
    X, Y = C * resolvent(A), resolvent(A) * B
    values, rules = sample_values((A, B, C, W)), resolvent_rules()
    forms = (z * X.T * W * Y.T, X.T * W, W * Y.T)
    gradients = (
        replace(
            identity(part, form, f"matrix calculus: the gradient in {name}, with X = CR, Y = RB", (), values),
            before=f"\\frac{{\\partial}}{{\\partial {name}}} \\mathrm{{tr}} \\left( W^{{T}} C R B \\right)",
        )
        for part, form, name in zip(plain().symbolic.parts, forms, "ABC", strict=True)
    )
    return (
        *gradients,
        identity(z * A * Y, Y - B, "zAR = R - I", rules, values),
        identity(z * X * A, X - C, "zRA = R - I", rules, values),
    )


def noether_identity(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """noether-identity: for any weights of the lags, hence for any differentiable loss of the impulse response."""
    return Derivation(SCOPE, (*resolvent_steps(), noether_step(signs, training or plain()), linearity_step(signs)))


def linearity_step(signs: Signs = SIGNS) -> Step:
    """At each power of z the identity is that of one <W_j, h_j>; being linear in G, it holds for their sum."""
    other = LinearRNN(MatrixSymbol("H_A", d, d), MatrixSymbol("H_B", d, m), MatrixSymbol("H_C", p, d))
    together = noether(STUDENT, DIRECTION.plus(other), signs)
    apart = noether(STUDENT, DIRECTION, signs) + noether(STUDENT, other, signs)
    values = sample_values((A, B, C, *DIRECTION.parts, *other.parts))
    return identity(together, apart, "linear in the gradient: read at z^j, lag by lag, the lags add up", (), values)


def balancedness_conserved(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """balancedness-conserved: along theta' = -G, dQ/dt = -(N + N^T) with N the left side of the Noether identity."""
    letters = (A, B, C, *DIRECTION.parts)
    N = noether(STUDENT, DIRECTION, signs)
    flow = DIRECTION.scaled(Integer(-1))
    change = identity(
        derivative_of_Q(STUDENT, flow, signs), -N - N.T, "dQ/dt along the flow", (), sample_values(letters)
    )
    return Derivation(SCOPE, (change, noether_step(signs, training or plain())))
