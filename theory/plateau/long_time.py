r"""Long after the plateau (t >> eps^-2) the complement gives way: q decays, and the error falls to order eps^3.

k = 2n + 1. On the plateau L = P q^2, P = pi(0)^4 / |c|^2, q = y_L^T y_R. Its gradient flow, S and beta being at rest,

    y_+' = -Gamma q y_+,   y_-' = Gamma q y_-,   y_+- = (y_R +- y_L)/2,   Gamma = 2 P (1 + h_{-2}),

h_{-2} = beta^T S^{-2} beta = sum w_i x_i^{-2}. The directions of y_+ and y_- and the product |y_+||y_-| stay; q -> 0.
The next order adds r e_1, r = y_L^T A_22 y_R = O(eps^3), up to tangent vectors and multiples of e_0. With one lag to
spare the loss vanishes once c_0 q + c_1 r = 0, and then the error is r times a function of the nodes: `settled_error`.
From symmetric starts y_- = 0: q = 1/(1/q_0 + 2 Gamma t), r -> 0 as well, and L t^2 -> P / (4 Gamma^2).
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from flint import fmpq, fmpq_mat

from theory.kernel.derivation import Derivation, Step
from theory.kernel.rewriting import normal_form
from theory.kernel.symbols import z
from theory.model.rationals import to_flint
from theory.plateau.leading_order import plateau_coefficients, tangent_row
from theory.plateau.support_words import support_rules, support_words

SCOPE = "leading order in eps, S and beta at rest; the flow of y at the sizes named, the third order for every width"


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


def converged_proof(inverse_moment: bool = True) -> Derivation:
    """The flow of y, its consequences for q and L, and the third order of the response."""
    sizes = ((1, 1), (1, 2), (2, 1))
    steps = (*(_flow_of_y(*size, inverse_moment) for size in sizes), *_decay(), *_symmetric(), _third_order())
    return Derivation(SCOPE, steps)


def _flow_of_y(modes: int, spare: int, inverse_moment: bool) -> Step:
    """y_R' = -Gamma q y_L along -grad(P q^2), entry by entry; y_L' follows by transposing everything."""
    P = sp.Symbol("P", positive=True)
    A_21, A_12 = (
        sp.Matrix(spare, modes, sp.symbols(f"a:{modes * spare}")),
        sp.Matrix(modes, spare, sp.symbols(f"d:{modes * spare}")),
    )
    B_2, C_2 = sp.Matrix(sp.symbols(f"b:{spare}")), sp.Matrix(sp.symbols(f"c:{spare}"))
    beta = sp.Matrix(sp.symbols(f"beta:{modes}"))
    inverse = sp.Matrix(modes, modes, lambda i, j: sp.Symbol(f"s{min(i, j)}{max(i, j)}"))
    y_R, y_L = B_2 - A_21 * inverse * beta, C_2 - A_12.T * inverse * beta
    q = y_L.dot(y_R)
    moving = sp.Matrix([*A_21, *A_12, *B_2, *C_2])
    velocity = y_R.jacobian(moving) * -(sp.Matrix([P * q**2]).jacobian(moving).T)
    Gamma = 2 * P * (1 + int(inverse_moment) * (inverse * beta).dot(inverse * beta))
    holds = (velocity + Gamma * q * y_L).expand().is_zero_matrix
    text = f"n = {modes}, {spare} state(s) to spare: the gradient of P q^2 in A_12, A_21, B_2, C_2, entry by entry"
    return Step("y_R'", r"-2 P (1 + \beta^T S^{-2} \beta) \, q \, y_L", text, bool(holds))


def _decay() -> tuple[Step, ...]:
    """p = |y_+|^2, m = |y_-|^2: p' = -2 Gamma q p, m' = 2 Gamma q m, q = p - m."""
    p, m, Gamma, kappa, rho, t = sp.symbols("p m Gamma kappa rho t", positive=True)
    q = p - m
    p_dot, m_dot = -2 * Gamma * q * p, 2 * Gamma * q * m
    constant = sp.expand(p_dot * m + p * m_dot)
    slope = sp.expand(p_dot - m_dot + 2 * Gamma * q * (p + m))
    fading = rho * sp.exp(-4 * Gamma * kappa * t)
    closed = kappa * (1 + fading) / (1 - fading)
    residue = sp.cancel(sp.diff(closed, t) + 2 * Gamma * (closed - kappa**2 / closed) * closed)
    return (
        Step("(p m)'", "0", "p = |y_+|^2, m = |y_-|^2: the product |y_+| |y_-| = kappa is constant", constant == 0),
        Step("q'", r"-2 \Gamma q \, (p + m)", "q = p - m never changes sign and decays", slope == 0),
        Step(
            "p(t)", sp.latex(closed), "solves p' = -2 Gamma (p - kappa^2/p) p: p and m both tend to kappa", residue == 0
        ),
    )


def _symmetric() -> tuple[Step, ...]:
    q_0, Gamma, P, t = sp.symbols("q_0 Gamma P t", positive=True)
    q = 1 / (1 / q_0 + 2 * Gamma * t)
    limit = sp.limit(P * q**2 * t**2, t, sp.oo)
    return (
        Step("q(t)", sp.latex(q), "y_- = 0 and q' = -2 Gamma q^2", sp.cancel(sp.diff(q, t) + 2 * Gamma * q**2) == 0),
        Step(
            r"\lim P q^2 t^2",
            sp.latex(P / (4 * Gamma**2)),
            "t to infinity",
            sp.cancel(limit - P / (4 * Gamma**2)) == 0,
        ),
    )


def _third_order() -> Step:
    """The third-order response of the complement is z r, a multiple of e_0, and a tangent vector."""
    left, right = support_words((1, "C_2"), (z, "c R A_{12}")), support_words((1, "B_2"), (z, "A_{21} R b"))
    y_L, y_R = support_words((1, "C_2"), (-1, "c S^{-1} A_{12}")), support_words((1, "B_2"), (-1, "A_{21} S^{-1} b"))
    A_22, R, b, c = (support_words((1, text)) for text in ("A_{22}", "R", "b", "c"))
    twice, once = support_words((1, "S^{-1} S^{-1}")), support_words((1, "S^{-1}"))
    X, Y = support_words((1, "A_{12} A_{22}")) * y_R, y_L * support_words((1, "A_{22} A_{21}"))
    middle = once * support_words((1, "A_{12} A_{22} A_{21}")) * once
    added, main = (left * A_22 * right).scaled(z), (y_L * A_22 * y_R).scaled(z)
    at_lag_0 = c * twice * X + Y * twice * b
    tangent = c * R * twice * X + Y * twice * R * b + (c * R * middle * R * b).scaled(z)
    gap = normal_form(added - main + at_lag_0 - tangent, support_rules())
    rule = "zR = S^{-1}(R - I): what is left is a multiple of e_0 and first-order changes of b, c and S"
    return Step(
        r"z (C_2 + z c R A_{12}) A_{22} (B_2 + z A_{21} R b)", r"z \, y_L^T A_{22} y_R + \ldots", rule, gap.is_zero
    )
