r"""From near zero, two modes, any width, even k: the flow ends at the teacher, and its limit is a symmetric student.

1. `escape`, with w = g_0 and l = g_1/g_0 (nothing else of the teacher is used): at the first time with |u| = delta
   the student is (a e e^T, delta e/sqrt2, delta e^T/sqrt2) up to O(eps log 1/eps), theta_a = O(eps); and
   |u ^ S u| >= c eps |u|^2 (`bivector_steps`), where S_0 u_0 is no multiple of u_0.
2. `one_node_fit`: bounded time to any neighbourhood of theta_1.
3. `passage_steps`: the flow leaves it along the unstable manifold, with theta_a = O(eps).
4. `second_mode`: bounded time to any ball about the two-node students that fit.
5. `from_the_plateau`, k >= 2n = 4: it converges there, to L = 0.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, noncommutative, printed
from theory.origin.escape import escape_steps
from theory.origin.escape_equations import GRADIENT, equations_of_escape, lag_one
from theory.origin.escape_norms import norm_steps
from theory.origin.escape_off_axis import off_axis_steps
from theory.origin.near_zero_one_mode import COMPARISON, FIRST_EXIT, NORMS, POWER_SERIES, node_and_time
from theory.origin.single_mode_limit import reflection
from theory.two_modes.bivector_steps import BIVECTORS, bivector_steps
from theory.two_modes.no_escape import half
from theory.two_modes.node_flow import SYMMETRIC_FLOW
from theory.two_modes.passage_steps import BOOTSTRAP, MORSE_BOTT, SADDLE, UNSTABLE, passage_steps

CITED = (
    GRADIENT,
    SYMMETRIC_FLOW,
    POWER_SERIES,
    NORMS,
    COMPARISON,
    FIRST_EXIT,
    BIVECTORS,
    SADDLE,
    MORSE_BOTT,
    UNSTABLE,
    BOOTSTRAP,
    Premise(
        "one-node-fit",
        "the claim one-node-fit: under (U) every symmetric one-mode student at the escape flows to theta_1",
    ),
    Premise(
        "second-mode",
        "the claim second-mode: under (U), (R), (Low), (Lev), (B) the symmetric orbit of width 2 that leaves theta_1 "
        "ends at a two-node student that fits, and (R), (Low), (Lev), (B) follow from (U) for 0 <= x_1 < x_2 <= 1",
    ),
    Premise(
        "dependence",
        "continuous dependence on the start over a bounded time, uniform on compact sets: the starts at the escape, "
        "and the exits up to O(d - 1), are compact; theta_a' = O(|theta_a|) over that time (not machine-checked)",
    ),
    Premise(
        "plateau",
        "the claim from-the-plateau, k >= 2n = 4: a flow that enters a small ball about the fitted student converges "
        "to L = 0 within C r^kappa of it, kappa > 0",
    ),
)
HYPOTHESES = (
    Premise("scalar", "$m = p = 1$ for inputs and outputs, any width $d \\ge 2$"),
    Premise(
        "teacher",
        r"$g_j = w_1 x_1^j + w_2 x_2^j$, $x_1 \ne x_2$, $w_i > 0$, $g_1 \ne 0$; $w = g_0$, $w l = g_1$ at the escape",
    ),
    Premise("U", "(U) of one-node-fit, for the teacher or (if $g_1 < 0$) its mirror image"),
    Premise("R", r"(R): $h_0 < g_0$ at $\theta_1$, as nodes in $[-1, 1]$ imply"),
    Premise("conditions", "(Low), (Lev) and (B) of second-mode; for nodes in $[0, 1]$ they follow"),
    Premise("start", r"$u_0 = B_0 + C_0^T \ne 0$"),
    Premise("generic", r"(G): $S_0 u_0$ is no multiple of $u_0$, $S_0 = (A_0 + A_0^T)/2$"),
    Premise("small", r"$\epsilon$ is small enough, depending on the direction of the start, the teacher and $k$"),
)


def two_modes_proof(
    generic: bool = True, weight_sign: int = 1, length: int = 2, deficit: sp.Expr | None = None
) -> Derivation:
    """The theorem. Controls: (G) violated, g_0 < 0, one trained lag, or another deficit at theta_1."""
    lags = 4 + 2 * half
    steps = (
        *equations_of_escape(weight_sign),
        *norm_steps(),
        *escape_steps(),
        *off_axis_steps(),
        *lag_one(length),
        *node_and_time(),
        *bivector_steps(generic),
        *_to_the_fit(),
        *passage_steps(deficit),
        *_to_the_teacher(lags),
    )
    return Derivation(
        "m = p = 1, two nodes, every width d >= 2, every even k >= 4, generic starts, under (U) and four conditions",
        steps,
        CITED,
        (*HYPOTHESES, Premise("lags", f"$k = {printed(lags)}$")),
        Conclusion(
            r"the flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ its "
            r"distance from the symmetric two-node students that fit tends to 0, and $h_j \to g_j$ for every $j$; its "
            r"asymmetry is $O(\epsilon)$ until it leaves $\theta_1$",
            ("arrives", "every-lag", "asymmetry-bounded", "mirror"),
        ),
    )


def _to_the_fit() -> tuple[Step, ...]:
    """From |u| = delta to a ball about theta_1 in bounded time: |D| >= c eps there, |theta_a| <= C eps."""
    start, C, T, eps, c, delta = sp.symbols("D_0 C T epsilon c delta", positive=True)
    arrival = ("v-small", "Z-small", "xi-small", "Y-bound", "node-at-escape", "time", "A-stays-small", "first-exit")
    return (
        equation(
            start * sp.exp(-C * T),
            c * eps * delta**2 * sp.exp(-C * T),
            "|D|' >= -C |D| - C |theta_a|^2 over a bounded time T, from |D| = c eps delta^2 on",
            {start: c * eps * delta**2},
        ).labelled("bivector-arrives", "bivector-stays", "one-node-fit", "dependence", *arrival),
    )


def _to_the_teacher(lags: sp.Expr) -> tuple[Step, ...]:
    """Every exit is near the unstable manifold, whose orbits end at the fitted students: then the plateau."""
    k = sp.Symbol("k", integer=True, positive=True)
    X, X_star, power, power_star = sp.symbols("A A_* A^j A_*^j", commutative=False)
    (responses, loss) = reflection()
    return (
        at_most(
            2 * sp.Integer(2),
            k,
            "the exits tend to the orbit of width 2, which second-mode carries to the fitted students in bounded time, "
            "up to a ball; there k >= 2n: from-the-plateau",
            {k: lags},
        ).labelled("arrives", "exit", "second-mode", "conditions", "dependence", "plateau", "lags"),
        noncommutative(
            X * power - X_star * power_star,
            X * (power - power_star) + (X - X_star) * power_star,
            "by induction A^j - A_*^j = sum_{i<j} A^i (A - A_*) A_*^{j-1-i}: h_j -> g_j for each j",
        ).labelled("every-lag", "arrives"),
        responses.labelled("mirror-responses"),
        loss.labelled("mirror", "mirror-responses"),
    )
