"""Balancedness is conserved by gradient flow."""

from collections.abc import Callable

from theory.balance.balancedness import balancedness_conserved, derivative_of_Q, nonzero, one_sign_flipped
from theory.model.linear_rnn import LinearRNN
from theory.model.training import first_step_of_adam, weight_decay
from verifier.cases.rnn_cases import Instance, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="balancedness-conserved",
    section="3",
    title="Gradient flow conserves balancedness",
    statement=(
        r"Along $\theta' = -G$ the matrix $Q = A A^T - A^T A + B B^T - C^T C$ is constant. "
        r"(Balanced, $Q = 0$, is meant in the sense of norms, not of the Gramians of control theory.)"
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p, k \ge 1$; $G$ the gradient of any differentiable function of $h_0, \ldots, h_{k-1}$",
        r"continuous time; for a step of descent see descent-drift",
    ),
    builds_on=("noether-identity",),
    proof=proved_by(
        balancedness_conserved,
        given=("loss", "flow"),
        concludes="$dQ/dt = 0$: $Q$ is constant along the flow",
    ),
)

WRONG_SIGN = false_proof(
    "wrong-sign",
    r"$Q$ with $+ C^T C$",
    lambda: balancedness_conserved(one_sign_flipped()[3]),
    "not-conserved",
)

WEIGHT_DECAY = false_proof(
    "weight-decay",
    r"$\theta' = -G - \lambda \theta$",
    lambda: balancedness_conserved(training=weight_decay()),
    "not-conserved",
)


def along(settings: Settings, direction: Callable[[Instance], LinearRNN]) -> Evidence:
    """The derivative of Q along minus a direction."""

    def counterexample_to_conservation(instance: Instance) -> str | None:
        text = nonzero(derivative_of_Q(instance.in_theory()[0], direction(instance).scaled(-1)), "dQ/dt")
        return text and f"{instance}: {text}"

    draw = small_then_sampled(settings.random("conserved"), settings.pick(24, 60, 400))
    return evidence.sampled(draw, counterexample_to_conservation, "dQ/dt = 0 along the flow", "not-conserved")


@check("numerics' gradient")
def along_the_gradient(settings: Settings) -> Evidence:
    return along(settings, numerics_gradient)


@control("adam", "the sign of the gradient for the gradient", "not-conserved")
def along_adam(settings: Settings) -> Evidence:
    return along(settings, lambda instance: first_step_of_adam(*instance.in_theory()))
