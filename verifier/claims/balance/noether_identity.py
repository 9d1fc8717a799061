"""The identity that the gradient of every function of the impulse response satisfies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, matrix, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.balance.balancedness import Signs
    from theory.model.training import Training

BROKEN = "noether-identity"


def proof(settings: Settings, signs: Signs | None = None, training: Training | None = None) -> Evidence:
    """The derivation for symbolic sizes, with other signs or another direction of training where given."""
    from theory.balance.balancedness import SIGNS, noether_identity

    return evidence.proof(noether_identity(signs or SIGNS, training), BROKEN)


def of_the_loss(settings: Settings) -> Evidence:
    """numerics' gradient of L in theory's identity."""
    from theory.balance.balancedness import noether, nonzero

    def counterexample(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        text = nonzero(noether(theta, numerics_gradient(instance)), "Noether's left side")
        return f"{instance}: {text}" if text else None

    draw = small_then_sampled(settings.random("noether"), settings.pick(18, 60, 400))
    return evidence.sampled(draw, counterexample, "numerics' gradient of the loss satisfies the identity", BROKEN)


def of_any_loss(settings: Settings) -> Evidence:
    """Arbitrary derivatives W_j of a loss with respect to h_j: a minibatch, coloured inputs, any loss."""
    from sympy import ImmutableMatrix

    from theory.balance.balancedness import noether, nonzero
    from theory.model.gradient import weighted_gradient

    random = settings.random("noether any loss")

    def counterexample(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        weights = [ImmutableMatrix(matrix(random, *g.shape)) for g in teacher]
        text = nonzero(noether(theta, weighted_gradient(theta, weights)), "Noether's left side")
        return f"{instance}, W = {weights}: {text}" if text else None

    draw = small_then_sampled(random, settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, "any weights of the lags", BROKEN)


def wrong_sign(index: int) -> Control:
    """The derivation with the sign of one term of Q flipped."""

    def run(settings: Settings) -> Evidence:
        from theory.balance.balancedness import one_sign_flipped

        return proof(settings, one_sign_flipped()[index])

    term = (r"$A A^T$", r"$A^T A$", r"$B B^T$", r"$C^T C$")[index]
    return Control(f"wrong sign of term {index + 1}", f"the sign that belongs to {term} flipped", BROKEN, run)


def weight_decay(settings: Settings) -> Evidence:
    """The gradient of the loss plus lambda theta."""
    from theory.model.training import weight_decay

    return proof(settings, training=weight_decay())


def trained_state(settings: Settings) -> Evidence:
    """The state before the first input trained too."""
    from theory.model.training import trained_state

    return proof(settings, training=trained_state())


CLAIM = Claim(
    id="noether-identity",
    section="3",
    title="The Noether identity",
    statement=(
        r"For the gradient $G$ of any differentiable function of $h_0, \ldots, h_{k-1}$: "
        r"$G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p, k \ge 1$; any weights, coloured inputs, finite data with $s_0 = 0$, a minibatch",
        r"no weight decay; the initial state is not trained",
    ),
    builds_on=("gradient",),
    proof=Check("proof", proof),
    checks=(Check("the loss, by numerics", of_the_loss), Check("any loss", of_any_loss)),
    controls=(
        *(wrong_sign(index) for index in range(4)),
        Control("weight decay", r"$G + \lambda \theta$ for $G$", BROKEN, weight_decay),
        Control("trained initial state", r"$s_0$ trained along with $\theta$", BROKEN, trained_state),
    ),
)
