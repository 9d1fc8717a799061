"""Balancedness under momentum: two exact recursions, so that its drift is still of the order of the step size.

theta^+ = theta + v^+, v^+ = mu v - eta G, and P the derivative of Q at theta along v.
"""

from collections.abc import Callable
from typing import Any

from sympy import Integer, Rational
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import SIGNS, Q, Signs, derivative_of_Q, noether
from theory.kernel.derivation import Premise, Step
from theory.kernel.matrix_identity import identity
from theory.model.gradient import DIRECTION, STUDENT
from theory.model.linear_rnn import LinearRNN
from theory.model.samples import sample_values
from theory.words.evaluation import show
from theory.words.symbols import A, B, C, d, eta, m, mu, p

VELOCITY = LinearRNN(MatrixSymbol("v_A", d, d), MatrixSymbol("v_B", d, m), MatrixSymbol("v_C", p, d))
"""The velocity of the heavy ball."""

HEAVY_BALL = Premise("heavy-ball", r"heavy ball: $\theta^+ = \theta + v^+$, $v^+ = \mu v - \eta G$")


def heavy_ball_steps(signs: Signs = SIGNS) -> tuple[Step, ...]:
    """theta^+ = theta + v^+, v^+ = mu v - eta G: P the derivative of Q along v, N = 0 by the Noether identity.

    P^+ = mu P + 2 Q(v^+) - eta (N + N^T) and Q^+ = Q + P^+ - Q(v^+), exactly.
    """
    v = VELOCITY.scaled(mu).plus(DIRECTION, -eta)
    theta = STUDENT.plus(v)
    N = noether(STUDENT, DIRECTION, signs)
    letters = (A, B, C, *DIRECTION.parts, *VELOCITY.parts)
    values = sample_values(letters, sizes=((1, 1, 1), (1, 1, 1), (2, 1, 3), (3, 2, 1)), scalars=(eta, mu))
    P, P_next = derivative_of_Q(STUDENT, VELOCITY, signs), derivative_of_Q(theta, v, signs)
    recursion = mu * P + 2 * Q(v, signs) - eta * (N + N.T)
    by = "heavy ball: P^+ = mu P + 2 Q(v^+) - eta (N + N^T), P the derivative of Q along v; N = 0 by Noether"
    return (
        identity(P_next, recursion, by, (), values, "P^{+}").labelled("slope", "heavy-ball", "lags-add-up"),
        identity(
            Q(theta, signs),
            Q(STUDENT, signs) + P_next - Q(v, signs),
            "heavy ball: Q^+ = Q + P^+ - Q(v^+)",
            (),
            values,
            "Q^{+}",
        ).labelled("momentum", "heavy-ball", "slope"),
    )


def counterexample_to_heavy_ball(
    theta: LinearRNN, gradient_at: Callable[[LinearRNN], LinearRNN], step: Any, steps: int = 3
) -> str | None:
    """None when both recursions of the heavy ball (mu = 1/2, from rest) hold exactly over `steps` steps."""
    v, momentum, step = theta.scaled(Integer(0)), Rational(1, 2), Rational(step)
    for t in range(steps):
        P = derivative_of_Q(theta, v)
        v = v.scaled(momentum).plus(gradient_at(theta), -step)
        after = theta.plus(v)
        P_next = derivative_of_Q(after, v)
        for defect, name in ((P_next - momentum * P - 2 * Q(v), "P"), (Q(after) - Q(theta) - P_next + Q(v), "Q")):
            if not defect.is_zero_matrix:
                return f"step {t}: the recursion of {name} is off by {show(defect)}"
        theta = after
    return None
