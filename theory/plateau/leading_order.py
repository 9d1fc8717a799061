r"""The plateau that a near-zero start ends on: loss ~ eps^4, asymmetry ~ eps, extrapolation error ~ eps^2.

On the learnt support the student is (S, beta, beta^T) up to O(eps); its other coordinates A_12, A_21, B_2, C_2 are
O(eps) too, and A_22 enters only at third order. To second order the complement adds to the impulse response

    q e_0 + a tangent vector of the n-node responses,     q = y_L^T y_R,
    y_R = B_2 - A_21 S^{-1} beta,   y_L^T = C_2 - beta^T S^{-1} A_12.

Nodes and weights adapt until T^T R = 0, T the k x 2n matrix with columns (x_i^j), (j x_i^{j-1}). What is left is
R = q Proj e_0 on the trained lags and h_j - g_j = -q t_j . T^+ e_0 beyond them (j >= 1, t_j the row j of T continued).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from flint import fmpq, fmpq_mat

from theory.kernel.derivation import Derivation, Step
from theory.kernel.matrix_words import Combination, combination
from theory.kernel.rewriting import normal_form, rule
from theory.kernel.steps import equation
from theory.kernel.symbols import epsilon, z
from theory.kernel.vector_fields import same
from theory.plateau.support_words import support_rules, support_words

SCOPE = (
    "every width, every n, distinct nodes other than 0; to second order in eps, where nodes and weights are at rest "
    "(not that descent gets there)"
)

CITED = (
    "spectral theorem: a basis in which the learnt S is diagonal, its entries the nodes",
    "stationary nodes and weights: the gradient of L in them is 2 T^T R, and it is 0 on the plateau",
    "Hermite: a non-zero polynomial of degree below 2n has fewer than 2n roots with multiplicity, so T has rank 2n",
)


def proof() -> Derivation:
    """The leading-order algebra of the plateau; that descent reaches it is measured, not proved."""
    steps = (
        *_second_order(),
        _complement(),
        _tangent_distinct(),
        _tangent_double(),
        _stationary(),
        *_annihilated(),
        *_loss_coefficient(),
    )
    return Derivation(SCOPE, steps, CITED)


@dataclass(frozen=True)
class PlateauCoefficients:
    """On the plateau, loss = ``loss`` q^2 and h_j - g_j = ``error(j)`` q to leading order, for these nodes and k."""

    nodes: tuple[Fraction, ...]
    loss: Fraction
    shift: tuple[Fraction, ...]
    nodes_move: bool = True

    def error(self, lag: int) -> Fraction:
        """-t_j . T^+ e_0 for j >= 1; raises ValueError at lag 0, where e_0 itself adds to it."""
        if lag < 1:
            raise ValueError(f"error: the law holds for lags from 1 on, not for {lag}")
        return -sum(
            (t * s for t, s in zip(tangent_row(lag, self.nodes, self.nodes_move), self.shift, strict=True)), Fraction(0)
        )


def plateau_coefficients(nodes: Sequence[Fraction], length: int, nodes_move: bool = True) -> PlateauCoefficients:
    """Proj_{T-perp} e_0 and T^+ e_0, exactly, by the normal equations.

    Without `nodes_move` only the weights adapt and T has the columns (x_i^j) alone: a false neighbour of the law.

    Raises ValueError when T has not full rank: fewer than 2n lags, a repeated node.

    >>> plateau_coefficients([Fraction(1, 2)], 3).loss
    Fraction(1, 33)
    """
    T = fmpq_mat([[_fmpq(entry) for entry in tangent_row(lag, nodes, nodes_move)] for lag in range(length)])
    if T.rank() < T.ncols():
        raise ValueError(f"plateau: {length} lags and nodes {tuple(map(str, nodes))} give T a rank below {T.ncols()}")
    e_0 = fmpq_mat([[fmpq(lag == 0)] for lag in range(length)])
    shift = (T.transpose() * T).solve(T.transpose() * e_0)
    rest = e_0 - T * shift
    squared = (rest.transpose() * rest)[0, 0]
    return PlateauCoefficients(
        tuple(nodes), _fraction(squared), tuple(_fraction(s) for s in shift.entries()), nodes_move
    )


def tangent_row(lag: int, nodes: Sequence[Fraction], nodes_move: bool = True) -> list[Fraction]:
    """t_j: the row j of T."""
    return [x**lag for x in nodes] + [lag * x ** max(lag - 1, 0) for x in nodes if nodes_move]


def _second_order() -> tuple[Step, ...]:
    """(I - zA) X = B in blocks, A_12, A_21, A_22, B_2, C_2 = O(eps): X_1 to second order, X_2 to first, then C X."""
    first = support_words((1, "B_2"), (z, "A_{21} R b"))
    X_1 = support_words((1, "R b")) + (support_words((z, "R A_{12}")) * first).scaled(epsilon**2)
    X_2 = first.scaled(epsilon)
    on_support = X_1 - support_words((z, "S")) * X_1 - support_words((epsilon * z, "A_{12}")) * X_2
    off_support = X_2 - support_words((epsilon * z, "A_{21}")) * X_1 - support_words((epsilon * z, "A_{22}")) * X_2
    response = support_words((1, "c")) * X_1 + support_words((epsilon, "C_2")) * X_2
    off, expected = support_words((epsilon, "B_2")), support_words((1, "c R b")) + _added().scaled(epsilon**2)
    return (
        same(on_support, support_words((1, "b")), support_rules(), "(I - zA) X = B on the support, exactly"),
        same(_below(off_support, 2), off, support_rules(), "and off it up to eps^2, which C_2 = O(eps) makes eps^3"),
        same(response, expected, support_rules(), "C X: what the complement adds to the response of S, b, c"),
    )


def _below(value: Combination, order: int) -> Combination:
    """The terms with eps^0, ..., eps^{order-1}."""
    powers = range(order)
    return combination(
        (w, sum(sp.expand(c).coeff(epsilon, e) * epsilon**e for e in powers)) for w, c in value.terms.items()
    )


def _added() -> Combination:
    return support_words((1, "C_2 B_2"), (z, "C_2 A_{21} R b"), (z, "c R A_{12} B_2"), (z**2, "c R A_{12} A_{21} R b"))


def _complement() -> Step:
    """The second-order response of the complement is q plus a tangent vector, as generating functions in z."""
    added = _added()
    y_L = support_words((1, "C_2"), (-1, "c S^{-1} A_{12}"))
    y_R = support_words((1, "B_2"), (-1, "A_{21} S^{-1} b"))
    moved_b = support_words((1, "S^{-1} A_{12}")) * y_R
    moved_c = support_words((1, "C_2 A_{21} S^{-1}"))
    moved_S = support_words((1, "A_{12} A_{21} S^{-1}"))
    c, R, b = support_words((1, "c")), support_words((1, "R")), support_words((1, "b"))
    tangent = moved_c * R * b + c * R * moved_b + (c * R * moved_S * R * b).scaled(z)
    gap = normal_form(added - y_L * y_R - tangent, support_rules())
    return Step(
        str(added),
        rf"q + \left( {tangent} \right), \quad q = ({y_L}) ({y_R})",
        "zR = S^{-1}(R - I), R = (I - zS)^{-1}, c = b^T; the bracket is a first-order change of S, b and c",
        gap.is_zero,
    )


def _tangent_distinct() -> Step:
    x, y = sp.symbols("x_i x_l")
    before, after = z / ((1 - z * x) * (1 - z * y)), (1 / (1 - z * x) - 1 / (1 - z * y)) / (x - y)
    return equation(
        before, after, "an off-diagonal change of S adds a multiple of (x_i^j - x_l^j)/(x_i - x_l): in the range of T"
    )


def _tangent_double() -> Step:
    x = sp.Symbol("x_i")
    before, after = z / (1 - z * x) ** 2, sp.Derivative(1 / (1 - z * x), x)
    text = "a diagonal change of S adds a multiple of (j x_i^{j-1}): in the range of T"
    return Step(sp.latex(before), sp.latex(after), text, sp.cancel(before - after.doit()) == 0)


def _stationary() -> Step:
    """R = q e_0 + T delta with T^T R = 0 has delta = -q T^+ e_0, T^+ = M T^T, M = (T^T T)^{-1}."""
    left_over = support_words((1, "e_0"), (-1, "T M T' e_0"))
    text = "T^T T M = I: R = q (e_0 - T T^+ e_0) = q Proj e_0 is what is left; row j goes on as -q t_j . T^+ e_0"
    return same(support_words((1, "T'")) * left_over, Combination({}), (rule("T' T M", (1, "")),), text)


def _annihilated() -> tuple[Step, ...]:
    """c^T T = 0 for the coefficients c of pi^2: pi^2 = (x - x_i)^2 rho_i^2 has a double zero on each node."""
    x, node, rho = sp.Symbol("x"), sp.Symbol("x_i"), sp.Function("rho_i")(sp.Symbol("x"))
    square = (x - node) ** 2 * rho**2
    return tuple(
        Step(name, "0", "pi^2 = (x - x_i)^2 rho_i^2 at x = x_i", side.subs(x, node).doit() == 0)
        for name, side in (
            (r"\sum_m c_m x_i^m = \pi^2(x_i)", square),
            (r"\sum_m c_m m x_i^{m-1} = (\pi^2)'(x_i)", sp.diff(square, x)),
        )
    )


def _loss_coefficient() -> tuple[Step, ...]:
    """For k = 2n + 1 the complement of the range of T is the line of c, so Proj e_0 = c_0 c / N, N = |c|^2."""
    c_0, N, at_0 = sp.Symbol("c_0"), sp.Symbol("N", positive=True), sp.Symbol("pi(0)")
    one_left = "k = 2n + 1: one dimension is left over, that of c; e_0 - (c_0/N) c is orthogonal to it, N = |c|^2"
    return (
        equation(c_0 - c_0 / N * N, sp.Integer(0), one_left, name=r"\langle c, e_0 - c_0 c / N \rangle"),
        equation(
            (c_0 / N) ** 2 * N,
            at_0**4 / N,
            "squared norm of (c_0/N) c, where c_0 = pi(0)^2 is the constant coefficient of pi^2",
            {c_0: at_0**2},
            r"\lVert \mathrm{Proj}_{T^\perp} e_0 \rVert^2",
        ),
    )


def _fmpq(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))
