r"""Not only at 0: at a critical student that does not fit, r(z) < 0 for every z in (-1, 1) that is no student node.

As in `mass_deficit`, V are the multiples of pi_a^2 of degree below k, r is in V and h is orthogonal to V. So r is minus
the projection of g on V, and with the reproducing kernel of V at z and x, which is pi_a(z)^2 pi_a(x)^2 K(z, x),

    r(z) = -sum_l w_l pi_a(z)^2 pi_a(x_l)^2 K(z, x_l).

K is the kernel of the polynomials of degree below k - 2m for the weight |pi_a|^4 on the unit circle. By Christoffel and
Darboux K(z, x)(1 - z x) = phi*(z) phi*(x) - phi(z) phi(x) with phi* > 0 on [-1, 1], |phi| < phi* inside and
|phi| = phi* at the ends: so K > 0 for |z| < 1 and |x| <= 1. The value r(N) decides whether a mode beside an unused
eigenvalue N grows.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, less, printed, solution
from theory.kernel.sums import exchanged
from theory.saddles.mass_deficit import CRITICAL, DOUBLE_ROOTS, TEACHER

i = sp.Symbol("i", integer=True)
n = sp.Symbol("n", integer=True, positive=True)
m, extra = sp.symbols("m sigma", integer=True, nonnegative=True)
k = sp.Symbol("k", integer=True, positive=True)
x = sp.IndexedBase("x")
tau = sp.Symbol("tau", positive=True)

KERNEL = Premise(
    "kernel",
    "the projection on V of the vector (1, x, ..., x^{k-1}) is, as a polynomial in z, the reproducing kernel of V; it "
    "is pi_a(z)^2 pi_a(x)^2 K(z, x) with K that of the polynomials of degree below k - 2m for the weight |pi_a|^4 on "
    "the circle, as <u, v> = sum_(j < k) u_j v_j is the mean of u conj(v) over the circle",
)
DARBOUX = Premise(
    "christoffel-darboux",
    "Christoffel-Darboux on the circle (Szego): K(z, x)(1 - z x) = phi*(z) phi*(x) - phi(z) phi(x) for real z and x, "
    "phi real; phi* has no zero for |z| <= 1 and phi*(0) > 0; |phi| < |phi*| for |z| < 1, |phi| = |phi*| for |z| = 1",
)
POSITIVE = Premise("positive", r"every $w_l \ge 0$ and every $x_l$ lies in $[-1, 1]$")
NO_FIT = Premise("no-fit", r"$R_j \ne 0$ for some $j < k$")
INSIDE = Premise("inside", r"$-1 < z < 1$")


def deficit_everywhere_proof(lags: sp.Expr = 2 * m + 1 + extra, ratio: sp.Expr | None = None) -> Derivation:
    """The sign of r on (-1, 1). Controls: k = 2m, or a z outside, where |phi/phi*| may exceed 1 (`ratio`)."""
    return Derivation(
        "every m >= 0, every n, every k >= 2m + 1, any signs of the s_i, every z in (-1, 1)",
        (*_projection(lags), *_kernel_sign(ratio), *_strict()),
        (DOUBLE_ROOTS, KERNEL, DARBOUX),
        (CRITICAL, TEACHER, POSITIVE, NO_FIT, INSIDE, Premise("lags", f"$k = {printed(lags)}$")),
        Conclusion(
            r"$r(z) < 0$ for every $z \in (-1, 1)$ that is no $a_i$, and $r''(a_i) < 0$ for every $a_i \in (-1, 1)$",
            ("negative", "bends", "not-all-zero"),
        ),
    )


def _projection(lags: sp.Expr) -> tuple[Step, ...]:
    """V is not 0; <h, v> = sum_i s_i v(a_i) = 0 on V; so r is the projection of r, which is that of -g."""
    s, v = sp.IndexedBase("s"), sp.IndexedBase("v")
    j = sp.Symbol("j", integer=True)
    values = sp.Sum(v[j] * x[i] ** j, (j, 0, k - 1))
    h, g = sp.symbols("P_h P_g", real=True)
    return (
        at_most(sp.Integer(0), k - 1 - 2 * m, "V is not 0: pi_a^2 has a degree below k", {k: lags}).labelled(
            "room", "lags"
        ),
        exchanged(
            sp.Sum(v[j] * sp.Sum(s[i] * x[i] ** j, (i, 1, n)), (j, 0, k - 1)),
            sp.Sum(s[i] * values, (i, 1, n)),
            "<h, v> = sum_i s_i v(a_i) (x_i = a_i here), which is 0 for v in V",
        ).labelled("orthogonal", "critical"),
        equation(
            h - g,
            -g,
            "r has double zeros at the a_i, so it is in V and its own projection: that of h is 0, that of g is left",
            {h: sp.Integer(0)},
            "r",
        ).labelled("minus-g", "orthogonal", "double-roots", "room", "teacher"),
    )


def _kernel_sign(ratio: sp.Expr | None) -> tuple[Step, ...]:
    """phi*(z) phi*(x) (1 - q p) / (1 - z x) with q = phi/phi* at z, |q| < 1, and p = phi/phi* at x, |p| <= 1."""
    at_z, at_x = sp.symbols("phi^*(z) phi^*(x)", positive=True)
    p, q, product = sp.symbols("p q pq", real=True)
    inside = 1 - tau if ratio is None else ratio
    return (
        equation(
            at_z * at_x - (q * at_z) * (p * at_x),
            at_z * at_x * (1 - q * p),
            "K(z, x)(1 - z x), with q = phi(z)/phi*(z) and p = phi(x)/phi*(x)",
        ).labelled("quotients", "christoffel-darboux", "kernel", "minus-g"),
        less(
            sp.Integer(0),
            at_z * at_x * (1 - product),
            "|z| < 1 gives |q| < 1, |x| <= 1 gives |p| <= 1: the product qp is below 1",
            {product: inside},
        ).labelled("above", "quotients", "christoffel-darboux", "inside", "positive"),
        less(
            sp.Integer(0),
            1 - sp.Symbol("zx", real=True),
            "|z x| < 1: so K(z, x) > 0",
            {sp.Symbol("zx", real=True): 1 - tau},
        ).labelled("kernel-positive", "above", "inside", "positive"),
    )


def _strict() -> tuple[Step, ...]:
    """The terms y_l K_l, y_l = w_l pi_a(x_l)^2, are >= 0, and not all y_l are 0."""
    weight, other = sp.symbols("y_l s", nonnegative=True)
    of_K, at_z, slope, sum_ = sp.symbols("K_l pi_a(z)^2 pi_a'(a_i)^2 Y", positive=True)
    u = sp.Symbol("u_l", real=True)
    return (
        at_most(
            weight * of_K,
            weight * of_K + other,
            "with y_l = w_l pi_a(x_l)^2 >= 0 no term exceeds the sum Y = sum_l y_l K(z, x_l): were Y = 0, all y_l were",
        ).labelled("one-term", "kernel-positive", "positive", "minus-g"),
        solution(of_K * weight, weight, sp.Integer(0), "K_l is positive").labelled("no-weight", "one-term"),
        equation(
            weight * u,
            sp.Integer(0),
            "then |R|^2 = -<g, r> = -sum_l y_l u(x_l) = 0, r = pi_a^2 u: a fit. So Y > 0",
            {weight: sp.Integer(0)},
        ).labelled("not-all-zero", "no-weight", "orthogonal", "no-fit"),
        less(-at_z * sum_, sp.Integer(0), "r(z) = -pi_a(z)^2 Y, pi_a(z) not 0").labelled(
            "negative", "not-all-zero", "kernel-positive"
        ),
        less(
            -2 * slope * sum_, sp.Integer(0), "at a_i, where pi_a has a simple zero, r'' = -2 pi_a'(a_i)^2 Y"
        ).labelled("bends", "not-all-zero", "kernel-positive"),
    )
