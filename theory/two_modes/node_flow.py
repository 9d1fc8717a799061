r"""The symmetric flow in nodes and weights, closed for distinct nodes; and a function of one node that falls far out.

A symmetric student (S, u), B = C^T = u/sqrt2, has the nodes l_i, eigenvalues of S, and the weights s_i = c_i^2/2, c_i
the components of u. With R_j = h_j - g_j, r(z) = sum_{j<k} R_j z^j and o for the other nodes,

    l_i' = -2 s_i r'(l_i),      s_i' = -4 s_i [ r(l_i) + sum_o s_o (r(l_i) - r(l_o)) / (l_i - l_o)^2 ].

With T(l) = sum_{j<k} (k - 1 - j) R_j l^j, of degree k - 2, one has l r' = (k - 1) r - T, so that for two nodes

    (l_2^2 - (k - 1) s_2)'/2 = 2 s_2 T(l_2) + 2 (k - 1) s_1 s_2 (r(l_2) - r(l_1)) / (l_2 - l_1)^2.
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import equation, same_powers
from theory.kernel.sums import termwise

j, i = sp.symbols("j i", integer=True, nonnegative=True)
k = sp.Symbol("k", integer=True, positive=True)
R = sp.IndexedBase("R")
l_1, l_2, r_1, r_2, slope = sp.symbols("l_1 l_2 r_1 r_2 r_2'", real=True)
s_1, s_2 = sp.symbols("s_1 s_2", positive=True)

PERTURBATION = Premise(
    "perturbation",
    "eigenvalues and eigenvectors along a path of symmetric S, distinct eigenvalues, S v_i = l_i v_i: "
    "l_i' = <v_i, S' v_i> and v_i' = sum_o v_o <v_o, S' v_i> / (l_i - l_o)",
)
SYMMETRIC_FLOW = Premise(
    "symmetric-flow",
    "the claims gradient and symmetric-invariant: a symmetric student stays symmetric, u' = -2 r(S) u, and "
    "S' = -sum_j R_j sum_{i<j} (S^i u)(S^{j-1-i} u)^T",
)


def node_flow_steps(interaction: int = 1) -> tuple[Step, ...]:
    """The flow of nodes and weights, then the identity. A control gives the interaction of two nodes a wrong sign."""
    return (*_in_the_eigenbasis(), *_weights(interaction), *_identity())


def _in_the_eigenbasis() -> tuple[Step, ...]:
    """<v_o, S' v_i> lag by lag: a geometric sum, which is j l^{j-1} for o = i."""
    x, y = sp.symbols("l_i l_o", positive=True)
    c_i = sp.Symbol("c_i", real=True)
    term = x**i * y ** (j - 1 - i)
    return (
        same_powers(
            (x - y) * term,
            x ** (i + 1) * y ** (j - (i + 1)) - x**i * y ** (j - i),
            "lag j of <v_o, S' v_i> is -R_j c_o c_i sum_{i<j} l_i^i l_o^{j-1-i}; each term, times l_i - l_o, "
            "telescopes (an identity of polynomials, checked for positive l)",
        ).labelled("telescopes", "symmetric-flow"),
        same_powers(
            sp.Subs(x**i * y ** (j - i), i, j) - sp.Subs(x**i * y ** (j - i), i, 0),
            x**j - y**j,
            "the ends are left: <v_o, S' v_i> = -c_o c_i (r(l_i) - r(l_o)) / (l_i - l_o)",
        ).labelled("off-diagonal", "telescopes"),
        same_powers(
            sp.Subs(term, y, x), x ** (j - 1), "o = i: j equal terms, so l_i' = -c_i^2 r'(l_i) = -2 s_i r'(l_i)"
        ).labelled("node-rate", "telescopes", "perturbation"),
        equation(
            c_i**2 * sp.Symbol("r'"),
            2 * sp.Symbol("s_i") * sp.Symbol("r'"),
            "with s_i = c_i^2/2, as B = C^T = u/sqrt2",
            {sp.Symbol("s_i"): c_i**2 / 2},
        ).labelled("weight", "node-rate"),
    )


def _weights(interaction: int) -> tuple[Step, ...]:
    """c_i' = <v_i', u> + <v_i, u'>, so s_i' = c_i c_i'."""
    c_1, c_2 = sp.symbols("c_1 c_2", real=True)
    turn = -c_1 * c_2 * (r_2 - r_1) / (l_2 - l_1)
    rate = c_2 * (c_1 * turn / (l_2 - l_1) - 2 * r_2 * c_2)
    squares = {s_1: c_1**2 / 2, s_2: c_2**2 / 2}
    expected = -4 * s_2 * (r_2 + interaction * s_1 * (r_2 - r_1) / (l_2 - l_1) ** 2)
    rule = "s_2' = c_2 c_2', c_2' = <v_2', u> + <v_2, u'>: the other node turns v_2; so for any number of others"
    step = equation(rate, expected, rule, squares)
    return (step.labelled("weight-rate", "off-diagonal", "weight", "perturbation", "symmetric-flow"),)


def _identity() -> tuple[Step, ...]:
    """l r' = (k - 1) r - T term by term, and the derivative of (l_2^2 - (k - 1) s_2)/2."""
    span, T = (j, 0, k - 1), sp.Symbol("T", real=True)
    node_rate = -2 * s_2 * slope
    weight_rate = -4 * s_2 * (r_2 + s_1 * (r_2 - r_1) / (l_2 - l_1) ** 2)
    between = (r_2 - r_1) / (l_2 - l_1) ** 2
    return (
        termwise(
            sp.Sum(j * R[j] * l_2**j, span),
            sp.Sum((k - 1) * R[j] * l_2**j, span) - sp.Sum((k - 1 - j) * R[j] * l_2**j, span),
            "l r'(l) = (k - 1) r(l) - T(l), term by term",
        ).labelled("euler"),
        equation(
            sp.Subs((k - 1 - j) * R[k - 1], j, k - 1),
            sp.Integer(0),
            "the last lag is not in T, whose degree is k - 2 with the leading coefficient R_{k-2}",
        ).labelled("degree", "euler"),
        equation(
            l_2 * node_rate - (k - 1) * weight_rate / 2,
            2 * s_2 * T + 2 * (k - 1) * s_1 * s_2 * between,
            "the derivative of (l_2^2 - (k-1) s_2)/2, with l_2 r_2' = (k-1) r_2 - T",
            {slope: ((k - 1) * r_2 - T) / l_2},
        ).labelled("runaway", "node-rate", "weight-rate", "euler"),
    )
