"""Every m-mode saddle grows symmetry where the student lacks mass, and balancedness pins what it leaves neutral.

The steps stand in `second_variation`, `saddle_rates` and `pinned_by_balance`; here they are put together.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.saddles.pinned_by_balance import pinned_steps
from theory.saddles.saddle_rates import missing, rate_steps
from theory.saddles.second_variation import second_variation_steps

CITED = (
    Premise("series", "power series: 1/(1 - z a) = sum_j z^j a^j and R_N = sum_j z^j N^j, differentiated term by term"),
    Premise(
        "sylvester",
        "Sylvester: S U - U N = A_12 and N V - V S = A_21 have exactly one solution where S and N share no eigenvalue",
    ),
    Premise("critical-curve", "a Hessian is 0 on the tangents of a curve of critical points: differentiate grad L = 0"),
)
HYPOTHESES = (
    Premise(
        "point",
        r"$m = p = 1$ for inputs and outputs; $A = \mathrm{diag}(S, N)$, $B = (b; 0)$, $C = (c, 0)$, "
        r"$S = \mathrm{diag}(a_1, \ldots, a_m)$",
    ),
    Premise("critical", r"$r(a_i) = r'(a_i) = 0$ for every $i$, $r(z) = \sum_{j<k} R_j z^j$"),
    Premise("nodes", r"the $a_i$ are real, distinct and not 0"),
    Premise("weights", r"$b_i^2 = c_i^2 = s_i > 0$: the weights $b_i c_i$ have any signs"),
    Premise("apart", r"no eigenvalue of $N$ is an $a_i$"),
    Premise("symmetric-N", r"for the rates: $N = N^T$"),
    Premise("deficit", r"for the sign of $\lambda_m$: $h_0 < g_0$"),
    Premise("symmetric", r"for what $Q$ pins: $c = b^T$, $N = 0$"),
)


def every_saddle_proof(slope: sp.Expr | int = 0, sign: int = 1, mass: sp.Expr = missing, moves: int = 1) -> Derivation:
    """The second variation, the rates and multiplicities, and what Q pins: every m, d, k and all signs.

    A control lets r'(a_i) be `slope`, turns the `sign` in y_R, lets g_0 - h_0 be another `mass`, or takes the wrong
    sign for the move of C along the orbit (`moves`).
    """
    return Derivation(
        "every m, every d >= m, every k, any signs of the weights; all sizes by words",
        (*second_variation_steps(slope, sign), *rate_steps(mass), *pinned_steps(moves)),
        CITED,
        HYPOTHESES,
        Conclusion(
            r"$\theta_m$ is critical for every $N$; in $A_{12}, A_{21}, B_2, C_2$ the second-order term of $L$ is "
            r"$2 y_L r(N) y_R$; at an eigenvalue $\nu$ of $N$ the rates are "
            r"$\pm 2 r(\nu) (1 + \sum_i s_i / (\nu - a_i)^2)$, at $N = 0$ $\pm \lambda_m$ with "
            r"$\lambda_m = 2 (g_0 - h_0)(1 + \sum_i s_i / a_i^2)$, $d - m$ times each, and $d^2$ directions are "
            r"neutral; of the antisymmetric ones $Q$ moves along all tangents of the orbit, and with $y_-$ it "
            r"determines what is antisymmetric off the block",
            ("critical-point", "off-block-form", "rate", "sign", "all", "antisymmetric"),
        ),
    )
