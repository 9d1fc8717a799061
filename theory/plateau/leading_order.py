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

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation
from theory.kernel.vector_fields import same
from theory.plateau.plateau_tangent import columns_of_the_tangent
from theory.plateau.support_words import support_rules, support_words
from theory.words.matrix_words import Combination
from theory.words.rewriting import rule
from theory.words.symbols import epsilon, z

SCOPE = (
    "every width, every n, distinct nodes other than 0; to second order in eps, where nodes and weights are at rest "
    "(not that descent gets there)"
)

CITED = (
    Premise("spectral", "spectral theorem: a basis in which the learnt S is diagonal, its entries the nodes"),
    Premise(
        "stationary",
        "stationary nodes and weights: the gradient of L in them is 2 T^T R, and it is 0 on the plateau",
    ),
    Premise(
        "hermite",
        "Hermite: a non-zero polynomial of degree below 2n has fewer than 2n roots with multiplicity, so T has rank 2n",
    ),
)

HYPOTHESES = (
    Premise(
        "support",
        "$m = p = 1$; the student is $(S, b, b^T)$, $S = S^T$ invertible, on the learnt support; "
        r"$A_{12}, A_{21}, A_{22}, B_2, C_2$ are $O(\epsilon)$, and written with the factor $\epsilon$ outside",
    ),
    Premise("nodes", "$S$ has $n$ distinct eigenvalues, the nodes, none of them $0$"),
)


def proof(nodes_move: bool = True) -> Derivation:
    """The leading-order algebra of the plateau; that descent reaches it is measured, not proved.

    Without `nodes_move` T has the columns (x_i^j) alone: a false neighbour of the law, whose T leaves too much over.
    """
    steps = (
        *_second_order(),
        _complement(),
        *columns_of_the_tangent("spectral", "nodes", "complement"),
        _stationary(),
        *_annihilated(),
        *_loss_coefficient(nodes_move),
    )
    return Derivation(
        SCOPE,
        steps,
        CITED,
        HYPOTHESES,
        Conclusion(
            r"to leading order $R = q \, \mathrm{Proj}_{T^\perp} e_0$ on the trained lags, and "
            r"$h_j - g_j = -q \, t_j \cdot T^+ e_0$ for $j \ge 1$; for $k = 2n + 1$ the loss is "
            r"$q^2 \pi(0)^4 / \lVert c \rVert^2$, $c$ the coefficients of $\pi^2$",
            ("left-over", "loss"),
        ),
    )


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
    later = (support_words((z, "A_{22}")) * first).scaled(epsilon**2)
    last = (support_words((z**2, "A_{21} R A_{12}")) * first).scaled(epsilon**3)
    off, expected = support_words((epsilon, "B_2")), support_words((1, "c R b")) + _added().scaled(epsilon**2)
    rules = support_rules()
    on_rule = "(I - zA) X = B holds on the support exactly, with R = (I - zS)^{-1}"
    off_rule = "(I - zA) X = B holds off the support up to eps^2, which C_2 = O(eps) makes eps^3"
    seen_rule = "C X shows what the complement adds to the response of S, b, c"
    return (
        same(on_support, support_words((1, "b")), rules, on_rule, "((I - zA) X)_1").labelled("on-support", "support"),
        same(off_support, off - later - last, rules, off_rule, "((I - zA) X)_2").labelled("off-support", "support"),
        same(response, expected, rules, seen_rule, "C X").labelled("response", "on-support", "off-support"),
    )


def _added() -> Combination:
    return support_words((1, "C_2 B_2"), (z, "C_2 A_{21} R b"), (z, "c R A_{12} B_2"), (z**2, "c R A_{12} A_{21} R b"))


def _complement() -> Step:
    """The second-order response of the complement is q plus a tangent vector, as generating functions in z."""
    y_L = support_words((1, "C_2"), (-1, "c S^{-1} A_{12}"))
    y_R = support_words((1, "B_2"), (-1, "A_{21} S^{-1} b"))
    moved_b = support_words((1, "S^{-1} A_{12}")) * y_R
    moved_c = support_words((1, "C_2 A_{21} S^{-1}"))
    moved_S = support_words((1, "A_{12} A_{21} S^{-1}"))
    c, R, b = support_words((1, "c")), support_words((1, "R")), support_words((1, "b"))
    tangent = moved_c * R * b + c * R * moved_b + (c * R * moved_S * R * b).scaled(z)
    text = "zR = S^{-1}(R - I): what has no R is q = y_L^T y_R at lag 0, and the rest a first-order change of S, b, c"
    step = same(_added(), y_L * y_R + tangent, support_rules(), text)
    return step.labelled("complement", "response", "nodes")


def _stationary() -> Step:
    """R = q e_0 + T delta with T^T R = 0 has delta = -q T^+ e_0, T^+ = M T^T, M = (T^T T)^{-1}."""
    left_over = support_words((1, "e_0"), (-1, "T M T' e_0"))
    text = "M T^T T = I: R = q (e_0 - T T^+ e_0) = q Proj e_0 is what is left; row j goes on as -q t_j . T^+ e_0"
    step = same(support_words((1, "T'")) * left_over, Combination({}), (rule("T' T M", (1, "")),), text)
    return step.labelled("left-over", "off-diagonal", "diagonal", "stationary", "hermite")


def _annihilated() -> tuple[Step, ...]:
    """c^T T = 0 for the coefficients c of pi^2: pi^2 = (x - x_i)^2 rho_i^2 has a double zero on each node."""
    x, node, rho = sp.Symbol("x"), sp.Symbol("x_i"), sp.Function("rho_i")(sp.Symbol("x"))
    square = (x - node) ** 2 * rho**2
    lines = (
        (square, r"\sum_m c_m x_i^m", "pi^2 vanishes at the node, so c is orthogonal to the column (x_i^j)", "value"),
        (
            sp.Derivative(square, x),
            r"\sum_m c_m m x_i^{m-1}",
            "(pi^2)' vanishes at the node, so c is orthogonal to the column (j x_i^{j-1})",
            "slope",
        ),
    )
    return tuple(
        equation(sp.Subs(side, x, node), sp.Integer(0), text, name=name).labelled(label)
        for side, name, text, label in lines
    )


def _loss_coefficient(nodes_move: bool) -> tuple[Step, ...]:
    """For k = 2n + 1 the complement of the range of T is the line of c, so Proj e_0 = c_0 c / N, N = |c|^2."""
    n, k, rank = sp.symbols("n k r_T", integer=True, positive=True)
    c_0, N, at_0, square = sp.Symbol("c_0"), sp.Symbol("N", positive=True), sp.Symbol(r"\pi(0)"), sp.Symbol("c^T{c}")
    left = equation(
        k - rank,
        sp.Integer(1),
        "T has r_T independent columns: one dimension is left over, that of c",
        {k: 2 * n + 1, rank: 2 * n if nodes_move else n},
    )
    found = "n = 1, x_1 = 1, k = 3: T = (1, 1, 1)^T, and (1, -1, 0), (0, 1, -1) are both orthogonal to it"
    orthogonal = "e_0 - (c_0/N) c is orthogonal to c, N = |c|^2, so that Proj e_0 = (c_0/N) c"
    squared = "the squared norm of (c_0/N) c, where c_0 = pi(0)^2 is the constant coefficient of pi^2"
    norm = r"\lVert \mathrm{Proj}_{T^\perp} e_0 \rVert^2"
    return (
        left.refuted_by(found).labelled("one-left", "value", "slope", "hermite"),
        equation(c_0 - c_0 / N * square, sp.Integer(0), orthogonal, {square: N}).labelled("projection", "one-left"),
        equation((c_0 / N) ** 2 * N, at_0**4 / N, squared, {c_0: at_0**2}, norm).labelled(
            "loss", "projection", "left-over"
        ),
    )


def _fmpq(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))
