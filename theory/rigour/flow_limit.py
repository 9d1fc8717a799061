r"""The gradient flow followed by a path with a small defect, and descent as such a path: both with explicit constants.

x' = -G(x) + delta, y' = -G(y), e = x - y, G = grad L. On the segment between them Hess L >= -nu, so with Hbar its mean
over the segment, G(x) - G(y) = Hbar e and <e, e'> = -<e, Hbar e> + <e, delta> <= nu |e|^2 + |e| |delta|:

    |e|' <= nu |e| + |delta|,      |e(t)| <= e^{nu t} |e(0)| + D (e^{nu t} - 1) / nu      (|delta| <= D).

Descent of step eta misses the flow by at most eta^2 M / 2 in one step, M = sup |Hess L grad L|, hence

    |theta_n - theta(n eta)| <= (eta M / 2) (e^{nu T} - 1) / nu,      n eta = T.
"""

import sympy as sp

from theory.balance.balancedness import balancedness_conserved
from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation

SCOPE = (
    "every loss with continuous second derivatives, where Hess L is bounded as stated; the chain rules are checked on "
    "the general polynomial of degree 4 in three parameters"
)

CITED = (
    "chain rule (checked on polynomials only); fundamental theorem of calculus along the segment: G(x) - G(y) = "
    "Hbar (x - y)",
    "Cauchy-Schwarz inequality; Rayleigh quotient: <e, Hbar e> >= -nu norm(e)^2 where every Hess L >= -nu",
    "mean value theorem: a function whose derivative is at most that of another, and that starts below it, stays below",
    "Taylor's theorem with integral remainder; triangle inequality; the norm of a symmetric matrix is its largest "
    "absolute eigenvalue",
)
"""The lemmas taken from elsewhere."""

t, s = sp.symbols("t s", nonnegative=True)
E, D, nu, gap, drop, eta, M = sp.symbols("E D nu sigma r eta M", nonnegative=True)


def flow_limit() -> Derivation:
    """flow-limit: the error of a path with a defect, then the error of descent, then what both leave conserved."""
    steps = (
        *defect_steps(),
        *gronwall_steps(),
        *descent_steps(),
        sharpness_step(),
        *one_mode_steps(),
        *balancedness_conserved().steps,
    )
    return Derivation(SCOPE, steps, CITED)


def defect_steps() -> tuple[Step, ...]:
    r"""|e|' <= nu |e| + |delta|, with |e| smoothed: N = sqrt(|e|^2 + sigma^2) never vanishes, and sigma -> 0.

    <e, e'> = nu E^2 + E D - r with r >= 0 is the hypothesis; N >= E is written N = E + w, w >= 0.
    """
    e, rate = sp.symbols("e_1:4", real=True), sp.symbols("c_1:4", real=True)
    moving = [value + s * speed for value, speed in zip(e, rate, strict=True)]
    N = sp.sqrt(sum(value**2 for value in moving) + gap**2)
    inner = sum(a * b for a, b in zip(e, rate, strict=True))
    above, length = sp.Symbol("w", nonnegative=True), sp.Symbol("N", positive=True)
    needed = sp.expand((nu * length + D) * length - (nu * E**2 + E * D - drop))
    return (
        _mean_hessian(),
        equation(sp.diff(N, s).subs(s, 0), inner / N.subs(s, 0), "derivative of N along e' = c, for three parameters"),
        Step(
            r"N N' = \langle e, e' \rangle = \nu E^2 + E D - r",
            r"(\nu N + D) N",
            "r >= 0 by Rayleigh and Cauchy-Schwarz; N = E + w with w >= 0",
            sp.expand(needed.subs(length, E + above)).is_nonnegative,
            r"\le",
        ),
    )


def _mean_hessian() -> Step:
    """d/ds <e, G(y + s e)> = <e, Hess L e>, for any L of three parameters; integrated over s: <e, G(x) - G(y)>."""
    e, y = sp.symbols("e_1:4", real=True), sp.symbols("y_1:4", real=True)
    monomials = list(sp.itermonomials(y, 4))
    loss = sum(sp.Symbol(f"l_{i}") * monomial for i, monomial in enumerate(monomials))
    along = dict(zip(y, [a + s * b for a, b in zip(y, e, strict=True)], strict=True))
    pairs = list(zip(e, y, strict=True))
    G = sum(b * sp.diff(loss, a) for b, a in pairs).subs(along, simultaneous=True)
    H = sum(b * c * sp.diff(loss, a, q) for b, a in pairs for c, q in pairs).subs(along, simultaneous=True)
    rule = "chain rule, for the general polynomial of degree 4 in three parameters; integrated over s in [0, 1]"
    return Step(
        r"\frac{d}{ds} \langle e, G(y + s e) \rangle",
        r"\langle e, \nabla^2 L(y + s e) \, e \rangle",
        rule,
        sp.expand(sp.diff(G, s) - H) == 0,
    )


def gronwall_steps() -> tuple[Step, ...]:
    """The differential inequality integrated: by the factor e^{-Lambda}, and in closed form for constant bounds."""
    Lambda, N = sp.Function("Lambda")(t), sp.Function("N")(t)
    start, x = sp.Symbol("E_0", nonnegative=True), sp.Symbol("x", nonnegative=True)
    n = sp.Symbol("n", integer=True, nonnegative=True)
    next_factorial = {sp.factorial(n + 1): (n + 1) * sp.factorial(n)}
    bound = sp.exp(nu * t) * start + D * (sp.exp(nu * t) - 1) / nu
    return (
        equation(
            sp.diff(N * sp.exp(-Lambda), t),
            (sp.diff(N, t) - sp.diff(Lambda, t) * N) * sp.exp(-Lambda),
            "integrating factor, Lambda' = nu: the right side is at most D e^{-Lambda}",
        ),
        equation(sp.diff(bound, t), nu * bound + D, "constant nu and D: the bound solves the equation"),
        equation(bound.subs(t, 0), start, "and starts there", name=r"\text{the bound at } t = 0"),
        equation(
            1 / sp.factorial(n) - 1 / sp.factorial(n + 1),
            n / sp.factorial(n + 1),
            "termwise in x = nu t: (e^x - 1)/x <= e^x, so e^{nu t} (E_0 + t D) is a bound too",
            next_factorial,
        ),
        at_most(sp.Integer(0), n * x**n / sp.factorial(n), "all these terms are non-negative (n! divides (n + 1)!)"),
    )


def descent_steps() -> tuple[Step, ...]:
    """Descent against the flow: the error of one step, the recursion, its solution, and why it stays in the tube."""
    return (acceleration_step(), *_one_step(), *_all_steps())


def acceleration_step() -> Step:
    """theta'' = Hess L grad L along theta' = -grad L, for any L of three parameters."""
    names = sp.symbols("theta_1:4", real=True)
    monomials = list(sp.itermonomials(names, 4))
    loss = sum(sp.Symbol(f"l_{i}") * monomial for i, monomial in enumerate(monomials))
    G = [sp.diff(loss, name) for name in names]
    second = [sum(sp.diff(-rate, a) * -speed for a, speed in zip(names, G, strict=True)) for rate in G]
    product = [sum(sp.diff(loss, a, b) * speed for b, speed in zip(names, G, strict=True)) for a in names]
    holds = all(sp.expand(left - right) == 0 for left, right in zip(second, product, strict=True))
    rule = "chain rule, for the general polynomial of degree 4 in three parameters"
    return Step(r"\theta''", r"\nabla^2 L \, \nabla L", rule, holds)


def _one_step() -> tuple[Step, ...]:
    """|theta(eta) - theta(0) + eta G| <= eta^2 M / 2, and |1 - eta h| <= 1 + eta nu for h in [-nu, 2/eta - a]."""
    inside, below = sp.symbols("a b", nonnegative=True)
    h, least = 2 / eta - inside, -nu + below
    return (
        equation(
            sp.integrate((eta - s) * M, (s, 0, eta)),
            eta**2 * M / 2,
            "remainder of Taylor's formula, at most",
            name=r"\int_0^\eta (\eta - s) M \, ds",
        ),
        at_most(1 - eta * least, 1 + eta * nu, "an eigenvalue h = -nu + b of the Hessian, b >= 0"),
        at_most(
            sp.expand(eta * h - 1), 1 + eta * nu, "an eigenvalue h = 2/eta - a, a >= 0: eta times Hess L is at most 2"
        ),
    )


def _all_steps() -> tuple[Step, ...]:
    """E_{n+1} <= (1 + eta nu) E_n + eta^2 M / 2 has the solution b_n <= (eta M / 2)(e^{nu n eta} - 1)/nu."""
    n = sp.Symbol("n", integer=True, nonnegative=True)
    x, order = sp.Symbol("x", nonnegative=True), sp.Symbol("m", integer=True, nonnegative=True)

    def b(index: sp.Expr) -> sp.Expr:
        return eta * M * ((1 + eta * nu) ** index - 1) / (2 * nu)

    recursion = sp.powsimp(sp.expand((1 + eta * nu) * b(n) + eta**2 * M / 2 - b(n + 1)))
    exponential = sp.series(sp.exp(x), x, 0, 6).removeO() - (1 + x)
    return (
        Step(
            r"(1 + \eta \nu) b_n + \frac{1}{2} \eta^2 M",
            rf"b_{{n+1}}, \quad b_n = {sp.latex(b(n))}",
            "induction: error carried and error made; while b_n is below the tube's radius, the bounds apply",
            sp.simplify(recursion) == 0,
        ),
        equation(b(sp.Integer(0)), sp.Integer(0), "both start at the same student", name="b_0"),
        Step("1 + x", "e^{x}", "x >= 0: the first terms of the series", exponential.is_nonnegative, r"\le"),
        at_most(sp.Integer(0), x**order / sp.factorial(order), "each further term of the series is non-negative"),
    )


def sharpness_step() -> Step:
    """L = -nu x^2 / 2: two flows part as e^{nu t}, so nu cannot be dropped or made smaller."""
    start, x = sp.Symbol("E_0", positive=True), sp.Symbol("x")
    loss, error = -nu * x**2 / 2, start * sp.exp(nu * t)
    flows = sp.simplify(sp.diff(error, t) + sp.diff(loss, x).subs(x, error)) == 0
    return Step(
        rf"L = {sp.latex(loss)}: \quad e(t)",
        sp.latex(error),
        "the bound is attained on a saddle",
        flows and sp.diff(loss, x, 2) == -nu,
    )


def one_mode_steps() -> tuple[Step, ...]:
    """d = m = p = k = 1, B = C = b, A = 0: b' = 2 (g - b^2) b, and b^2 is a logistic curve: a flow known in full."""
    b, g, first = sp.symbols("b g b_0", positive=True)
    curve = g / (1 + (g / first**2 - 1) * sp.exp(-4 * g * t))
    loss = (sp.Symbol("B") * sp.Symbol("C") - g) ** 2
    slope = -sp.diff(loss, sp.Symbol("B")).subs({sp.Symbol("B"): b, sp.Symbol("C"): b})
    return (
        equation(slope, 2 * (g - b**2) * b, "the flow on B = C = b", name="-dL/dB"),
        equation(sp.diff(curve, t), 4 * curve * (g - curve), "the logistic curve b^2 solves (b^2)' = 4 b^2 (g - b^2)"),
        equation(curve.subs(t, 0), first**2, "and starts at b_0^2"),
    )
