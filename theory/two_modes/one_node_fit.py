r"""One-node fits: under (U) every planar start on the right side ends at the one fit; and when (U) holds.

`planar_steps` has the flow, `ratio_steps` the two-node teachers for which (U) holds whatever their weights are.
"""

from collections.abc import Sequence

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import printed
from theory.origin.single_mode_limit import CONTINUATION, LASALLE, NAGUMO
from theory.two_modes.planar_steps import INTERMEDIATE, planar_steps
from theory.two_modes.ratio_steps import BERNSTEIN, ratio_steps

LENGTHS = range(4, 11)
"""The k for which (U) holds for all weights."""

extra = sp.Symbol("sigma_1", integer=True, nonnegative=True)
CITED = (
    Premise(
        "support",
        "the claim support-invariant: a student A = a e e^T, B = b e, C = c e^T stays on its one-dimensional support",
    ),
    INTERMEDIATE,
    BERNSTEIN,
    NAGUMO,
    CONTINUATION,
    LASALLE,
)
HYPOTHESES = (
    Premise("symmetric", "$m = p = 1$ and $b_0 = c_0$: the student is symmetric on its support, $s = b c$"),
    Premise("first-moment", "$g_0 > 0$ and $g_1 > 0$"),
    Premise(
        "unique",
        r"(U): $2 N' D - N D'$ has exactly one zero $a_1$ between 0 and the first positive zero $c$ of $N$ "
        r"($c = \infty$ if there is none), and it is simple",
    ),
    Premise("side", r"$0 \le a_0 < c$ and $s_0 > 0$"),
    Premise("two-nodes", r"for the last statement: $g_j = w_1 x_1^j + w_2 x_2^j$, $0 \le x_1 < x_2 \le 1$, $w_i > 0$"),
)


def one_node_fit_proof(
    lags: sp.Expr = 2 + extra, lengths: Sequence[int] = LENGTHS, vanishing: bool = False, multiple: bool = False
) -> Derivation:
    """The theorem. Controls: k = 1, other lengths for U, g_1 = 0, or a zero of p that may be multiple."""
    shown = ", ".join(map(str, lengths))
    return Derivation(
        "any g with g_0, g_1 > 0 and any k >= 2 under (U); two nodes in [0, 1], all weights, k = 4, ..., 10",
        (*planar_steps(lags, vanishing, multiple), *ratio_steps(lengths)),
        CITED,
        (
            *HYPOTHESES,
            Premise("lags", f"$k = {printed(lags)}$"),
            Premise("k", f"for the last statement: $k$ is one of {shown}"),
        ),
        Conclusion(
            r"the planar flow from $0 \le a_0 < c$, $s_0 > 0$ is bounded and converges to $(a_1, N(a_1)/D(a_1))$, "
            r"which is a non-degenerate minimum of $L$ in $(a, s)$; and (U) holds for all positive weights if "
            rf"$0 \le x_1 < x_2 \le 1$ and $k$ is one of {shown}",
            ("bounded", "limit", "definite", "one-simple-zero", "first-moment-is-positive"),
        ),
    )
