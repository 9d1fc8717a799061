"""The Prony map (x, w) -> (sum_i w_i x_i^j)_j, its derivative, and the digits that its inverse loses."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count

from flint import acb, acb_mat, acb_poly, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball

NodeAndWeight = tuple[acb, acb]

SURE_BITS = 20
"""To how many bits a condition is wanted."""


def moment(rule: Sequence[NodeAndWeight], lag: int) -> acb:
    """h_lag = sum_i w_i x_i^lag, with 0^0 = 1."""
    return sum((weight * node**lag for node, weight in rule), acb(0))


def jacobian(rule: Sequence[NodeAndWeight], rows: int) -> acb_mat:
    """The `rows` x 2n matrix of derivatives: columns x_i^j (by w_i) and j w_i x_i^{j-1} (by x_i), nodes first."""
    by_node = [[weight * j * node ** (j - 1) if j else acb(0) for node, weight in rule] for j in range(rows)]
    return acb_mat([row + [node**j for node, _ in rule] for j, row in enumerate(by_node)])


def digits_lost(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], bits: int) -> int:
    r"""Decimal digits that the inverse of the Prony map loses: log10 of its componentwise relative condition.

    A relative error u in the first 2n moments moves node x_i by up to u sum_j |Y_ij| |h_j|, Y the inverse Jacobian. Its
    row for x_i holds the coefficients of the Hermite polynomial (x - x_i) l_i(x)^2 / w_i, l_i that of Lagrange: it
    vanishes at all nodes, and so do its slopes but the one at x_i, which is 1 / w_i.
    """
    with arb_bits(bits):
        n, middle = len(rule), midpoints(rule)
        nodes = acb_poly.from_roots([node for node, _ in middle])
        sizes = [abs(ball(value)) for value in moments[: 2 * n]]
        scale = max(abs(node).mid() for node, _ in middle)
        moved = max((_moved(node, weight, nodes, sizes) for node, weight in middle), key=lambda size: size.mid())
        ratio = moved / scale if scale > 0 else moved
        if not ratio.is_finite() or ratio.rel_accuracy_bits() < SURE_BITS:
            raise ValueError(f"digits_lost: {bits} bits do not invert the Jacobian; use more")
        return next(digits for digits in count() if ratio.mid() <= arb(10) ** digits)


def _moved(node: acb, weight: acb, nodes: acb_poly, sizes: Sequence[arb]) -> arb:
    linear = acb_poly([-node, 1])
    others = nodes // linear
    hermite = linear * others * others
    total = sum((abs(hermite[j]) * size for j, size in enumerate(sizes)), arb(0))
    return total / abs(others(node) ** 2 * weight)


def midpoints(rule: Sequence[NodeAndWeight]) -> list[NodeAndWeight]:
    """The rule at the centres of its enclosures."""
    return [(acb(x.real.mid(), x.imag.mid()), acb(w.real.mid(), w.imag.mid())) for x, w in rule]
