r"""A student that is only nearly symmetric extrapolates too: the asymmetry enters squared.

theta = (A, B, C) with one input and one output, theta^T = (A^T, C^T, B^T), theta_s and theta_a the even and odd parts
of theta under theta -> theta^T. A number is its own transpose, so h_j(theta_s + t theta_a) is even in t and

    |h_j(theta) - h_j(theta_s)| <= kappa_j ||theta_a||^2 / 2,     kappa_j >= the largest |second derivative| of h_j.

theta_s is symmetric: `robust_extrapolation` bounds it by C1 sqrt(L(theta_s)), and sqrt L is a norm of the residuals.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, printed
from theory.kernel.sums import exchanged
from theory.kernel.vector_fields import same, transposed
from theory.words.matrix_words import words
from theory.words.rewriting import rule

_t, _s = sp.Symbol("t", real=True), sp.Symbol("s", real=True)
_d = sp.Symbol("d", integer=True, positive=True)
_A, _B, _C = sp.MatrixSymbol("A", _d, _d), sp.MatrixSymbol("B", _d, 1), sp.MatrixSymbol("C", 1, _d)
_P = sp.MatrixSymbol("P", _d, _d)
"""A^j; the steps about it are those of an induction on j."""

CITED = (
    Premise("triangle-inequality", "triangle inequality"),
    Premise(
        "taylor",
        "Taylor's formula with integral remainder: f(1) - f(0) - f'(0) is the integral of (1 - t) f''(t) over [0, 1]",
    ),
    Premise(
        "robust-extrapolation",
        "robust-extrapolation, for theta_s: C_1, with rho = norm((A + A^T)/2) a bound of the spectrum of (A + A^T)/2",
    ),
    Premise("kappa", "shadowing: kappa_j, from bounds of the norms of A, B and C on the segment"),
)


def proof(part: sp.Expr = sp.S.Half) -> Derivation:
    """|h_j(theta) - g_j| <= C1 sqrt(L) + C2 ||theta_a||^2, with C2 = kappa_j/2 + C1/2 (sum_{i<k} kappa_i^2)^(1/2).

    `part` is the share of kappa_j ||theta_a||^2 by which the response moves at most: one half. A control claims less.
    """
    constants = _constants(part)
    return Derivation(
        "every width d and every lag j, one input and one output",
        (
            *_own_transpose(),
            *_reflected(),
            _no_first_order(),
            _remainder(part),
            *_sharp_at_lag_zero(part),
            _symmetric_loss(part),
            _combine(part),
        ),
        CITED,
        (Premise("one-channel", "the student has one input and one output; $k \\ge 2n + 1$"),),
        Conclusion(
            rf"$|h_j - g_j| \le C_1 \sqrt{{L}} + C_2 \lVert \theta_a \rVert^2$ with $C_2 = {printed(constants)}$, "
            r"$K = (\sum_{i<k} \kappa_i^2)^{1/2}$; the share of $\kappa_j$ is attained at lag 0",
            ("combined", "attained", "attained-kappa"),
        ),
    )


_C1, _kappa, _K = sp.symbols("C_1 kappa_j K", nonnegative=True)
_alpha = sp.Symbol("alpha", nonnegative=True)
"""alpha = ||theta_a||."""


def second_constant(kappa: sp.Expr, C1: sp.Expr, K: sp.Expr, part: sp.Expr = sp.S.Half) -> sp.Expr:
    """C_2 from kappa_j, C_1 and K, for symbols and numbers; `part` of kappa_j alpha^2 is what a response moves by.

    >>> second_constant(*map(sp.Integer, (2, 3, 4)))
    7
    """
    return part * kappa + part * C1 * K


def _constants(part: sp.Expr) -> sp.Expr:
    return second_constant(_kappa, _C1, _K, part)


def impulse_response(A: sp.Matrix, B: sp.Matrix, C: sp.Matrix, lag: int) -> sp.Expr:
    """h_j = C A^j B for a d x d, d x 1 and 1 x d matrix, expanded."""
    return sp.expand((C * A**lag * B)[0, 0])


def _own_transpose() -> tuple[Step, ...]:
    """h_j(theta) = h_j(theta^T): a number is its own transpose, and (A^j)^T = (A^T)^j by induction on j."""
    power = "P = A^j: if P^T = (A^T)^j then (A P)^T = P^T A^T = (A^T)^{j+1}, from (A^0)^T = I"
    number = "h_j(theta) is a number, so its own transpose; and this is h_j(theta^T), for P^T = (A^T)^j"
    return (
        transposed(words(_A * _P), words(_P.T * _A.T), power).labelled("power"),
        transposed(words(_C * _P * _B), words(_B.T * _P.T * _C.T), number).labelled("number", "power", "one-channel"),
    )


def _reflected() -> tuple[Step, ...]:
    """theta -> theta^T maps theta_s + t theta_a to theta_s - t theta_a, component by component."""
    by = "of (theta_s + t theta_a)^T is that of theta_s - t theta_a: h_j is even in t"
    pairs = ((_A, _A.T, "A"), (_C, _B.T, "B"), (_B, _C.T, "C"))
    return tuple(
        transposed(
            words(_along(moved, mirrored, 1)), words(_along(mirrored.T, moved.T, -1)), f"the component {name} {by}"
        ).labelled(f"reflected-{name}", "number")
        for moved, mirrored, name in pairs
    )


def _along(part: sp.MatrixExpr, mirrored: sp.MatrixExpr, sign: int) -> sp.MatrixExpr:
    """A component of theta_s + sign t theta_a: even part plus odd part."""
    half = sp.Rational(1, 2)
    return half * part + half * mirrored + sign * _t * half * part - sign * _t * half * mirrored


def _no_first_order() -> Step:
    """An even f has f'(0) = 0."""
    f = sp.Function("f")
    slope = sp.Subs(sp.Derivative(f(_t) - f(-_t), _t), _t, 0)
    by = "f(t) = h_j(theta_s + t theta_a) is even; f(t) - f(-t) = 0 differentiated at 0: f'(0) = 0"
    return equation(slope, 2 * sp.Subs(sp.Derivative(f(_s), _s), _s, 0), by).labelled(
        "no-first-order", "reflected-A", "reflected-B", "reflected-C"
    )


def _remainder(part: sp.Expr) -> Step:
    integral = sp.Integral((1 - _t) * _kappa * _alpha**2, (_t, 0, 1))
    by = "Taylor: a bound of |h_j(theta) - h_j(theta_s)| where |f''| <= kappa_j alpha^2, alpha = ||theta_a||"
    return equation(integral, part * _kappa * _alpha**2, by).labelled("remainder", "no-first-order", "taylor", "kappa")


def _sharp_at_lag_zero(part: sp.Expr) -> tuple[Step, ...]:
    """At lag 0, |h_0(theta) - h_0(theta_s)| = |v|^2 = part ||theta_a||^2, and kappa_0 = 1: equality."""
    b, v = sp.MatrixSymbol("b", _d, 1), sp.MatrixSymbol("v", _d, 1)
    change, attained = words((b - v).T * (b + v) - b.T * b), words(-part * (2 * v.T * v))
    beta, gamma = sp.symbols("beta gamma", nonnegative=True)
    by = "B = b + v, C = (b - v)^T: h_0(theta) - h_0(theta_s) is minus that share of ||theta_a||^2 = 2 v^T v"
    return (
        same(change, attained, (rule("v' b", (1, "b' v")),), by).labelled("attained", "remainder"),
        equation(
            beta**2 + gamma**2 - 2 * gamma * beta,
            (beta - gamma) ** 2,
            "|f''(0)| = 2 |dC dB| <= |dB|^2 + |dC|^2 at lag 0, so kappa_0 = 1 will do: the bound is attained there",
        ).labelled("attained-kappa", "kappa"),
    )


def _symmetric_loss(part: sp.Expr) -> Step:
    """sqrt L is the 2-norm of (R_0..R_{k-1}), and theta -> theta_s moves R_i by at most part kappa_i alpha^2."""
    kappa = sp.IndexedBase("kappa")
    i, k = sp.symbols("i k", integer=True, positive=True)
    moved = sp.Sum((part * kappa[i] * _alpha**2) ** 2, (i, 0, k - 1))
    claimed = part**2 * _alpha**4 * sp.Sum(kappa[i] ** 2, (i, 0, k - 1))
    by = "the square of what the residuals move by: sqrt(L(theta_s)) exceeds sqrt(L(theta)) by its root at most"
    return exchanged(moved, claimed, by).labelled("loss-moves", "remainder", "triangle-inequality")


def _combine(part: sp.Expr) -> Step:
    root = sp.Symbol("ell_r", nonnegative=True)
    chained = part * _kappa * _alpha**2 + _C1 * (root + part * _alpha**2 * _K)
    claimed = _C1 * root + _constants(part) * _alpha**2
    by = "robust-extrapolation for the symmetric theta_s, rho = ||(A + A^T)/2||, sqrt(L) = ell_r; the bounds are added"
    return equation(chained, claimed, by).labelled(
        "combined", "remainder", "loss-moves", "robust-extrapolation", "triangle-inequality"
    )
