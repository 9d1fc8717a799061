r"""Escape from a flat saddle: g_0 = ... = g_{m-1} = 0 and g_m != 0. The time is of order eps^{-m}, not log 1/eps.

Near zero the loss is |g|^2 - 2 g_m h_m to leading order, and h_m = C A^m B is homogeneous of degree m + 2. The flow
theta' = 2 g_m grad h_m therefore has the scaling theta(t) = eps phi(eps^m t): what phi does in a time s, theta does in
s / eps^m. For m >= 1, phi leaves every ball in finite time wherever f = g_m h_m > 0: with N = norm(phi)^2 the quotient
f / N^{(m+2)/2} does not fall, so N' >= c N^{(m+2)/2}. For m = 0 the same inequality gives exponential growth.
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step

SIZES = (1, 2)
DELAYS = (0, 1, 2)

SCOPE = (
    "one input and output; homogeneity and Euler's identity entry by entry, m = 0, 1, 2 and widths 1, 2; N for every m"
)


def escape_exponent(delay: int) -> int:
    """The exponent of eps in the escape time from a teacher whose first `delay` moments vanish."""
    return -delay


def flat_saddle_proof() -> Derivation:
    """Homogeneity, the scaling of time, Euler's identity, and blow-up in finite time."""
    steps = (*(_homogeneous(m, width) for m in DELAYS for width in SIZES), _scaling(), *_blow_up())
    return Derivation(SCOPE, steps, ("Cauchy-Schwarz; comparison of scalar differential inequalities",))


def _homogeneous(m: int, width: int) -> Step:
    """grad h_m (eps theta) = eps^{m+1} grad h_m (theta), and theta . grad h_m = (m + 2) h_m."""
    eps = sp.Symbol("epsilon", positive=True)
    entries = sp.symbols(f"x:{width * (width + 2)}")
    A = sp.Matrix(width, width, entries[: width**2])
    B, C = sp.Matrix(entries[width**2 : -width]), sp.Matrix([entries[-width:]])
    h = sp.expand((C * A**m * B)[0])
    gradient = [sp.diff(h, x) for x in entries]
    scaled = {x: eps * x for x in entries}
    homogeneous = all(sp.expand(d.subs(scaled, simultaneous=True) - eps ** (m + 1) * d) == 0 for d in gradient)
    euler = sp.expand(sum(x * d for x, d in zip(entries, gradient, strict=True)) - (m + 2) * h) == 0
    rule = f"m = {m}, width {width}: degree m + 1, and theta . grad h_m = (m + 2) h_m, entry by entry"
    before, after = rf"\nabla h_{m}(\epsilon \theta)", rf"\epsilon^{m + 1} \nabla h_{m}(\theta)"
    return Step(before, after, rule, homogeneous and euler)


def _scaling() -> Step:
    """eps phi(eps^m t) solves the flow that phi solves: both sides are eps^{m+1} times the same."""
    eps, m = sp.symbols("epsilon m", positive=True)
    chain, field = eps * eps**m, eps ** (m + 1)
    rule = "the chain rule against the field at eps phi: theta(t) = eps phi(eps^m t) is the flow from eps theta_0"
    return Step(
        r"\frac{d}{dt} \, \epsilon \, \phi(\epsilon^m t)", sp.latex(field), rule, sp.simplify(chain - field) == 0
    )


def _blow_up() -> tuple[Step, ...]:
    """The logarithm of f N^{-(m+2)/2} does not fall, and N blows up in finite time."""
    f, N, m, c = sp.symbols("f N m c", positive=True)
    slowest, N_dot = 2 * (m + 2) ** 2 * f**2 / N, 4 * (m + 2) * f
    quotient = sp.simplify(slowest / f - (m + 2) / 2 * N_dot / N)
    falling = sp.powsimp(sp.diff(N ** (-m / 2), N) * c * N ** ((m + 2) / 2), force=True)
    quotient_rule = "f' = 2 |grad f|^2 >= 2 (m+2)^2 f^2 / N (Euler, Cauchy-Schwarz), N' = 4 (m+2) f: at least this"
    blow_up = "N' >= c N^{(m+2)/2} for m > 0: N^{-m/2} reaches 0, N infinity, before t = 2 / (m c N_0^{m/2})"
    return (
        Step(r"\frac{d}{dt} \log \left( f N^{-(m+2)/2} \right)", "0", quotient_rule, quotient == 0),
        Step(r"\frac{d}{dt} N^{-m/2}", r"-\frac{m c}{2}", blow_up, sp.simplify(falling + m * c / 2) == 0),
    )
