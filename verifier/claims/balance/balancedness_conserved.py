"""Balancedness is conserved by gradient flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.balance.balancedness import Signs
    from theory.model.linear_rnn import LinearRNN
    from theory.model.training import Training

NOT_CONSERVED = "not-conserved"


def proof(settings: Settings, signs: Signs | None = None, training: Training | None = None) -> Evidence:
    """dQ/dt by the product rule, then the Noether identity."""
    from theory.balance.balancedness import SIGNS, balancedness_conserved

    return evidence.proof(balancedness_conserved(signs or SIGNS, training), NOT_CONSERVED)


def along(settings: Settings, adam: bool = False) -> Evidence:
    """The derivative of Q along -G, G from numerics; or along Adam's direction."""
    from theory.balance.balancedness import derivative_of_Q, nonzero
    from theory.model.training import first_step_of_adam

    def direction(instance: Instance) -> LinearRNN:
        return first_step_of_adam(*instance.in_theory()) if adam else numerics_gradient(instance)

    def counterexample(instance: Instance) -> str | None:
        text = nonzero(derivative_of_Q(instance.in_theory()[0], direction(instance).scaled(-1)), "dQ/dt")
        return f"{instance}: {text}" if text else None

    draw = small_then_sampled(settings.random("conserved"), settings.pick(24, 60, 400))
    return evidence.sampled(draw, counterexample, "dQ/dt = 0 along the flow", NOT_CONSERVED)


def wrong_sign(settings: Settings) -> Evidence:
    """Q with + C^T C."""
    from theory.balance.balancedness import one_sign_flipped

    return proof(settings, one_sign_flipped()[3])


def weight_decay(settings: Settings) -> Evidence:
    """The flow of L + lambda norm(theta)^2 / 2."""
    from theory.model.training import weight_decay

    return proof(settings, training=weight_decay())


CLAIM = Claim(
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
    proof=Check("proof", proof),
    checks=(Check("numerics' gradient", along),),
    controls=(
        Control("wrong sign", r"$Q$ with $+ C^T C$", NOT_CONSERVED, wrong_sign),
        Control("weight decay", r"$\theta' = -G - \lambda \theta$", NOT_CONSERVED, weight_decay),
        Control("Adam", "the sign of the gradient for the gradient", NOT_CONSERVED, lambda s: along(s, adam=True)),
    ),
)
