"""One mode: from the box to the limit, and the two cases outside it: a node l < 0 by reflection, a node l = 0 at once.

What the algebra of `single_mode` is used for: the box is not left (Nagumo), L bounds s, a bounded flow exists for all
times, its limit points are critical, and the only critical point there is the teacher.
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import at_most, equation, same_powers

NAGUMO = Premise(
    "nagumo",
    "Nagumo's theorem: a closed convex set at whose boundary a smooth field points inwards or along it is not left "
    "(the box [0, M] x [sigma, oo), from the signs of a' and s' on its edges)",
)
CONTINUATION = Premise("continuation", "a bounded solution of a polynomial differential equation exists for all times")
LASALLE = Premise(
    "lasalle",
    "LaSalle's invariance principle: L falls along a gradient flow, so the limit points of a bounded one are critical "
    "points; where there is one such point, the flow converges to it",
)
FINITE_SUMS = Premise(
    "finite-sums",
    "finite sums: an identity or inequality checked for a general term j (or pair i, j, or step k to k + 1) is summed "
    "over the lags, and a sum of terms of one sign, not all 0, has that sign; the summing is not machine-checked",
)

j = sp.Symbol("j", integer=True, nonnegative=True)
a, node, w, s = sp.symbols("a l w s", positive=True)


def one_lag(a: sp.Expr, s: sp.Expr, lag: sp.Expr, g: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """What one lag of the loss, (s a^j - g_j)^2, adds to (a', s')."""
    residual = s * a**lag - g
    return -2 * s * lag * a ** (lag - 1) * residual, -4 * s * a**lag * residual


def limit_steps() -> tuple[Step, ...]:
    """Bounded, and the only critical point in the box is the teacher, with L = 0; then the node l = 0."""
    residual, rest = sp.Symbol("R_0", real=True), sp.Symbol("L_+", nonnegative=True)
    at_node = sp.Subs(w * (a * node) ** j / a ** (2 * j), a, node)
    box = ("left-edge", "order", "falls", "beyond-the-node", "left-of-the-node")
    return (
        at_most(
            residual**2, residual**2 + rest, "(s - w)^2 = R_0^2 is one term of L <= L_0: s is at most w + sqrt(L_0)"
        ).labelled("bounded-s", *box, "nagumo"),
        same_powers(
            at_node,
            w,
            "s_*(l) term by term: a critical point with s > 0 lies on both nullclines, so a = l and s = s_*(l)",
        ).labelled("limit", "order", "s-rate", "a-rate", "left-edge", "bounded-s", "continuation", "lasalle"),
        *_zero_node(),
    )


def _zero_node() -> tuple[Step, ...]:
    """l = 0: a a' = -2 s^2 sum_j j a^{2j} <= 0, so |a| shrinks, s >= min(s_0, w / sum a_0^{2j}), and a -> 0, s -> w."""
    real, lag = sp.Symbol("a", real=True, nonzero=True), 1 + j
    zeroth, later = one_lag(real, s, sp.Integer(0), w), one_lag(real, s, lag, sp.Integer(0))
    return (
        same_powers(
            real * later[0],
            -2 * lag * (s * real**lag) ** 2,
            "l = 0: g_j = 0 for j >= 1, and a lag of a a' is negative unless a = 0; so |a| shrinks",
        ).labelled("zero-shrinks", "a-rate", "finite-sums"),
        same_powers(
            zeroth[1] + later[1],
            4 * s * (w - s * (1 + real ** (2 * lag))),
            "l = 0: lag 0 and one more of s', which is positive below s = w / sum a_0^{2j}; so a -> 0, and s -> w",
        ).labelled("zero-rises", "s-rate", "zero-shrinks", "finite-sums", "continuation", "lasalle"),
    )


def reflection() -> tuple[Step, ...]:
    """A -> -A, l -> -l leaves L alone, and being orthogonal in the parameters it maps flows to flows."""
    x = sp.Symbol("x", positive=True)
    h, g, H, G = sp.symbols("h_j g_j H_j G_j", real=True)
    return (
        equation((-x) ** j, (-1) ** j * x**j, "C (-A)^j B = (-1)^j h_j, and g_j likewise under l -> -l").labelled(
            "responses"
        ),
        equation(
            (H - G) ** 2,
            (h - g) ** 2,
            "L is unchanged, so the flow for a node l < 0 is the mirror image",
            {H: (-1) ** j * h, G: (-1) ** j * g},
        ).labelled("loss", "responses"),
    )
