"""The gradient of the loss: sums over lags, and numerics' adjoint form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.model.gradient import LagGradient

WRONG_GRADIENT = "wrong-gradient"


def proof(settings: Settings) -> Evidence:
    """Matrix calculus, product rule, power series, adjoint recursion, entry by entry."""
    from theory.model.gradient_theorem import gradient_theorem

    return evidence.proof(gradient_theorem(), WRONG_GRADIENT)


def wrong_proof(settings: Settings) -> Evidence:
    """The entry by entry part of the proof with A^i where (A^T)^i is due."""
    from theory.model.gradient_entrywise import gradient_entrywise, untransposed

    return evidence.proof(gradient_entrywise(untransposed), WRONG_GRADIENT)


def both_sides(settings: Settings, formula: LagGradient | None = None) -> Evidence:
    """theory's sums over lags (or another formula) against numerics' adjoint form, exactly."""
    from theory.model.gradient import gradient, lag_gradient
    from theory.model.samples import describe

    def counterexample(instance: Instance) -> str | None:
        claimed, found = gradient(*instance.in_theory(), formula or lag_gradient), numerics_gradient(instance)
        same = claimed == found
        return None if same else f"{instance}: the gradient is {describe(found)}; claimed {describe(claimed)}"

    draw = small_then_sampled(settings.random("gradient"), settings.pick(18, 60, 400))
    return evidence.sampled(draw, counterexample, "sums over lags = adjoint form, exactly", WRONG_GRADIENT)


def one_term_short(settings: Settings) -> Evidence:
    """The sum over i < j - 1."""
    from theory.model.gradient_entrywise import one_term_short

    return both_sides(settings, one_term_short)


CLAIM = Claim(
    id="gradient",
    section="2",
    title="The gradient of the loss",
    statement=(
        r"With $R_j = h_j - g_j$, $b_j = A^j B$, $c_j = (A^T)^j C^T$: $\partial L/\partial C = 2 \sum_j R_j b_j^T$, "
        r"$\partial L/\partial B = 2 \sum_j c_j R_j$, "
        r"$\partial L/\partial A = 2 \sum_j \sum_{i<j} c_i R_j b_{j-1-i}^T$. "
        r"Adjoint form: $l_{k-1} = C^T R_{k-1}$, $l_j = A^T l_{j+1} + C^T R_j$, "
        r"$\partial L/\partial A = 2 \sum_{j<k-1} l_{j+1} b_j^T$, $\partial L/\partial B = 2 l_0$."
    ),
    status=Status.THEOREM,
    hypotheses=(r"any $d, m, p, k \ge 1$", r"for another loss of the $h_j$, its derivative in $h_j$ replaces $2 R_j$"),
    proof=Check("proof", proof),
    checks=(Check("numerics agrees", both_sides),),
    controls=(
        Control("missing transpose", r"$A^i$ where $(A^T)^i$ is due", WRONG_GRADIENT, wrong_proof),
        Control("one term short", r"the sum over $i < j - 1$ where $i < j$ is due", WRONG_GRADIENT, one_term_short),
    ),
)
