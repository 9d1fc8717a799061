"""Balancedness Q, and the Noether identity by which no loss of the impulse response can change it along the flow.

Q(theta) = A A^T - A^T A + B B^T - C^T C ("balanced" is norm-balanced, not the Gramian-balanced of control theory).
The four signs are a parameter throughout, so that a wrong one is refuted by the same code.
"""

from typing import Any

from sympy import Integer
from sympy.matrices.expressions import MatrixSymbol

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.vector_fields import moves
from theory.model.gradient import DIRECTION, STUDENT, resolvent
from theory.model.gradient_theorem import slope_steps
from theory.model.linear_rnn import LinearRNN
from theory.model.premises import CHAIN_RULE, LOSS, SERIES
from theory.model.samples import first_failure, sample_values
from theory.model.training import Training, plain
from theory.words.evaluation import show
from theory.words.matrix_words import words
from theory.words.rewriting import resolvent_rules
from theory.words.symbols import A, B, C, W, d, m, p, z

Signs = tuple[int, int, int, int]

SIGNS: Signs = (1, -1, 1, -1)
"""The signs of A A^T, A^T A, B B^T and C^T C in Q."""

BY = "the Noether identity for this gradient, by zAR = zRA = R - I"
FLOW = Premise("flow", r"$\theta' = -G$, $G$ the gradient of the loss alone: no weight decay, $s_0$ is not trained")

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


def noether_step(signs: Signs, training: Training, by: str = BY, name: str = "") -> Step:
    """The Noether identity as a step; where it fails, the counterexample is a small student with its teacher."""
    values = sample_values(training.letters, scalars=training.scalars)
    left = noether(STUDENT, training.symbolic, signs)
    step = identity(left, 0 * A, by, resolvent_rules(), values, name)
    if step.holds is not False:
        return step
    found = first_failure(
        lambda theta, teacher: nonzero(noether(theta, training.of_model(theta, teacher), signs), "Noether's left side")
    )
    return step.refuted_by(found)


def nonzero(matrix: Any, name: str) -> str | None:
    """None when a concrete matrix is zero, else a line that shows it."""
    return None if matrix.is_zero_matrix else f"{name} is {show(matrix)}, not 0"


def resolvent_steps() -> tuple[Step, ...]:
    """The two resolvent rules in the form the proof uses, with X = C R and Y = R B."""
    X, Y = C * resolvent(A), resolvent(A) * B
    values, rules = sample_values((A, B, C, W)), resolvent_rules()
    return (
        identity(z * A * Y, Y - B, "the resolvent rule zAR = R - I, applied to B", rules, values).labelled("right"),
        identity(z * X * A, X - C, "the resolvent rule zRA = R - I, with C before it", rules, values).labelled("left"),
    )


def noether_steps(signs: Signs, training: Training | None, *uses: str) -> tuple[Step, Step]:
    """The identity for one <W, h(z)>, and why it then holds for any loss of the impulse response."""
    step = noether_step(signs, training or plain()).labelled("noether", "loss", "chain-rule", *uses)
    return step, linearity_step(signs).labelled("lags-add-up", "noether", "series")


def linearity_step(signs: Signs = SIGNS) -> Step:
    """At each power of z the identity is that of one <W_j, h_j>; being linear in G, it holds for their sum."""
    other = LinearRNN(MatrixSymbol("H_A", d, d), MatrixSymbol("H_B", d, m), MatrixSymbol("H_C", p, d))
    together = noether(STUDENT, DIRECTION.plus(other), signs)
    apart = noether(STUDENT, DIRECTION, signs) + noether(STUDENT, other, signs)
    values = sample_values((A, B, C, *DIRECTION.parts, *other.parts))
    by = "the left side is linear in the gradient: read at z^j it is that of one lag, and the lags add up"
    return identity(together, apart, by, (), values)


def noether_identity(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """noether-identity: for any weights of the lags, hence for any differentiable loss of the impulse response."""
    uses = ("by-a", "by-b", "by-c", "right", "left")
    steps = (*slope_steps(), *resolvent_steps(), *noether_steps(signs, training, *uses))
    text = r"$G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0$ for the gradient $G$ of any such loss"
    return Derivation(SCOPE, steps, (CHAIN_RULE, SERIES), (LOSS,), Conclusion(text, ("noether", "lags-add-up")))


def balancedness_conserved(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """balancedness-conserved: along theta' = -G, dQ/dt = -(N + N^T) with N the left side of the Noether identity."""
    N = noether(STUDENT, DIRECTION, signs)
    flow = {name: words(-1 * part) for name, part in zip("ABC", DIRECTION.parts, strict=True)}
    by = "dQ/dt along the flow is -(N + N^T), N the left side of the Noether identity"
    rate = moves(words(Q(STUDENT, signs)), flow, words(-N - N.T), by)
    steps = (rate.labelled("rate", "flow"), *noether_steps(signs, training))
    conclusion = Conclusion("$dQ/dt = 0$: $Q$ is constant along the flow", ("rate", "lags-add-up"))
    return Derivation(SCOPE, steps, (CHAIN_RULE, SERIES), (LOSS, FLOW), conclusion)
