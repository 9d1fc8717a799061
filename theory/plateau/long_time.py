r"""Long after the plateau (t >> eps^-2) the complement gives way: q decays, and the error falls to order eps^3.

k = 2n + 1. On the plateau L = P q^2, P = pi(0)^4 / |c|^2, q = y_L^T y_R. Its gradient flow, S and beta being at rest,

    y_+' = -Gamma q y_+,   y_-' = Gamma q y_-,   y_+- = (y_R +- y_L)/2,   Gamma = 2 P (1 + h_{-2}),

h_{-2} = beta^T S^{-2} beta = sum w_i x_i^{-2}. The directions of y_+ and y_- and the product |y_+||y_-| stay; q -> 0.
The next order adds r e_1, r = y_L^T A_22 y_R = O(eps^3), up to tangent vectors and multiples of e_0. With one lag to
spare the loss vanishes once c_0 q + c_1 r = 0, and then the error is r times a function of the nodes: `settled_error`.
From symmetric starts y_- = 0: q = 1/(1/q_0 + 2 Gamma t), r -> 0 as well, and L t^2 -> P / (4 Gamma^2).
The derivation is in `long_time_proof`; here is what it gives for concrete nodes and weights.
"""

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from theory.model.rationals import to_flint
from theory.plateau.leading_order import plateau_coefficients, tangent_row


def plateau_rate(nodes: Sequence[Fraction], weights: Sequence[Fraction], inverse_moment: bool = True) -> Fraction:
    """Gamma for k = 2n + 1; without `inverse_moment` the motion of A_12, A_21 is left out: a false neighbour.

    >>> plateau_rate([Fraction(1)], [Fraction(1)])
    Fraction(2, 3)
    """
    P = plateau_coefficients(nodes, 2 * len(nodes) + 1).loss
    return 2 * P * (1 + inverse_moment * sum(w / x**2 for x, w in zip(nodes, weights, strict=True)))


def symmetric_limit(nodes: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """The limit of L t^2 from symmetric starts: |c|^2 / (16 pi(0)^4 (1 + h_{-2})^2)."""
    return plateau_coefficients(nodes, 2 * len(nodes) + 1).loss / (4 * plateau_rate(nodes, weights) ** 2)


def settled_error(nodes: Sequence[Fraction], lag: int) -> Fraction:
    """(h_j - g_j) / r at zero loss, k = 2n + 1 and j >= 2: t_j . s where q e_0 + e_1 + T s = 0 on the trained lags.

    Raises ValueError for lags 0 and 1, where e_0 and e_1 themselves add to it, and for a repeated or zero node.

    >>> settled_error([Fraction(1)], 2), settled_error([Fraction(1)], 3)
    (Fraction(0, 1), Fraction(1, 1))
    """
    if lag < 2:
        raise ValueError(f"settled error: the law holds for lags from 2 on, not for {lag}")
    length = 2 * len(nodes) + 1
    rows = [[Fraction(j == 0), *tangent_row(j, nodes)] for j in range(length)]
    system = fmpq_mat([[to_flint(entry) for entry in row] for row in rows])
    if system.det() == 0:
        raise ValueError(f"settled error: nodes {tuple(map(str, nodes))}; they must be distinct and not 0")
    solution = system.solve(fmpq_mat([[fmpq(-(j == 1))] for j in range(length)])).entries()[1:]
    row = tangent_row(lag, nodes)
    return sum((t * Fraction(int(s.p), int(s.q)) for t, s in zip(row, solution, strict=True)), Fraction(0))
