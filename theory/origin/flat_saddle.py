r"""Escape from a flat saddle: g_0 = ... = g_{m-1} = 0 and g_m != 0, m = 1 or 2. The time is of order eps^{-m}.

Near zero the flow is theta' = 2 grad f to leading order, f homogeneous of degree m + 2: f = g_1 h_1 for m = 1, and
f = g_2 h_2 - h_0^2 / 2 for m = 2, where lag 0 pulls in the same order. The flow therefore has the scaling
theta(t) = eps phi(eps^m t): what phi does in a time s, theta does in s / eps^m. And phi leaves every ball in finite
time wherever f > 0: with N = norm(phi)^2 the quotient f / N^{(m+2)/2} does not fall, so N' >= c N^{(m+2)/2}.
(For m >= 3 lag 0 pulls in order eps^3, before lag m in order eps^{m+1}: the leading order is another flow, and nothing
is claimed.)
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, printed, solution
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import resolvent, transfer_gradient
from theory.model.samples import sample_values
from theory.origin.origin import GRADIENT, homogeneity_steps
from theory.words.matrix_words import words
from theory.words.symbols import A, B, C, W, z

eps, c, m = sp.symbols("epsilon c m", positive=True)
slack = sp.Symbol("sigma", nonnegative=True)
t = sp.Symbol("t", real=True)
f, N = (sp.Function(name, positive=True)(t) for name in ("f", "N"))

CITED = (
    GRADIENT,
    Premise("cauchy-schwarz", "Cauchy-Schwarz: (phi . grad f)^2 <= norm(phi)^2 norm(grad f)^2"),
    Premise("comparison", "comparison of scalar differential inequalities: N^{-m/2} stays below the line it starts on"),
)


def escape_exponent(delay: int) -> int:
    """The exponent of eps in the escape time from a teacher whose first `delay` moments vanish."""
    return -delay


def flat_saddle_proof(delay: sp.Expr = 2 - slack) -> Derivation:
    """Leading order, scaling of time, Euler's identity, blow-up. `delay` is m: at most 2, but for a control.

    At m = 2 the terms of lag 0 and lag m are of one order, and both are in f.
    """
    blows_up = 2 / (m * c * sp.Symbol("N_0", positive=True) ** (m / 2))
    return Derivation(
        "every d, one input and one output; the orders, Euler's identity and the scaling for every lag (words)",
        (*homogeneity_steps(), *_leading(delay), _euler(), _scaling(), *_blow_up(blows_up)),
        CITED,
        (
            Premise("delay", f"$g_0 = \\ldots = g_{{m-1}} = 0$, $g_m \\ne 0$, $1 \\le m$ and $m = {printed(delay)}$"),
            Premise("start", r"$f = g_m h_m$ ($m = 1$) or $g_2 h_2 - h_0^2 / 2$ ($m = 2$) is positive at the start"),
        ),
        Conclusion(
            r"to leading order the flow from $\epsilon \theta_0$ is $\theta(t) = \epsilon \phi(\epsilon^m t)$ with "
            r"$\phi' = 2 \nabla f(\phi)$, and where $f > 0$ at the start, $\phi$ has left every ball before the time "
            f"${printed(blows_up)}$: the student leaves the saddle after a time of order $\\epsilon^{{-m}}$",
            ("scaling", "blow-up"),
        ),
    )


def _leading(delay: sp.Expr) -> tuple[Step, ...]:
    """h_0^2 pulls in order eps^{0 + 2} eps^{0 + 1}, and g_m h_m in order eps^{m+1}; the other lags come later."""
    wrong = "g = (0, 0, 0, 1), m = 3: at eps theta grad h_0^2 is of order eps^3, and grad 2 h_3 of order eps^4"
    rule = "no lag j < m pulls before lag m: R_j = h_j is of order eps^(j+2), and its gradient of order eps^(j+1)"
    first, orders = 2 * _order(0) + 1, ("order-A", "order-B", "order-C", "order-h")
    meet = solution(
        _order(m) - first, m, sp.Integer(2), "lag 0, in order eps^2 eps, and lag m pull in one order at m = 2"
    )
    before = at_most(_order(m), first, rule, {m: delay})
    return (
        meet.labelled("meet", *orders),
        before.refuted_by(wrong).labelled("leading", "meet", *orders, "delay"),
    )


def _order(lag: sp.Expr | int) -> sp.Expr:
    """The order in eps of grad h_j at eps theta; that of h_j is one more."""
    return lag + sp.Integer(1)


def _euler() -> Step:
    """theta . grad <W, h(z)> = <W, 2 h + z h'(z)>: the coefficient of z^j says theta . grad h_j = (j + 2) h_j."""
    R, G = resolvent(A), transfer_gradient()
    along = words(A.T * G.A) + words(B.T * G.B) + words(C.T * G.C)
    response = words(W.T * C * R * B).scaled(sp.Integer(2)) + words(W.T * C * R * A * R * B).scaled(z)
    rule = "z h'(z) = z C R A R B has the coefficients j h_j: theta . grad h_j = (j + 2) h_j for every lag"
    name = r"\langle \theta, \nabla \langle W, h(z) \rangle \rangle"
    return trace_identity(along, response, rule, (), sample_values((A, B, C, W)), name).labelled("euler", "gradient")


def _scaling() -> Step:
    """eps phi(eps^m t) solves the flow that phi solves: both sides are eps^{m+1} times phi' at eps^m t."""
    phi, s = sp.Function("phi"), sp.Symbol("s", real=True)
    field = eps ** (m + 1) * sp.Subs(sp.Derivative(phi(s), s), s, eps**m * t)
    rule = "the field at eps phi is eps^(m+1) times that at phi, and so is this velocity: both solve one equation"
    return equation(sp.Derivative(eps * phi(eps**m * t), t), field, rule).labelled("scaling", "leading")


def _blow_up(end: sp.Expr) -> tuple[Step, ...]:
    """The logarithm of f N^{-(m+2)/2} does not fall, and N blows up in finite time."""
    f_dot, N_dot, start = sp.Derivative(f, t), sp.Derivative(N, t), sp.Symbol("N_0", positive=True)
    slope = sp.Symbol("G", nonnegative=True)
    size, value = sp.symbols("N f", positive=True)
    degree, speed = m + 2, m * c / 2

    def slowest(value: sp.Expr, size: sp.Expr) -> sp.Expr:
        return 2 * degree**2 * value**2 / size

    rates = {f_dot: slowest(f, N) + slack, N_dot: 4 * degree * f}
    return (
        equation(
            2 * slope**2,
            slowest(value, size),
            "f' = 2 G^2, G = norm(grad f), and G is at least this: (m + 2) f = phi . grad f <= sqrt(N) G",
            {slope: degree * value / sp.sqrt(size)},
        ).labelled("f-rises", "euler", "cauchy-schwarz", "leading"),
        at_most(
            sp.Integer(0),
            sp.Derivative(sp.log(f * N ** (-degree / 2)), t),
            "N' = 2 phi . phi' = 4 phi . grad f = 4 (m + 2) f: the quotient f / N^{(m+2)/2} does not fall",
            rates,
        ).labelled("quotient", "f-rises", "euler", "start"),
        at_most(
            sp.Derivative(N ** (-m / 2), t),
            -speed,
            "N' >= c N^{(m+2)/2} therefore, where c is 4 (m + 2) f / N^{(m+2)/2} at the start",
            {N_dot: c * N ** (degree / 2) + slack},
        ).labelled("falls", "quotient"),
        solution(
            start ** (-m / 2) - speed * t, t, end, "N^{-m/2} is at most this line, which ends: N is infinite before"
        ).labelled("blow-up", "falls", "comparison"),
    )
