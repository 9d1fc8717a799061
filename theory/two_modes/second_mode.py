r"""Two nodes, even k: the symmetric orbit that leaves the one-node fit ends at the teacher.

Its student has two distinct nodes for ever, because a student that a reflection fixes stays such. It is bounded
(`no_escape`), so it converges to a critical point with less loss than theta_1. That is not the zero student, whose loss
is |g|^2; nor a one-node student, by (Low), whatever its unused eigenvalue is; so it has two nodes and fits, by
no-spurious-fit for even k.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, less, printed
from theory.two_modes.no_escape import COMPACTNESS, F, gap, half, no_escape_steps, total
from theory.two_modes.node_flow import PERTURBATION, SYMMETRIC_FLOW, node_flow_steps
from theory.two_modes.positive_nodes import BETWEEN, CONCAVE, JENSEN, positive_steps

CITED = (
    SYMMETRIC_FLOW,
    PERTURBATION,
    COMPACTNESS,
    CONCAVE,
    BETWEEN,
    JENSEN,
    Premise(
        "saddle",
        "the claims every-saddle and one-node-fit: at theta_1 in width 2 one symmetric direction grows, at the rate "
        "lambda_1, if h_0 < g_0; the unstable manifold theorem: the orbits that leave theta_1 along it are one orbit "
        "and its mirror image, on which L < L_1",
    ),
    Premise(
        "equivariance",
        "the flow commutes with orthogonal changes of basis, and solutions are unique: a student that a reflection "
        "fixes stays such, forwards and backwards; a symmetric student of width 2 with a weight 0, or with equal "
        "nodes, is one",
    ),
    Premise(
        "lojasiewicz", "Lojasiewicz: a bounded gradient flow of an analytic function has a limit, a critical point"
    ),
    Premise(
        "no-spurious-fit",
        "the claim no-spurious-fit: a critical symmetric student with two distinct nodes and weights not 0, beside a "
        "two-node teacher and for even k, has L = 0",
    ),
    Premise("narrow", "the claim small-students-extrapolate: width 2, order 2 and 2 + 2 <= k lags that fit: h_j = g_j"),
    Premise("deficit", "the claim mass-deficit: h_0 < g_0 at theta_1 if the teacher's nodes lie in [-1, 1]"),
)
HYPOTHESES = (
    Premise("teacher", r"$g_j = w_1 x_1^j + w_2 x_2^j$ with $x_1 \ne x_2$ real, $w_1, w_2 > 0$, and $g_1 > 0$"),
    Premise("U", r"(U), so that $\theta_1 = (a_1, s_1)$ is the one-node fit and $L_1 = |g|^2 - F(a_1)$ its loss"),
    Premise("R", r"(R): $h_0 < g_0$ at $\theta_1$"),
    Premise("Low", r"(Low): every other critical one-node student with $s > 0$ has a loss above $L_1$"),
    Premise("Lev", r"(Lev): $F(a_1) > g_{k-2}^2 + g_{k-1}^2$"),
    Premise("B", r"(B): a critical one-node student of the first $k - 1$ lags with loss below $L_1$ has $R_{k-2} < 0$"),
    Premise("nodes", r"for the last statement: $0 \le x_1 < x_2 \le 1$"),
)


def second_mode_proof(
    lags: sp.Expr = 4 + 2 * half, excess: sp.Expr = gap, interaction: int = 1, missing: sp.Expr = gap
) -> Derivation:
    """The theorem. Controls: odd k, (Lev) violated, a false node flow, or a student with no less mass (`missing`)."""
    steps = (
        *node_flow_steps(interaction),
        *_leaves(missing),
        *no_escape_steps(lags, excess),
        *_limit(lags),
        *positive_steps(),
    )
    return Derivation(
        "two real nodes, positive weights, every even k >= 4, under (U), (R), (Low), (Lev), (B)",
        steps,
        CITED,
        (*HYPOTHESES, Premise("lags", f"$k = {printed(lags)}$")),
        Conclusion(
            r"the symmetric orbit of width 2 that leaves $\theta_1$ is bounded and converges to a student with two "
            r"distinct nodes and $h_j = g_j$ for every $j$; and for $0 \le x_1 < x_2 \le 1$ (R), (Low), (Lev) and (B) "
            r"hold for all positive weights, under (U)",
            ("bounded", "fits", "every-lag", "lev-holds", "low-holds", "b-holds", "deficit"),
        ),
    )


def _leaves(missing: sp.Expr) -> tuple[Step, ...]:
    """lambda_1 = 2 (g_0 - h_0)(1 + s/a^2) > 0: there is an orbit, and it keeps two nodes."""
    s, a, deficit = sp.symbols("s a g_0-h_0", positive=True)
    step = less(
        sp.Integer(0),
        2 * sp.Symbol("g_0-h_0") * (1 + s / a**2),
        "lambda_1: the second mode grows, and along the orbit both weights and the gap of the nodes differ from 0",
        {sp.Symbol("g_0-h_0"): deficit if missing == gap else missing},
    )
    return (step.labelled("grows", "saddle", "R", "U", "equivariance", "teacher"),)


def _limit(lags: sp.Expr) -> tuple[Step, ...]:
    """The limit has Krylov dimension 0, 1 or 2: only 2 is left, and it fits."""
    L_1, loss = sp.symbols("L_1 L", real=True)
    lengths = sp.Symbol("k", integer=True, positive=True)
    return (
        less(
            total - F, total, "the zero student has L = |g|^2, above L_1", {F: sp.Symbol("F_1", positive=True)}
        ).labelled("not-zero", "bounded", "lojasiewicz", "grows"),
        less(
            L_1,
            loss,
            "a limit of Krylov dimension 1 is a critical one-node student, whatever its unused eigenvalue: by (Low) "
            "and (U) its loss is L_1 or more, but L < L_1",
            {loss: L_1 + gap},
        ).labelled("not-one", "not-zero", "Low", "U"),
        at_most(
            sp.Integer(4),
            lengths,
            "two nodes are left: L = 0 for even k, and k >= 4",
            {lengths: lags},
        ).labelled("fits", "not-one", "no-spurious-fit", "lags"),
        at_most(
            2 + sp.Integer(2), lengths, "width 2 and order 2: the student is right at every lag", {lengths: lags}
        ).labelled("every-lag", "fits", "narrow"),
    )
