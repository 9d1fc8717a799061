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

from theory.kernel.derivation import Premise, Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.steps import at_most, equation, noncommutative
from theory.kernel.sums import exchanged
from theory.kernel.vector_fields import derivative, same, term
from theory.words.matrix_words import Combination
from theory.words.rewriting import resolvent_rules
from theory.words.symbols import z

n, k = sp.symbols("n k", integer=True, positive=True)
slack = sp.Symbol("sigma", integer=True, nonnegative=True)
t = sp.Symbol("t", nonnegative=True)

ZEROS = Premise(
    "zeros",
    "a nonzero polynomial of degree < 2n has fewer than 2n zeros, counted with multiplicity: a row vector on the first "
    "2n lags that T annihilates is such a polynomial with n double zeros, so T has rank 2n",
)
TAYLOR = Premise(
    "taylor",
    "Taylor's theorem with remainder for the polynomial map theta -> (h_0..h_{k-1}), and for F near p*",
)


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


def tangent_steps(lags: sp.Expr, least: int) -> tuple[Step, ...]:
    """The first-order statements of this module for k = `lags`; `least` is the least of them for n = 1."""
    return (
        *_double_zero(),
        *_second_order(),
        *_response_moves(),
        *columns_of_the_tangent(),
        _rank(lags, least),
        *_error_identity(),
    )


def _double_zero() -> tuple[Step, ...]:
    """pi = (x - x_a) rho_a for every n: pi and (pi^2)' vanish at each node, and so pi(A*) B* = 0."""
    x, node, root = sp.symbols("x x_a b_a")
    pi = (x - node) * sp.Function("rho_a")(x)
    return (
        equation(
            sp.Subs(sp.Derivative(pi**2, x), x, node),
            sp.Integer(0),
            "the derivative of pi^2 vanishes at a node: pi^2 is orthogonal to T's columns",
            name=r"(\pi^2)'(x_a)",
        ).labelled("double-zero", "nodes"),
        equation(
            sp.Subs(pi, x, node) * root,
            sp.Integer(0),
            "pi(A*) B* and C* pi(A*) have this entry, A* = diag(x_a) on the support; on the padding B* = 0",
            name=r"\pi(x_a) b_a",
        ).labelled("vanish", "fitted", "nodes"),
    )


def _second_order() -> tuple[Step, ...]:
    """(Y_L + t dY_L)(s + t ds)(Y_R + t dY_R) with Y_L = Y_R = 0 starts at t^2: non-commuting letters."""
    s, ds, left, right = sp.symbols("s ds y_L y_R", commutative=False)
    step = noncommutative(
        (t * left) * (s + t * ds) * (t * right),
        t**2 * left * s * right + t**3 * left * ds * right,
        "both outer factors vanish at theta*, so the product is of second order: T's range is orthogonal to x^i pi^2",
        name=r"(C \pi(A)) s(A) (\pi(A) B)",
    )
    return (step.labelled("second-order", "vanish"),)


def _response_moves() -> tuple[Step, ...]:
    """dh(z) for a move (V, U, X) of (A, B, C), all lags at once; then its entries at theta*."""
    resolvent_moves = term("R V R", z)
    moves = {"A": term("V"), "B": term("U"), "C": term("X"), "R": resolvent_moves}
    defining = derivative(term("R") - term("A R", z), moves)
    a, c, count = (
        sp.Symbol("a", integer=True),
        sp.Symbol("c", integer=True),
        sp.Symbol("n", integer=True, positive=True),
    )
    b, r, V = (sp.IndexedBase(name) for name in ("b", "r", "V"))
    row = sp.Sum(V[a, c] * b[c] * r[c], (c, 1, count))
    product_rule = "h(z) = C R B, all lags at once, moves by this; V, U, X are the moves of A, B, C"
    return (
        same(
            defining,
            Combination({}),
            resolvent_rules(),
            "R - zAR = I is kept by dR = z R V R",
            r"\mathrm{d}(R - z A R)",
        ).labelled("resolvent-moves"),
        same(
            derivative(term("C R B"), moves),
            term("X R B") + term("C R U") + term("C R V R B", z),
            (),
            product_rule,
            r"\mathrm{d} h(z)",
        ).labelled("response-moves", "resolvent-moves"),
        exchanged(
            sp.Sum(b[a] * r[a] * row, (a, 1, count)),
            sp.Sum(b[a] * r[a] * V[a, c] * b[c] * r[c], (c, 1, count), (a, 1, count)),
            "C R V R B is this at theta*, R = diag(r_a), r_a = 1/(1 - z x_a); on the padding B* = C* = 0",
        ).labelled("entries", "response-moves", "fitted", "scalar"),
    )


def columns_of_the_tangent(*uses: str) -> tuple[Step, ...]:
    """What an entry of a move adds, as a generating function: columns of T, whatever the number of nodes."""
    x, y = sp.symbols("x_a x_c")
    distinct = "an off-diagonal entry adds a multiple of (x_a^j - x_c^j)/(x_a - x_c), which is in the range of T"
    double = "a diagonal entry adds a multiple of (j x_a^{j-1}), in the range of T like (x_a^j) from B and C"
    uses = uses or ("entries", "nodes")
    return (
        equation(z / ((1 - z * x) * (1 - z * y)), (1 / (1 - z * x) - 1 / (1 - z * y)) / (x - y), distinct).labelled(
            "off-diagonal", *uses
        ),
        equation(z / (1 - z * x) ** 2, sp.Derivative(1 / (1 - z * x), x), double).labelled("diagonal", *uses),
    )


def _rank(lags: sp.Expr, least: int) -> Step:
    """T has rank 2n, as its first 2n rows have it: 2n lags must be trained."""
    rule_text = "the 2n rows whose rank is 2n are among the trained lags"
    step = at_most(2 * n, k, rule_text, {k: lags})
    return step.refuted_by(_unseen_move(least)).labelled("rank", "zeros", "double-zero", "lags")


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
    """x^j = s_j pi^2 + r_j: polynomials in A commute, the teacher's pi is zero on its nodes; every j and n."""
    power, s, pi, r, B, C = sp.symbols("A^j s_j pi r_j B C", commutative=False)
    s_j, r_j, at_node = sp.symbols(r"s_{j} r_{j} \pi(x_{a})")
    i, last = sp.Symbol("i", integer=True), 2 * n - 1
    rho, h, g = (sp.Function(name) for name in ("r", "h", "g"))
    divided = {power: pi * s * pi + r}
    return (
        noncommutative(
            C * power * B,
            C * pi * s * pi * B + C * r * B,
            "h_j splits like x^j = s_j pi^2 + r_j, as polynomials in A commute",
            divided,
        ).labelled("division"),
        equation(
            at_node * s_j * at_node + r_j,
            r_j,
            "the teacher sees r_j only, as pi vanishes at its nodes",
            {at_node: sp.Integer(0)},
        ).labelled("teacher-sees", "nodes"),
        same_sum(
            sp.Sum(rho(i) * h(i), (i, 0, last)) - sp.Sum(rho(i) * g(i), (i, 0, last)),
            sp.Sum(rho(i) * (h(i) - g(i)), (i, 0, last)),
            "deg r_j < 2n: h_j - g_j = <r_j, R> + (C pi(A)) s_j(A) (pi(A) B), R the residuals on trained lags",
        ).labelled("error-identity", "division", "teacher-sees", "rank"),
    )
