"""How far one step of descent, of any size, moves balancedness: exactly eta^2 Q(G)."""

from typing import Any

from theory.balance.balancedness import SCOPE, SIGNS, Q, Signs, noether, noether_steps, nonzero
from theory.balance.drift_bounds import (
    DESCENT_LEMMA,
    NORM_SQUARED,
    NORMS,
    bound_text,
    norm_bound_steps,
    run_steps,
)
from theory.balance.heavy_ball import HEAVY_BALL, heavy_ball_steps
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.model.gradient import DIRECTION, STUDENT
from theory.model.linear_rnn import LinearRNN
from theory.model.premises import CHAIN_RULE, LOSS, SERIES
from theory.model.samples import sample_values
from theory.model.training import Training
from theory.words.symbols import A, B, C, eta

STEP = Premise("step", r"$\theta_{t+1} = \theta_t - \eta G_t$, $\eta > 0$, $G_t$ the gradient of a loss at $\theta_t$")


def drift_defect(theta: LinearRNN, G: LinearRNN, step: Any, signs: Signs = SIGNS) -> Any:
    """Q(theta - eta G) - Q(theta) - eta^2 Q(G): zero for every step size when G is a gradient."""
    return Q(theta.plus(G, -step), signs) - Q(theta, signs) - step**2 * Q(G, signs)


def counterexample_to_drift(theta: LinearRNN, G: LinearRNN, step: Any, signs: Signs = SIGNS) -> str | None:
    """None when one step from a concrete model drifts by exactly eta^2 Q(G), else a line that shows the defect."""
    return nonzero(drift_defect(theta, G, step, signs), f"eta = {step}: Q(theta - eta G) - Q(theta) - eta^2 Q(G)")


def descent_drift(squared: int = NORM_SQUARED) -> Derivation:
    """descent-drift: the identity of one step, its neighbour with momentum, and the bounds.

    `squared` is the square of the constant in norm(Q(G)) <= sqrt2 norm(G)^2: 2 unless a control says otherwise.
    """
    steps = (*one_step_steps(), *heavy_ball_steps(), *norm_bound_steps(squared), *run_steps(squared))
    text = (
        r"$Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$ for every $\eta$; "
        rf"{bound_text(squared)}; for the heavy ball $P^+ = \mu P + 2 Q(v^+)$ and $Q^+ = Q + P^+ - Q(v^+)$"
    )
    uses = (
        "one-step",
        "norm-bound",
        "attained",
        "drifts-add-up",
        "descending-bound",
        "slope",
        "momentum",
        "lags-add-up",
    )
    cited = (NORMS, DESCENT_LEMMA, CHAIN_RULE, SERIES)
    return Derivation(SCOPE, steps, cited, (LOSS, STEP, HEAVY_BALL), Conclusion(text, uses))


def one_step(signs: Signs = SIGNS, training: Training | None = None) -> Derivation:
    """Q(theta - eta G) = Q(theta) + eta^2 Q(G) alone, with other signs or another direction where given."""
    conclusion = Conclusion(r"$Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$ for every $\eta$", ("one-step",))
    return Derivation(SCOPE, one_step_steps(signs, training), (CHAIN_RULE, SERIES), (LOSS, STEP), conclusion)


def one_step_steps(signs: Signs = SIGNS, training: Training | None = None) -> tuple[Step, ...]:
    """The Noether identity, then the expansion of Q for any direction."""
    N = noether(STUDENT, DIRECTION, signs)
    expanded = identity(
        Q(STUDENT.plus(DIRECTION, -eta), signs),
        Q(STUDENT, signs) + eta**2 * Q(DIRECTION, signs) - eta * (N + N.T),
        "expansion of Q, for any direction and step; N = 0 is the left side of the Noether identity",
        (),
        sample_values((A, B, C, *DIRECTION.parts), scalars=(eta,)),
        r"Q(\theta - \eta G)",
    )
    return (*noether_steps(signs, training), expanded.labelled("one-step", "step", "lags-add-up"))
