r"""A student that is only nearly symmetric extrapolates too: the asymmetry enters squared.

theta = (A, B, C) with one input and one output, theta^T = (A^T, C^T, B^T), theta_s and theta_a the even and odd parts
of theta under theta -> theta^T. A scalar is its own transpose, so h_j(theta_s + t theta_a) is an even polynomial in t and

    |h_j(theta) - h_j(theta_s)| <= kappa_j ||theta_a||^2 / 2,     kappa_j >= the largest |second derivative| of h_j.

theta_s is symmetric: `robust_extrapolation` bounds it by C1 sqrt(L(theta_s)), and sqrt L is a norm of the residuals.
"""

import sympy as sp

from theory.derivation import Derivation, Step

_t = sp.Symbol("t", real=True)


def proof() -> Derivation:
    """|h_j(theta) - g_j| <= C1 sqrt(L) + C2 ||theta_a||^2, with C2 = kappa_j/2 + C1/2 (sum_{i<k} kappa_i^2)^(1/2)."""
    steps = (
        _own_transpose(),
        _even_along_the_segment(),
        _taylor(),
        _sharp_at_lag_zero(),
        _symmetric_loss(),
        _combine(),
    )
    return Derivation("every width d and every lag j, one input and one output", steps, cited=("triangle inequality",))


def impulse_response(A: sp.Matrix, B: sp.Matrix, C: sp.Matrix, lag: int) -> sp.Expr:
    """h_j = C A^j B for a d x d, d x 1 and 1 x d matrix, expanded."""
    return sp.expand((C * A**lag * B)[0, 0])


def _own_transpose() -> Step:
    d = sp.Symbol("d", integer=True, positive=True)
    A, B, C = sp.MatrixSymbol("A", d, d), sp.MatrixSymbol("B", d, 1), sp.MatrixSymbol("C", 1, d)
    checked = []
    for lag in range(5):
        word = sp.MatMul(C, *[A] * lag, B)
        mirrored = sp.MatMul(B.T, *[A.T] * lag, C.T)
        checked.append(word.T.doit() == mirrored.doit())
    rule = "a scalar equals its transpose, and transposition reverses a product (factor by factor)"
    return Step(r"h_j(\theta) = C A^j B", r"B^T (A^T)^j C^T = h_j(\theta^T)", rule, all(checked))


def _even_along_the_segment(width: int = 2, lags: int = 4) -> Step:
    """h_j(theta_s + t theta_a) = h_j(theta_s - t theta_a), with symbolic entries."""
    A_s, A_a = _symmetric("a", width), _antisymmetric("n", width)
    b, v = sp.Matrix(sp.symbols(f"b1:{width + 1}")), sp.Matrix(sp.symbols(f"v1:{width + 1}"))
    checked = []
    for lag in range(lags):
        along = impulse_response(A_s + _t * A_a, b + _t * v, (b - _t * v).T, lag)
        checked.append(sp.expand(along - along.subs(_t, -_t)) == 0)
    rule = "transposition maps theta_s + t theta_a to theta_s - t theta_a"
    return Step(
        r"h_j(\theta_s + t \theta_a)",
        r"h_j(\theta_s - t \theta_a)",
        f"{rule}; entry by entry for d = {width}, j < {lags}",
        all(checked),
    )


def _taylor(degree: int = 8) -> Step:
    """f(1) - f(0) = int_0^1 (1 - t) f''(t) dt for an even f; and int_0^1 (1 - t) dt = 1/2."""
    parts = sp.symbols(f"f_0:{degree + 1}")
    f = sum(part * _t**m for m, part in enumerate(parts) if m % 2 == 0)
    remainder = sp.integrate(sp.expand((1 - _t) * sp.diff(f, _t, 2)), (_t, 0, 1))
    holds = sp.expand(f.subs(_t, 1) - f.subs(_t, 0) - remainder) == 0
    holds = holds and sp.integrate(1 - _t, (_t, 0, 1)) == sp.Rational(1, 2)
    return Step(
        r"|h_j(\theta) - h_j(\theta_s)| = \left| \int_0^1 (1 - t) f''(t) \, dt \right|",
        r"\frac{1}{2} \kappa_j \lVert \theta_a \rVert^2",
        "Taylor: f(t) = h_j(theta_s + t theta_a) is even, so f'(0) = 0, and |f''| <= kappa_j ||theta_a||^2",
        bool(holds),
        r"\le",
    )


def _sharp_at_lag_zero(width: int = 3) -> Step:
    """At lag 0, kappa_0 = 1 and |h_0(theta) - h_0(theta_s)| = |v|^2 = ||theta_a||^2 / 2: equality."""
    b, v = sp.Matrix(sp.symbols(f"b1:{width + 1}")), sp.Matrix(sp.symbols(f"v1:{width + 1}"))
    zero = sp.zeros(width, width)
    change = impulse_response(zero, b + v, (b - v).T, 0) - impulse_response(zero, b, b.T, 0)
    asymmetry_squared = 2 * v.dot(v)
    return Step(
        r"|h_0(\theta) - h_0(\theta_s)|",
        r"\frac{1}{2} \lVert \theta_a \rVert^2",
        "B = b + v, C = (b - v)^T: the bound is attained at j = 0, where kappa_0 = 1",
        sp.expand(change + asymmetry_squared / 2) == 0,
    )


def _symmetric_loss() -> Step:
    """sqrt L is the 2-norm of (R_0..R_{k-1}), and theta -> theta_s moves R_i by at most kappa_i ||theta_a||^2 / 2."""
    kappas, size = sp.symbols("kappa_0:4", nonnegative=True), sp.Symbol("alpha", nonnegative=True)
    moved = sp.sqrt(sum((kappa * size**2 / 2) ** 2 for kappa in kappas))
    claimed = size**2 / 2 * sp.sqrt(sum(kappa**2 for kappa in kappas))
    return Step(
        r"\sqrt{L(\theta_s)}",
        r"\sqrt{L(\theta)} + \frac{1}{2} \lVert \theta_a \rVert^2 \left(\sum_{i<k} \kappa_i^2\right)^{1/2}",
        "triangle inequality for the norm of the residuals, the previous bound at each lag",
        sp.simplify(moved - claimed) == 0,
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
        "theta_s is symmetric: robust-extrapolation with rho = ||(A + A^T)/2||, then the two bounds above",
        sp.expand(chained - claimed) == 0,
        r"\le",
    )


def _symmetric(name: str, width: int) -> sp.Matrix:
    return sp.Matrix(width, width, lambda i, j: sp.Symbol(f"{name}_{min(i, j)}{max(i, j)}"))


def _antisymmetric(name: str, width: int) -> sp.Matrix:
    upper = sp.Matrix(width, width, lambda i, j: sp.Symbol(f"{name}_{i}{j}") if i < j else 0)
    return upper - upper.T
