r"""A student that is only nearly symmetric extrapolates too: the asymmetry enters squared.

theta = (A, B, C) with one input and one output, theta^T = (A^T, C^T, B^T), theta_s and theta_a the even and odd parts
of theta under theta -> theta^T. A number is its own transpose, so h_j(theta_s + t theta_a) is even in t and

    |h_j(theta) - h_j(theta_s)| <= kappa_j ||theta_a||^2 / 2,     kappa_j >= the largest |second derivative| of h_j.

theta_s is symmetric: `robust_extrapolation` bounds it by C1 sqrt(L(theta_s)), and sqrt L is a norm of the residuals.
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.matrix_words import words
from theory.kernel.rewriting import rule
from theory.kernel.steps import equation
from theory.kernel.vector_fields import same

_t, _s = sp.Symbol("t", real=True), sp.Symbol("s", real=True)
_d = sp.Symbol("d", integer=True, positive=True)
_A, _B, _C = sp.MatrixSymbol("A", _d, _d), sp.MatrixSymbol("B", _d, 1), sp.MatrixSymbol("C", 1, _d)
_P = sp.MatrixSymbol("P", _d, _d)
"""A^j; the steps about it are those of an induction on j."""

CITED = (
    "triangle inequality",
    "Taylor's formula with integral remainder: f(1) - f(0) - f'(0) is the integral of (1 - t) f''(t) over [0, 1]",
    "robust-extrapolation, for theta_s: C_1, with rho = norm((A + A^T)/2) a bound of the spectrum of (A + A^T)/2",
    "shadowing: kappa_j, from bounds of the norms of A, B and C on the segment",
)


def proof() -> Derivation:
    """|h_j(theta) - g_j| <= C1 sqrt(L) + C2 ||theta_a||^2, with C2 = kappa_j/2 + C1/2 (sum_{i<k} kappa_i^2)^(1/2)."""
    steps = (
        *_own_transpose(),
        *_reflected(),
        _no_first_order(),
        _remainder(),
        *_sharp_at_lag_zero(),
        _symmetric_loss(),
        _combine(),
    )
    return Derivation("every width d and every lag j, one input and one output", steps, CITED)


def impulse_response(A: sp.Matrix, B: sp.Matrix, C: sp.Matrix, lag: int) -> sp.Expr:
    """h_j = C A^j B for a d x d, d x 1 and 1 x d matrix, expanded."""
    return sp.expand((C * A**lag * B)[0, 0])


def _own_transpose() -> tuple[Step, ...]:
    """h_j(theta) = h_j(theta^T): a number is its own transpose, and (A^j)^T = (A^T)^j by induction on j."""
    power = "P = A^j: if P^T = (A^T)^j then (A P)^T = P^T A^T = (A^T)^{j+1}, from (A^0)^T = I"
    number = "h_j(theta) is a number, so its own transpose; and this is h_j(theta^T), for P^T = (A^T)^j"
    return (
        _transposed(_A * _P, _P.T * _A.T, power),
        _transposed(_C * _P * _B, _B.T * _P.T * _C.T, number),
    )


def _reflected() -> tuple[Step, ...]:
    """theta -> theta^T maps theta_s + t theta_a to theta_s - t theta_a, component by component."""
    by = "of (theta_s + t theta_a)^T is that of theta_s - t theta_a: h_j is even in t"
    return (
        _transposed(_along(_A, _A.T, 1), _along(_A, _A.T, -1), f"the component A {by}"),
        _transposed(_along(_C, _B.T, 1), _along(_B, _C.T, -1), f"the component B {by}"),
        _transposed(_along(_B, _C.T, 1), _along(_C, _B.T, -1), f"the component C {by}"),
    )


def _transposed(expression: sp.MatrixExpr, expected: sp.MatrixExpr, by: str) -> Step:
    """expression^T = expected, word by word: the words of the expression reversed, their letters transposed."""
    before, after = words(expression), words(expected)
    return Step(rf"\left( {before} \right)^T", str(after), by, (before.T - after).is_zero or None)


def _along(part: sp.MatrixExpr, mirrored: sp.MatrixExpr, sign: int) -> sp.MatrixExpr:
    """A component of theta_s + sign t theta_a: even part plus odd part."""
    half = sp.Rational(1, 2)
    return half * part + half * mirrored + sign * _t * half * part - sign * _t * half * mirrored


def _no_first_order() -> Step:
    """An even f has f'(0) = 0."""
    f = sp.Function("f")
    even = f(_t) - f(-_t)
    slope = sp.diff(even, _t).subs(_t, 0).doit()
    by = "f(t) = h_j(theta_s + t theta_a), f(t) - f(-t) = 0 differentiated at 0: f'(0) = 0"
    holds = sp.simplify(slope - 2 * sp.Derivative(f(_s), _s).subs(_s, 0)) == 0
    return Step(r"\left. \tfrac{d}{dt} \right|_0 \left( f(t) - f(-t) \right)", "2 f'(0)", by, holds)


def _remainder() -> Step:
    kappa, size = sp.symbols("kappa_j alpha", nonnegative=True)
    integral = sp.integrate((1 - _t) * kappa * size**2, (_t, 0, 1))
    by = "Taylor: a bound of |h_j(theta) - h_j(theta_s)| where |f''| <= kappa_j alpha^2, alpha = ||theta_a||"
    return equation(integral, kappa * size**2 / 2, by, name=r"\int_0^1 (1 - t) \kappa_j \alpha^2 \, dt")


def _sharp_at_lag_zero() -> tuple[Step, ...]:
    """At lag 0, |h_0(theta) - h_0(theta_s)| = |v|^2 = ||theta_a||^2 / 2, and kappa_0 = 1: equality."""
    b, v = sp.MatrixSymbol("b", _d, 1), sp.MatrixSymbol("v", _d, 1)
    change, half = words((b - v).T * (b + v) - b.T * b), words(-v.T * v)
    beta, gamma = sp.symbols("beta gamma", nonnegative=True)
    by = "B = b + v, C = (b - v)^T: h_0(theta) - h_0(theta_s) is minus half of ||theta_a||^2 = 2 v^T v"
    return (
        same(change, half, (rule("v' b", (1, "b' v")),), by),
        equation(
            beta**2 + gamma**2 - 2 * gamma * beta,
            (beta - gamma) ** 2,
            "|f''(0)| = 2 |dC dB| <= |dB|^2 + |dC|^2 at lag 0, so kappa_0 = 1 will do: the bound is attained there",
        ),
    )


def _symmetric_loss() -> Step:
    """sqrt L is the 2-norm of (R_0..R_{k-1}), and theta -> theta_s moves R_i by at most kappa_i ||theta_a||^2 / 2."""
    kappa, size = sp.Symbol("kappa_i", nonnegative=True), sp.Symbol("alpha", nonnegative=True)
    moved, claimed = (kappa * size**2 / 2) ** 2, (size**2 / 2) ** 2 * kappa**2
    return Step(
        r"\sqrt{L(\theta_s)}",
        r"\sqrt{L(\theta)} + \frac{1}{2} \lVert \theta_a \rVert^2 \left(\sum_{i<k} \kappa_i^2\right)^{1/2}",
        f"triangle inequality for the residuals; each square it adds is {sp.latex(moved)} at most, summed over i < k",
        sp.expand(moved - claimed) == 0,
        r"\le",
    )


def _combine() -> Step:
    C1, kappa, K, root, size = sp.symbols("C_1 kappa_j K ell_r alpha", nonnegative=True)
    chained = kappa * size**2 / 2 + C1 * (root + size**2 * K / 2)
    claimed = C1 * root + (kappa / 2 + C1 * K / 2) * size**2
    return Step(
        r"|h_j(\theta) - g_j|",
        r"C_1 \sqrt{L} + \left(\frac{\kappa_j}{2} + \frac{C_1}{2} \left(\sum_{i<k} \kappa_i^2\right)^{1/2}\right)"
        r" \lVert \theta_a \rVert^2",
        "theta_s is symmetric: robust-extrapolation with rho = ||(A + A^T)/2||, then the two bounds above, added up",
        sp.expand(chained - claimed) == 0,
        r"\le",
    )
