"""The gradient of the loss: sums over lags, and numerics' adjoint form."""

from theory.model.gradient import LagGradient, gradient, lag_gradient
from theory.model.gradient_entrywise import gradient_entrywise, one_term_short, untransposed
from theory.model.gradient_theorem import gradient_theorem
from theory.model.samples import describe
from verifier.cases.rnn_cases import Instance, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="gradient",
    section="2",
    title="The gradient of the loss",
    statement=(
        r"With $R_j = h_j - g_j$, $b_j = A^j B$, $c_j = (A^T)^j C^T$: $\partial L/\partial C = 2 \sum_{j<k} R_j "
        r"b_j^T$, $\partial L/\partial B = 2 \sum_{j<k} c_j R_j$, "
        r"$\partial L/\partial A = 2 \sum_{j<k} \sum_{i<j} c_i R_j b_{j-1-i}^T$. "
        r"Adjoint form: $l_{k-1} = C^T R_{k-1}$, $l_j = A^T l_{j+1} + C^T R_j$, "
        r"$\partial L/\partial A = 2 \sum_{j<k-1} l_{j+1} b_j^T$, $\partial L/\partial B = 2 l_0$."
    ),
    status=Status.THEOREM,
    hypotheses=(r"any $d, m, p, k \ge 1$", r"for another loss of the $h_j$, its derivative in $h_j$ replaces $2 R_j$"),
    proof=proved_by(
        gradient_theorem,
        given=("loss",),
        concludes=(
            r"the gradients are $\sum_j W_j b_j^T$ in $C$, $\sum_j c_j W_j$ in $B$ and $\sum_j \sum_{i<j} c_i W_j "
            "b_{j-1-i}^T$ in $A$, $W_j = 2 R_j$ for $L$; the recursion $l_j = A^T l_{j+1} + C^T W_j$ gives them "
            "too, and both are what theory's functions compute"
        ),
    ),
)

MISSING_TRANSPOSE = false_proof(
    "missing-transpose",
    r"$A^i$ where $(A^T)^i$ is due",
    lambda: gradient_entrywise(untransposed),
    "wrong-gradient",
)


def both_sides(settings: Settings, formula: LagGradient) -> Evidence:
    """theory's sums over lags against numerics' adjoint form, exactly."""

    def counterexample_to_formula(instance: Instance) -> str | None:
        claimed, found = gradient(*instance.in_theory(), formula), numerics_gradient(instance)
        same = claimed == found
        return None if same else f"{instance}: the gradient is {describe(found)}; claimed {describe(claimed)}"

    draw = small_then_sampled(settings.random("gradient"), settings.pick(18, 60, 400))
    what = "sums over lags = adjoint form, exactly"
    return evidence.sampled(draw, counterexample_to_formula, what, "wrong-gradient")


@check("numerics agrees")
def numerics_agrees(settings: Settings) -> Evidence:
    return both_sides(settings, lag_gradient)


@control("one-term-short", r"the sum over $i < j - 1$ where $i < j$ is due", "wrong-gradient")
def shorter_sum(settings: Settings) -> Evidence:
    return both_sides(settings, one_term_short)
