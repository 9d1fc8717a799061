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

from theory.derivation import Derivation, Step
from theory.rewriting import normal_form
from theory.support_words import support_rules, support_words
from theory.symbols import z

SCOPE = "every width, every n, distinct nodes other than 0; to second order in eps (not that descent gets there)"


def proof() -> Derivation:
    """The leading-order algebra of the plateau; that descent reaches it is measured, not proved."""
    steps = (_complement(), _tangent_distinct(), _tangent_double(), _annihilated(), _loss_coefficient())
    return Derivation(SCOPE, steps)


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


def _complement() -> Step:
    """The second-order response of the complement is q plus a tangent vector, as generating functions in z."""
    added = support_words((1, "C_2 B_2"), (z, "C_2 A_{21} R b"), (z, "c R A_{12} B_2"), (z**2, "c R A_{12} A_{21} R b"))
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
    rule = "an off-diagonal change of S adds a multiple of (x_i^j - x_l^j)/(x_i - x_l): in the range of T"
    return Step(sp.latex(before), sp.latex(after), rule, sp.cancel(before - after) == 0)


def _tangent_double() -> Step:
    x = sp.Symbol("x_i")
    before, after = z / (1 - z * x) ** 2, sp.Derivative(1 / (1 - z * x), x)
    rule = "a diagonal change of S adds a multiple of (j x_i^{j-1}): in the range of T"
    return Step(sp.latex(before), sp.latex(after), rule, sp.cancel(before - after.doit()) == 0)


def _annihilated() -> Step:
    """c^T T = 0 for the coefficients c of pi^2: pi^2 has double zeros on the nodes."""
    checked = []
    for n in (1, 2, 3):
        nodes, x = sp.symbols(f"x1:{n + 1}"), sp.Symbol("x")
        square = sp.expand(sp.prod([(x - node) ** 2 for node in nodes]))
        slope = sp.diff(square, x)
        checked.append(all(sp.expand(f.subs(x, node)) == 0 for f in (square, slope) for node in nodes))
    rule = "pi^2 and its derivative vanish on the nodes (symbolic nodes, n <= 3; double zeros for every n)"
    return Step(r"c^T T = \left( \pi^2(x_i), \, (\pi^2)'(x_i) \right)_i", "0", rule, all(checked))


def _loss_coefficient() -> Step:
    """For k = 2n + 1 the complement of the range of T is the line of c, so Proj e_0 = c_0 c / |c|^2, c_0 = pi(0)^2."""
    cases = [(Fraction(1, 2),), (Fraction(4, 5), Fraction(-2, 5)), (Fraction(9, 10), Fraction(-3, 5), Fraction(3, 10))]
    checked = []
    for nodes in cases:
        x = sp.Symbol("x")
        square = sp.Poly(sp.prod([(x - sp.Rational(v.numerator, v.denominator)) ** 2 for v in nodes]), x)
        expected = square.eval(0) ** 2 / sum(c**2 for c in square.all_coeffs())
        found = plateau_coefficients(nodes, 2 * len(nodes) + 1).loss
        checked.append(sp.Rational(found.numerator, found.denominator) == expected)
    return Step(
        r"\lVert \mathrm{Proj}_{T^\perp} e_0 \rVert^2",
        r"\frac{\pi(0)^4}{\lVert c \rVert^2}",
        "k = 2n + 1: one dimension is left over, spanned by c; the formula is checked exactly for n = 1, 2, 3",
        all(checked),
    )


def _fmpq(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))
