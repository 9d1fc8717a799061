"""The Prony map (x, w) -> (sum_i w_i x_i^j)_j, its derivative, and the digits that its inverse loses."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count

from flint import acb, acb_mat, arb, arb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball

NodeAndWeight = tuple[acb, acb]


def moment(rule: Sequence[NodeAndWeight], lag: int) -> acb:
    """h_lag = sum_i w_i x_i^lag, with 0^0 = 1."""
    return sum((weight * node**lag for node, weight in rule), acb(0))


def jacobian(rule: Sequence[NodeAndWeight], rows: int) -> acb_mat:
    """The `rows` x 2n matrix of derivatives: columns x_i^j (by w_i) and j w_i x_i^{j-1} (by x_i), nodes first."""
    by_node = [[weight * j * node ** (j - 1) if j else acb(0) for node, weight in rule] for j in range(rows)]
    return acb_mat([row + [node**j for node, _ in rule] for j, row in enumerate(by_node)])


def digits_lost(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], bits: int) -> int:
    """Decimal digits that the inverse of the Prony map loses: log10 of its componentwise relative condition.

    A relative error u in the first 2n moments moves node x_i by up to u sum_j |Y_ij| |h_j|, Y the inverse Jacobian.
    """
    with arb_bits(bits):
        n = len(rule)
        middle = midpoints(rule)
        derivative = jacobian(middle, 2 * n)
        real = all(node.imag.is_zero() for node, _ in middle)
        inverse = (arb_mat([[x.real for x in row] for row in derivative.tolist()]) if real else derivative).inv()
        sizes = [abs(ball(value)) for value in moments[: 2 * n]]
        scale = max(abs(node).mid() for node, _ in middle)
        moved = [sum((abs(inverse[i, j]) * sizes[j] for j in range(2 * n)), arb(0)).mid() for i in range(n)]
        ratio = max(moved) / scale if scale > 0 else max(moved)
        if not ratio.is_finite():
            raise ValueError(f"digits_lost: {bits} bits do not invert the Jacobian; use more")
        return next(digits for digits in count() if ratio <= arb(10) ** digits)


def midpoints(rule: Sequence[NodeAndWeight]) -> list[NodeAndWeight]:
    """The rule at the centres of its enclosures."""
    return [(acb(x.real.mid(), x.imag.mid()), acb(w.real.mid(), w.imag.mid())) for x, w in rule]
