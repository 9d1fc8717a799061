"""The Hankel pencil H_1 v = x H_0 v in ball arithmetic: nodes as certified eigenvalues, weights from eigenvectors."""

from collections.abc import Sequence
from fractions import Fraction

from flint import acb, acb_mat, arb, arb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, to_flint


def pencil_nodes_and_weights(moments: Sequence[Fraction], n: int, bits: int) -> list[tuple[acb, acb]]:
    """Enclosures of (x_i, w_i), h_j = sum_i w_i x_i^j, from the first 2n moments; needs n simple poles.

    H_0 = (h_{i+j}) = V^T W V and H_1 = (h_{i+j+1}) = V^T X W V with the Vandermonde matrix V, so an eigenvector v of
    H_0^{-1} H_1 has V v proportional to e_i, and w_i = sum_j h_j v_j / v(x_i) with v(x) = sum_j v_j x^j.
    The nodes are first divided by the power of two at which the moments grow: it saves half the bits lost.
    Raises ValueError when the bits isolate no n simple eigenvalues.
    """
    with arb_bits(bits):
        scale = Fraction(2) ** growth(moments[: 2 * n])
        h = [arb(to_flint(value / scale**j)) for j, value in enumerate(moments[: 2 * n])]
        shifted = [arb_mat([[h[i + j + shift] for j in range(n)] for i in range(n)]) for shift in (0, 1)]
        nodes, vectors = acb_mat(shifted[0].solve(shifted[1])).eig(right=True)
        weights = [_weight(node, [vectors[j, i] for j in range(n)], h) for i, node in enumerate(nodes)]
        return [(node * ball(scale), weight) for node, weight in zip(nodes, weights, strict=True)]


def real_nodes_and_weights(h: Sequence[arb], n: int) -> list[tuple[arb, arb]]:
    """Real nodes and weights of the Hankel pencil of 2n balls, at the precision python-flint has.

    Raises ValueError where they are not certainly real, ZeroDivisionError where the balls isolate no n nodes.
    """
    first, second = (arb_mat([[h[i + j + s] for j in range(n)] for i in range(n)]) for s in (0, 1))
    nodes = [_real(node) for node in acb_mat(first.solve(second)).eig()]
    vandermonde = arb_mat([[node**j for node in nodes] for j in range(n)])
    weights = vandermonde.solve(arb_mat(n, 1, list(h[:n])))
    return [(node, weights[i, 0]) for i, node in enumerate(nodes)]


def _real(node: acb) -> arb:
    """A simple eigenvalue of a real matrix, alone in its box: real if the box meets its own mirror image."""
    if not node.imag.contains(0):
        raise ValueError("pencil: a node is not real; the rule is no measure")
    return arb(node.real)


def growth(moments: Sequence[Fraction]) -> int:
    """About log2 of the largest node: the bits gained per lag between the first and the last non-zero moment."""
    lags = [lag for lag, value in enumerate(moments) if value]
    if len(lags) < 2:
        return 0
    first, last = moments[lags[0]], moments[lags[-1]]
    ratio = abs(last / first)
    return -(-(ratio.numerator.bit_length() - ratio.denominator.bit_length()) // (lags[-1] - lags[0]))


def _weight(node: acb, vector: Sequence[acb], moments: Sequence[arb]) -> acb:
    value = acb(0)
    for entry in reversed(vector):
        value = value * node + entry
    return sum((h * entry for h, entry in zip(moments, vector, strict=False)), acb(0)) / value
