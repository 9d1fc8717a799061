r"""What a small move of the fitted student does to its response, at first order: 2n directions, whatever the width.

theta* = (diag(x_1..x_n), b, b^T), b_a^2 = w_a, padded by zeros to width d. For a polynomial P write
<P>_theta = C P(A) B, so that h_j = <x^j>. As pi(A*) B* = 0 and C* pi(A*) = 0,

    d<s pi^2> = 0 for every polynomial s,     dh_j = sum_a (x_a^j dW_a + j x_a^{j-1} w_a dX_a),

the range of the first 2n or more lags is that of the confluent Vandermonde matrix T, of rank 2n, and for EVERY student

    h_j - g_j = <r_j, R> + (C pi(A)) s_j(A) (pi(A) B),       x^j = s_j pi^2 + r_j.

The last product is of second order in theta - theta*: this alone makes the extrapolation error second order.
"""

from collections.abc import Sequence

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from theory.kernel.derivation import Step
from theory.kernel.steps import equation
from theory.moments.annihilator import coefficients, divide, node_polynomial

LARGEST = 3
"""Identities for n nodes are checked with symbolic nodes up to this n; the argument beside each covers every n."""

t = sp.Symbol("t", nonnegative=True)


def fitted_student(nodes: Sequence[sp.Expr], roots: Sequence[sp.Expr], width: int) -> tuple[sp.Matrix, sp.Matrix]:
    """(A*, B*) of the symmetric student with these nodes and square roots of weights, padded to `width`; C* = B*^T."""
    extra = width - len(nodes)
    return sp.diag(*nodes, *[0] * extra), sp.Matrix([*roots, *[0] * extra])


def confluent_vandermonde(nodes: Sequence[sp.Expr], length: int) -> sp.Matrix:
    """T: row j holds x_a^j and j x_a^{j-1} for a = 1..n.

    >>> confluent_vandermonde([sp.Integer(2)], 3)
    Matrix([
    [1, 0],
    [2, 1],
    [4, 4]])
    """
    return sp.Matrix(length, 2 * len(nodes), lambda j, c: _column(nodes[c // 2], j, c % 2))


def _column(node: sp.Expr, lag: int, derivative: int) -> sp.Expr:
    if derivative:
        return lag * node ** (lag - 1) if lag else sp.Integer(0)
    return node**lag


def tangent_steps(lags_minus_2n: int = 0) -> tuple[Step, ...]:
    """The first-order statements of this module for k - 2n as given, each by machine; a control asks for k = 2n - 1."""
    return (
        *_double_zero(),
        _vanish(),
        _product_rule(),
        *_lags_move(),
        _rank(lags_minus_2n),
        *_error_identity(),
    )


def _double_zero() -> tuple[Step, ...]:
    """pi = (x - x_a) rho_a for every n: pi and (pi^2)' vanish at each node."""
    z, node = sp.symbols("x x_a")
    pi = (z - node) * sp.Function("rho_a")(z)
    return (
        equation(pi.subs(z, node), sp.Integer(0), "pi(x_a) = 0, any number of other nodes in rho_a", name=r"\pi(x_a)"),
        equation(
            sp.diff(pi**2, z).subs(z, node).doit(),
            sp.Integer(0),
            "(pi^2)'(x_a) = 0: pi^2 is orthogonal to T's columns",
            name=r"(\pi^2)'(x_a)",
        ),
    )


def _vanish() -> Step:
    """pi(A*) B* = 0: on the support pi(x_a) b_a = 0, on the padding B* = 0; A* and its transpose are equal."""
    checked = []
    for n in range(1, LARGEST + 1):
        nodes, roots = sp.symbols(f"x1:{n + 1}"), sp.symbols(f"b1:{n + 1}")
        A, B = fitted_student(nodes, roots, n + 2)
        image = _evaluate(node_polynomial(nodes), A) * B
        checked.append(all(sp.expand(entry) == 0 for entry in image))
    rule = f"pi(x_a) = 0 on the support, B* = 0 on the padding; entry by entry for n <= {LARGEST}, d = n + 2"
    return Step(r"\pi(A^*) B^*", r"0 = C^* \pi(A^*)", rule, all(checked))


def _evaluate(polynomial: sp.Poly, A: sp.Matrix) -> sp.Matrix:
    found = sp.zeros(*A.shape)
    for coefficient in polynomial.all_coeffs():
        found = found * A + coefficient * sp.eye(A.shape[0])
    return found


def _product_rule() -> Step:
    """(Y_L + t dY_L)(s + t ds)(Y_R + t dY_R) with Y_L = Y_R = 0 starts at t^2: non-commuting letters."""
    s, ds, left, right = sp.symbols("s ds y_L y_R", commutative=False)
    product = sp.expand((t * left) * (s + t * ds) * (t * right))
    rule = (
        "both outer factors vanish at theta*, so their product is of second order: T's range is orthogonal to x^i pi^2"
    )
    holds = sp.expand(product - t**2 * left * s * right - t**3 * left * ds * right) == 0
    return Step(
        r"\langle s \pi^2 \rangle_\theta = (C \pi(A))\, s(A)\, (\pi(A) B)",
        sp.latex(product),
        rule,
        bool(holds),
    )


def _lags_move() -> tuple[Step, ...]:
    """dh_j at theta* for a move of every entry, width n + 1, against T (dW_a, w_a dX_a).

    dh_j is linear in the entries moved, and each of them meets at most two nodes: n = 2 shows every n.
    """
    checked = [_moves_along_tangent(n, lag) for n in (1, 2) for lag in range(2 * n + 1)]
    i, j = sp.symbols("i j", integer=True, nonnegative=True)
    p, q = sp.symbols("x_a x_c", positive=True)
    telescoping = sp.powsimp(
        sp.expand((p - q) * p**i * q ** (j - 1 - i) - p ** (i + 1) * q ** (j - 1 - i) + p**i * q ** (j - i))
    )
    every_lag = Step(
        "(x_a - x_c) x_a^i x_c^{j-1-i}",
        "x_a^{i+1} x_c^{j-1-i} - x_a^i x_c^{j-i}",
        "an off-diagonal entry dA_ac, every lag: it adds up to (x_a^j - x_c^j)/(x_a - x_c), in T's range",
        telescoping == 0,
    )
    return every_lag, Step(
        r"\mathrm{d}h_j",
        r"\sum_a \left(x_a^j\, \mathrm{d}W_a + j x_a^{j-1} w_a\, \mathrm{d}X_a\right)",
        r"dX_a = dA_aa, dW_a = b_a (dB_a + dC_a) + sum_{c != a} b_a b_c (dA_ac + dA_ca)/(x_a - x_c); n <= 2",
        all(checked),
    )


def _moves_along_tangent(n: int, lag: int) -> bool:
    nodes, roots = sp.symbols(f"x1:{n + 1}"), sp.symbols(f"b1:{n + 1}")
    A, B = fitted_student(nodes, roots, n + 1)
    dA = sp.Matrix(n + 1, n + 1, lambda p, q: sp.Symbol(f"e{p}{q}"))
    dB, dC = (sp.Matrix(sp.symbols(f"{name}:{n + 1}")) for name in ("u", "v"))
    moved = (dC.T * A**lag * B + B.T * A**lag * dB)[0, 0]
    moved += sum((B.T * A**i * dA * A ** (lag - 1 - i) * B)[0, 0] for i in range(lag))
    expected = sp.Integer(0)
    for p in range(n):
        weight = roots[p] * (dB[p] + dC[p])
        for q in set(range(n)) - {p}:
            weight += roots[p] * roots[q] * (dA[p, q] + dA[q, p]) / (nodes[p] - nodes[q])
        expected += _column(nodes[p], lag, 0) * weight + _column(nodes[p], lag, 1) * roots[p] ** 2 * dA[p, p]
    return bool(sp.cancel(sp.expand(moved) - expected) == 0)


def _rank(lags_minus_2n: int) -> Step:
    """T has rank 2n: its first 2n rows have determinant prod_{a<c} (x_c - x_a)^4, not zero for distinct nodes."""
    checked = []
    for n in range(1, LARGEST + 1):
        nodes = sp.symbols(f"x1:{n + 1}")
        rows = confluent_vandermonde(nodes, 2 * n + lags_minus_2n)[: 2 * n, :]
        differences = sp.prod([(nodes[q] - nodes[p]) ** 4 for q in range(n) for p in range(q)])
        square = rows.rows == rows.cols
        checked.append(square and sp.expand(_determinant(rows) - differences) == 0)
    return Step(
        r"\det (T_{j, \cdot})_{j < 2n}",
        r"\prod_{a<c} (x_c - x_a)^4",
        f"symbolic nodes, n <= {LARGEST}; every n: a row vector that T annihilates is a polynomial with n double zeros",
        all(checked),
        counterexample="" if all(checked) else _unseen_move(2 + lags_minus_2n),
    )


def _determinant(matrix: sp.Matrix) -> sp.Expr:
    """Over the ring of polynomials in the nodes: sympy's expressions would take a second."""
    found = DomainMatrix.from_Matrix(matrix)
    return found.domain.to_sympy(found.charpoly()[-1]) * (-1) ** matrix.rows


def _unseen_move(length: int) -> str:
    """n = 1, teacher g_j = 1: a direction that T annihilates, taken as a move by 1/10, with its first error."""
    T = confluent_vandermonde([sp.Integer(1)], length)
    for dW, dX in T.nullspace():
        node, weight = 1 + dX / 10, 1 + dW / 10
        h = ", ".join(str(weight * node**lag) for lag in range(length + 1))
        return (
            f"n = 1, k = {length}, g_j = 1: T = {T.tolist()}, T ({dW}, {dX}) = 0; A = {node}, C B = {weight}: h = {h}"
        )
    return ""


def _error_identity() -> tuple[Step, ...]:
    """Every n: polynomials in A commute, P -> <P> is linear, the teacher's pi is zero. Then every entry for n = 1."""
    s_j, r_j, pi_A, r_teacher, s_teacher = sp.symbols("s_j r_j pi r_j^* s_j^*")
    teacher_pi = sp.Integer(0)
    general = equation(
        (s_j * pi_A**2 + r_j) - (s_teacher * teacher_pi**2 + r_teacher),
        (r_j - r_teacher) + pi_A * s_j * pi_A,
        "x^j = s_j pi^2 + r_j under <.>_theta and under the teacher's functional (starred), where pi = 0",
        name=r"x^j - g_j",
    )
    node, weight = sp.symbols("x_1 w_1")
    A = sp.Matrix(2, 2, sp.symbols("a:4"))
    B, C = sp.Matrix(sp.symbols("b:2")), sp.Matrix([sp.symbols("c:2")])
    pi = _evaluate(node_polynomial([node]), A)
    residuals = [(C * A**lag * B)[0, 0] - weight * node**lag for lag in range(6)]
    checked = []
    for lag in range(6):
        quotient, remainder = divide(lag, node_polynomial([node]) ** 2)
        seen = sum(c * R for c, R in zip(coefficients(remainder, 2), residuals[:2], strict=True))
        beyond = (C * pi * _evaluate(quotient, A) * pi * B)[0, 0]
        checked.append(sp.expand(residuals[lag] - seen - beyond) == 0)
    return general, Step(
        "h_j - g_j",
        r"\langle r_j, R \rangle + (C \pi(A))\, s_j(A)\, (\pi(A) B)",
        "x^j = s_j pi^2 + r_j in A, and the teacher sees r_j only; every entry for n = 1, d = 2, j < 6",
        all(checked),
    )
