r"""The gradient flow followed by a path with a small defect, and descent as such a path: both with explicit constants.

x' = -G(x) + delta, y' = -G(y), e = x - y, G = grad L. On the segment between them Hess L >= -nu, so with Hbar its mean
over the segment, G(x) - G(y) = Hbar e and <e, e'> = -<e, Hbar e> + <e, delta> <= nu |e|^2 + |e| |delta|:

    |e|' <= nu |e| + |delta|,      |e(t)| <= e^{nu t} |e(0)| + D (e^{nu t} - 1) / nu      (|delta| <= D).

Descent of step eta misses the flow by at most eta^2 M / 2 in one step, M = sup |Hess L grad L|, hence

    |theta_n - theta(n eta)| <= (eta M / 2) (e^{nu T} - 1) / nu,      n eta = T.
"""

import sympy as sp

from theory.balance.balancedness import balancedness_conserved
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, joined
from theory.kernel.steps import at_most, decided, equation, printed, same_powers
from theory.rigour.known_flows import one_mode_steps, sharpness_steps

SCOPE = (
    "every loss with continuous second derivatives, where Hess L is bounded as stated; the chain rules are checked on "
    "the general polynomial of degree 4 in three parameters"
)

CITED = (
    Premise(
        "calculus",
        "chain rule (checked on polynomials only); fundamental theorem of calculus along the segment: G(x) - G(y) = "
        "Hbar (x - y)",
    ),
    Premise(
        "rayleigh",
        "Cauchy-Schwarz inequality; Rayleigh quotient: <e, Hbar e> >= -nu norm(e)^2 where every Hess L >= -nu",
    ),
    Premise(
        "comparison",
        "mean value theorem: a function whose derivative is at most that of another, and that starts below it, stays "
        "below",
    ),
    Premise(
        "taylor",
        "Taylor's theorem with integral remainder; triangle inequality; the norm of a symmetric matrix is its largest "
        "absolute eigenvalue",
    ),
)
"""The lemmas taken from elsewhere."""

HYPOTHESES = (
    Premise("path", r"$x' = -G(x) + \delta$, $|\delta| \le D$, and $y' = -G(y)$, $G = \nabla L$"),
    Premise("curvature", r"$\nabla^2 L \ge -\nu$, $\nu \ge 0$, on the segments from $y$ to $x$"),
    Premise(
        "descent",
        r"for descent: step $\eta$, $M \ge |\nabla^2 L \, \nabla L|$, $\eta \nabla^2 L \le 2$",
    ),
)

t, s = sp.symbols("t s", nonnegative=True)
E, D, nu, gap, drop, eta, M = sp.symbols("E D nu sigma r eta M", nonnegative=True)


def flow_limit(rate: int = 1) -> Derivation:
    """flow-limit: the error of a path with a defect, then the error of descent, then what both leave conserved.

    The error grows as e^{`rate` nu t}: once nu. A control asks for another rate.
    """
    n = sp.Symbol("n", integer=True, nonnegative=True)
    own = Derivation(
        SCOPE,
        (*defect_steps(), *gronwall_steps(rate), *descent_steps(), *sharpness_steps(), *one_mode_steps()),
        CITED,
        HYPOTHESES,
        Conclusion(
            rf"$|e(t)| \le {printed(_bound(rate))}$, with equality on a saddle; descent is within "
            rf"${printed(_accumulated(n))}$ of the flow after $n$ steps, which is at most "
            r"$\eta M (e^{\nu n \eta} - 1) / (2 \nu)$; the flow of one mode is known in full",
            (
                *("starts", "simpler-bound", "recursion", "descent-start", "exponential"),
                *("saddle-curvature", "logistic-start"),
            ),
        ),
    )
    return joined(own, balancedness_conserved(), "conserved")


def _bound(rate: int) -> sp.Expr:
    """The bound of |e(t)| for constant nu and D, growing as e^{rate nu t}."""
    start = sp.Symbol("E_0", nonnegative=True)
    return sp.exp(rate * nu * t) * start + D * (sp.exp(rate * nu * t) - 1) / (rate * nu)


def _accumulated(index: sp.Expr) -> sp.Expr:
    """(eta M / 2) ((1 + eta nu)^n - 1) / nu."""
    return eta * M * ((1 + eta * nu) ** index - 1) / (2 * nu)


def defect_steps() -> tuple[Step, ...]:
    r"""|e|' <= nu |e| + |delta|, with |e| smoothed: N = sqrt(|e|^2 + sigma^2) never vanishes, and sigma -> 0.

    <e, e'> = nu E^2 + E D - r with r >= 0 is the hypothesis; N >= E is written N = E + w, w >= 0.
    """
    e, rate = sp.symbols("e_1:4", real=True), sp.symbols("c_1:4", real=True)
    moving = [value + s * speed for value, speed in zip(e, rate, strict=True)]
    N = sp.sqrt(sum(value**2 for value in moving) + gap**2)
    inner = sum(a * b for a, b in zip(e, rate, strict=True))
    longer = E + sp.Symbol("w", nonnegative=True)
    return (
        _mean_hessian().labelled("mean-hessian", "calculus"),
        equation(
            sp.Subs(sp.Derivative(N, s), s, 0),
            inner / N.subs(s, 0),
            "derivative of N along e' = c, for three parameters",
        ).labelled("smoothed-norm"),
        at_most(
            nu * E**2 + E * D - drop,
            (nu * longer + D) * longer,
            "<e, e'> = N N' is the left side, r >= 0 by Rayleigh and Cauchy-Schwarz; N = E + w with w >= 0",
        ).labelled("differential-inequality", "smoothed-norm", "mean-hessian", "rayleigh", "path", "curvature"),
    )


def _polynomial(letters: tuple[sp.Symbol, ...]) -> sp.Expr:
    """The general polynomial of degree 4 in these letters."""
    monomials = enumerate(sp.itermonomials(letters, 4))
    return sum((sp.Symbol(f"l_{i}") * monomial for i, monomial in monomials), sp.Integer(0))


def _mean_hessian() -> Step:
    """d/ds <e, G(y + s e)> = <e, Hess L e>, for any L of three parameters; integrated over s: <e, G(x) - G(y)>."""
    e, y = sp.symbols("e_1:4", real=True), sp.symbols("y_1:4", real=True)
    loss, pairs = _polynomial(y), list(zip(e, y, strict=True))
    along = {a: a + s * b for b, a in pairs}

    def chain_rule() -> bool:
        G = sum(b * sp.diff(loss, a) for b, a in pairs).subs(along, simultaneous=True)
        H = sum(b * c * sp.diff(loss, a, q) for b, a in pairs for c, q in pairs).subs(along, simultaneous=True)
        return bool(sp.expand(sp.diff(G, s) - H) == 0)

    return decided(
        r"$\frac{d}{ds} \langle e, G(y + s e) \rangle = \langle e, \nabla^2 L(y + s e) \, e \rangle$ for the general "
        "polynomial L of degree 4 in three parameters",
        chain_rule,
        "chain rule; integrated over s in [0, 1] the left side is <e, G(x) - G(y)>",
    )


def gronwall_steps(rate: int) -> tuple[Step, ...]:
    """The differential inequality integrated: by the factor e^{-Lambda}, and in closed form for constant bounds."""
    Lambda, N = sp.Function("Lambda")(t), sp.Function("N")(t)
    start, x = sp.Symbol("E_0", nonnegative=True), sp.Symbol("x", nonnegative=True)
    n = sp.Symbol("n", integer=True, nonnegative=True)
    next_factorial = {sp.factorial(n + 1): (n + 1) * sp.factorial(n)}
    bound = _bound(rate)
    return (
        equation(
            sp.Derivative(N * sp.exp(-Lambda), t),
            (sp.Derivative(N, t) - sp.Derivative(Lambda, t) * N) * sp.exp(-Lambda),
            "integrating factor, Lambda' = nu: the right side is at most D e^{-Lambda}",
        ).labelled("integrating-factor", "differential-inequality", "comparison"),
        equation(sp.Derivative(bound, t), nu * bound + D, "constant nu and D: the bound solves the equation").labelled(
            "solves", "integrating-factor"
        ),
        equation(sp.Subs(bound, t, 0), start, "the bound starts at E_0").labelled("starts", "solves"),
        equation(
            1 / sp.factorial(n) - 1 / sp.factorial(n + 1),
            n / sp.factorial(n + 1),
            "termwise in x = nu t: (e^x - 1)/x <= e^x, so e^{nu t} (E_0 + t D) is a bound too",
            next_factorial,
        ).labelled("termwise", "solves"),
        at_most(
            sp.Integer(0), n * x**n / sp.factorial(n), "all these terms are non-negative (n! divides (n + 1)!)"
        ).labelled("simpler-bound", "termwise"),
    )


def descent_steps() -> tuple[Step, ...]:
    """Descent against the flow: the error of one step, the recursion, its solution, and why it stays in the tube."""
    return (acceleration_step(), *_one_step(), *_all_steps())


def acceleration_step() -> Step:
    """theta'' = Hess L grad L along theta' = -grad L, for any L of three parameters."""
    names = sp.symbols("theta_1:4", real=True)
    loss = _polynomial(names)

    def chain_rule() -> bool:
        G = [sp.diff(loss, name) for name in names]
        second = [sum(sp.diff(-rate, a) * -speed for a, speed in zip(names, G, strict=True)) for rate in G]
        product = [sum(sp.diff(loss, a, b) * speed for b, speed in zip(names, G, strict=True)) for a in names]
        return all(sp.expand(left - right) == 0 for left, right in zip(second, product, strict=True))

    return decided(
        r"$\theta'' = \nabla^2 L \, \nabla L$ along $\theta' = -\nabla L$, for the general polynomial of degree 4 in "
        "three parameters",
        chain_rule,
        "chain rule",
    ).labelled("acceleration", "calculus")


def _one_step() -> tuple[Step, ...]:
    """|theta(eta) - theta(0) + eta G| <= eta^2 M / 2, and |1 - eta h| <= 1 + eta nu for h in [-nu, 2/eta - a]."""
    inside, below = sp.symbols("a b", nonnegative=True)
    h, least = 2 / eta - inside, -nu + below
    return (
        equation(
            sp.Integral((eta - s) * M, (s, 0, eta)), eta**2 * M / 2, "remainder of Taylor's formula, at most"
        ).labelled("one-step", "acceleration", "taylor", "descent"),
        at_most(1 - eta * least, 1 + eta * nu, "an eigenvalue h = -nu + b of the Hessian, b >= 0").labelled(
            "least-eigenvalue", "curvature"
        ),
        at_most(
            eta * h - 1, 1 + eta * nu, "an eigenvalue h = 2/eta - a, a >= 0: eta times Hess L is at most 2"
        ).labelled("largest-eigenvalue", "descent"),
    )


def _all_steps() -> tuple[Step, ...]:
    """E_{n+1} <= (1 + eta nu) E_n + eta^2 M / 2 has the solution b_n <= (eta M / 2)(e^{nu n eta} - 1)/nu."""
    n = sp.Symbol("n", integer=True, nonnegative=True)
    x, order = sp.Symbol("x", nonnegative=True), sp.Symbol("m", integer=True, nonnegative=True)
    return (
        same_powers(
            (1 + eta * nu) * _accumulated(n) + eta**2 * M / 2,
            _accumulated(n + 1),
            "induction: error carried and error made; while b_n is below the tube's radius, the bounds apply",
        ).labelled("recursion", "one-step", "least-eigenvalue", "largest-eigenvalue"),
        equation(_accumulated(sp.Integer(0)), sp.Integer(0), "both start at the same student", name="b_0").labelled(
            "descent-start", "descent"
        ),
        equation(
            sp.Sum(x**order / sp.factorial(order), (order, 0, 1)), 1 + x, "the first terms of the series of e^x"
        ).labelled("first-terms"),
        at_most(
            sp.Integer(0),
            x**order / sp.factorial(order),
            "each further term of the series is non-negative: 1 + x <= e^x",
        ).labelled("exponential", "first-terms", "recursion"),
    )
