"""How far one step of descent, of any size, moves balancedness: exactly eta^2 Q(G)."""

from typing import Any

from theory.balance.balancedness import SCOPE, SIGNS, Q, Signs, noether, noether_step, nonzero
from theory.balance.drift_bounds import CITED, bound_steps
from theory.balance.heavy_ball import heavy_ball_steps
from theory.kernel.derivation import Derivation
from theory.kernel.matrix_identity import identity
from theory.kernel.symbols import A, B, C, eta
from theory.model.gradient import DIRECTION, STUDENT
from theory.model.linear_rnn import LinearRNN
from theory.model.samples import sample_values
from theory.model.training import Training, plain


def drift_defect(theta: LinearRNN, G: LinearRNN, step: Any, signs: Signs = SIGNS) -> Any:
    """Q(theta - eta G) - Q(theta) - eta^2 Q(G): zero for every step size when G is a gradient."""
    return Q(theta.plus(G, -step), signs) - Q(theta, signs) - step**2 * Q(G, signs)


def counterexample_to_drift(theta: LinearRNN, G: LinearRNN, step: Any, signs: Signs = SIGNS) -> str | None:
    """None when one step from a concrete model drifts by exactly eta^2 Q(G), else a line that shows the defect."""
    return nonzero(drift_defect(theta, G, step, signs), f"eta = {step}: Q(theta - eta G) - Q(theta) - eta^2 Q(G)")


def descent_drift() -> Derivation:
    """descent-drift: the identity of one step, its neighbour with momentum, and the bounds."""
    return Derivation(SCOPE, (*one_step().steps, *heavy_ball_steps(), *bound_steps()), CITED)


def one_step(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """Q(theta - eta G) = Q(theta) + eta^2 Q(G): expansion for any direction, then the Noether identity."""
    N = noether(STUDENT, DIRECTION, signs)
    expanded = identity(
        Q(STUDENT.plus(DIRECTION, -eta), signs),
        Q(STUDENT, signs) + eta**2 * Q(DIRECTION, signs) - eta * (N + N.T),
        "expansion of Q, for any direction and step; N the left side of the Noether identity",
        (),
        sample_values((A, B, C, *DIRECTION.parts), scalars=(eta,)),
    )
    return Derivation(SCOPE, (expanded, noether_step(signs, training or plain())))
