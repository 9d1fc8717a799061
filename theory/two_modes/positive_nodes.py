r"""Two nodes 0 <= x_1 < x_2 <= 1: what second-mode asks of the other one-node students holds for all weights.

(Low): N has coefficients g_j >= 0, g_1 > 0, so |N(-a)| < N(a), and F(-a) < F(a) <= F(a_1). (Lev): with rho = g_1/g_0
one has g_j >= g_0 rho^j, so F(a_1) >= F(rho) >= g_0^2 D(rho) > g_0^2 + g_1^2, and g_{k-2} <= g_0, g_{k-1} <= g_1. (B),
a > 0: R_j/a^j bends down as a function of j and is orthogonal to 1 and j, so it ends below 0. (B), a = -alpha:
N_x(-alpha) = (1 + y^{k-1})/(1 + y), y = x alpha, is at most max(1, y^{k-2}) for the k - 1 lags, an odd number; so F
there is at most g_0^2, which is too little.
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import at_most, equation, less, same_powers
from theory.kernel.sums import termwise

g_0, g_1, rho, a, y = sp.symbols("g_0 g_1 rho a y", positive=True)
gap, tail = sp.symbols("tau tau_2", positive=True)
rest, more = sp.symbols("tau_1 tau_3", nonnegative=True)
F, total = sp.symbols("F |g|^2", real=True)

CONCAVE = Premise(
    "concave",
    "a sequence with negative second differences that ends at 0 or above is negative first, if at all, and then not: "
    "there is a c < k - 1 with (j - c) f_j >= 0 for every j (c = -1 where it is never negative)",
)
BETWEEN = Premise(
    "between",
    "the claim single-mode: for one node x > 0 the polynomial 2 N' D - N D' has the sign of x - a for a > 0 (x = 0: "
    "it is -D'); so for nodes 0 <= x_1 < x_2 all its positive zeros lie between them, for any number of lags",
)
JENSEN = Premise("jensen", "Jensen: the mean of x^j over a measure on [0, 1] is at least the j-th power of its mean")


def positive_steps() -> tuple[Step, ...]:
    """(Low), (Lev), (B), (R) for two nodes in [0, 1]."""
    return (*_level(), *_least(), *_positive_critical(), *_negative_critical())


def _level() -> tuple[Step, ...]:
    """F(a_1) >= F(rho) >= g_0^2 D(rho) > g_0^2 + g_1^2 >= g_{k-2}^2 + g_{k-1}^2."""
    N, D, shrunk_0, shrunk_1 = sp.symbols("N D g_{k-2} g_{k-1}", positive=True)
    return (
        at_most(
            g_0**2 * D,
            N**2 / D,
            "at rho = g_1/g_0: g_j >= g_0 rho^j, so N(rho) >= g_0 D(rho), and F(rho) = N^2/D is at least this",
            {N: g_0 * D + rest},
        ).labelled("at-the-mean", "nodes", "jensen"),
        less(
            g_0**2 + g_1**2,
            g_0**2 * (1 + (g_1 / g_0) ** 2 + tail),
            "D(rho) = 1 + rho^2 + rho^4 + ..., and F(a_1) is the largest value of F for a > 0",
        ).labelled("above-two-lags", "at-the-mean", "U"),
        at_most(
            shrunk_0**2 + shrunk_1**2,
            g_0**2 + g_1**2,
            "the moments of a measure on [0, 1] fall: g_{k-2} <= g_0 and g_{k-1} <= g_1. This is (Lev)",
            {g_0: shrunk_0 + rest, g_1: shrunk_1 + more},
        ).labelled("lev-holds", "above-two-lags", "nodes"),
    )


def _least() -> tuple[Step, ...]:
    """N = N_+ + N_- by even and odd lags: N(-a) = N_+ - N_-, and both parts are positive."""
    even, odd = sp.symbols("N_+ N_-", positive=True)
    return (
        less(
            (even - odd) ** 2,
            (even + odd) ** 2,
            "even lags N_+ and odd lags N_- are positive at a > 0: N(-a)^2 < N(a)^2, so F(-a) < F(a) <= F(a_1); and no "
            "other a > 0 is critical, by (U), nor is a = 0, as p(0) = 2 g_1. This is (Low)",
        ).labelled("low-holds", "nodes", "U"),
    )


def _positive_critical() -> tuple[Step, ...]:
    """a > 0: f_j = R_j/a^j = s - w_1 xi^j - w_2 eta^j is concave, and orthogonal to 1 and j: its ends are negative."""
    w_1, w_2, s, eta = sp.symbols("w_1 w_2 s eta", positive=True)
    xi, X = sp.symbols("xi X", nonnegative=True)
    Y, q = sp.symbols("Y q", positive=True)
    c, p = sp.symbols("c p", real=True)
    j, k = sp.Symbol("j", integer=True, positive=True), sp.Symbol("k", integer=True, positive=True)
    f = sp.IndexedBase("f")
    span = (j, 0, k - 2)

    def value(lag: sp.Expr) -> sp.Expr:
        return s - w_1 * xi**lag - w_2 * eta**lag

    bend = -w_1 * xi ** (j - 1) * (xi - 1) ** 2 - w_2 * eta ** (j - 1) * (eta - 1) ** 2
    return (
        same_powers(
            value(j + 1) - 2 * value(j) + value(j - 1),
            bend,
            "a > 0 critical for k - 1 lags, so x_1 < a < x_2: xi = x_1/a, eta = x_2/a > 1, f_j = R_j/a^j, j >= 1",
        ).labelled("second-difference", "nodes", "between"),
        less(
            -w_1 * X * p**2 - w_2 * Y * q**2,
            sp.Integer(0),
            "X = xi^{j-1}, p = xi - 1, Y = eta^{j-1}, q = eta - 1: f bends down (x_1 = 0 included, 0^0 = 1)",
        ).labelled("bends-down", "second-difference"),
        termwise(
            sp.Sum((j - c) * f[j] * a ** (2 * j), span),
            sp.Sum(j * f[j] * a ** (2 * j), span) - sp.Sum(c * f[j] * a ** (2 * j), span),
            "this is a r'(a) - c r(a) = 0; were R_{k-2} >= 0, no term would be negative for some c, and f = 0, but it "
            "bends: so R_{k-2} < 0",
        ).labelled("b-positive", "bends-down", "concave"),
    )


def _negative_critical() -> tuple[Step, ...]:
    """a = -alpha: 0 <= N_x(-alpha) <= max(1, y^{k-2}), with k - 1 = 2 n + 1 lags."""
    low, high = {y: 1 / (1 + rest)}, {y: 1 + rest}
    j = sp.Symbol("j", integer=True, nonnegative=True)
    D, kept, value = sp.symbols("D g_{k-1} N", positive=True)
    return (
        equation(
            (1 + y) * (-y) ** j,
            (-y) ** j - (-y) ** (j + 1),
            "(1 + y) N_x(-alpha) telescopes to 1 - (-y)^{k-1} = 1 + y^{k-1}, k - 1 being odd and y = x alpha",
        ).labelled("alternating", "lags"),
        at_most(y ** (j + 1), y**j, "y <= 1: 1 + y^{k-1} <= 1 + y, so 0 <= N_x(-alpha) <= 1", low).labelled(
            "small-y", "alternating"
        ),
        at_most(
            y**j,
            y ** (j + 1),
            "y >= 1: 1 + y^{k-1} <= y^{k-2} (1 + y); so 0 <= N(-alpha) <= g_0 max(1, alpha^{k-2}), as x <= 1",
            high,
        ).labelled("large-y", "alternating"),
        at_most(
            value**2 / D,
            g_0**2,
            "D(alpha) >= max(1, alpha^{k-2})^2 for k - 1 lags: F there is at most g_0^2",
            {D: value**2 / g_0**2 + rest},
        ).labelled("F-at-most", "small-y", "large-y", "nodes"),
        less(
            total - F,
            total - kept**2 - g_0**2,
            "the loss of k - 1 lags is at least |g|^2 - g_{k-1}^2 - g_0^2, above L_1, as g_{k-1} <= g_1. This is (B)",
            {F: g_0**2 + (kept + rest) ** 2 + gap},
        ).labelled("b-holds", "F-at-most", "above-two-lags", "b-positive"),
    )
