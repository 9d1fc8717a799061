"""Every s-th moment of an oversampled record: nodes x^s lie further apart than the nodes x, and lead back to them.

A truth h_j = sum_i w_i x_i^j of degree n, read at the lags 0, s, 2s, ..., has the nodes y_i = x_i^s and the same
weights. Where the thinned data certify n of them, the y_i are distinct, and h_{1 + s i} = sum_i (w_i x_i) y_i^i is a
linear system for w_i x_i: it tells which of the s roots of y_i the node is.
"""

from collections.abc import Iterator, Sequence

from flint import acb, acb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.moments.prony_map import NodeAndWeight

LARGEST_STRIDE = 64


def strides(count: int, degree: int) -> Iterator[int]:
    """The strides worth trying, growing twofold, that leave 2n moments and more.

    >>> list(strides(40, 2))
    [2, 4, 8]
    """
    stride = 2
    while stride <= LARGEST_STRIDE and (count - 1) // stride + 1 >= 2 * degree and 1 + stride * (degree - 1) < count:
        yield stride
        stride *= 2


def lifted(thinned: Sequence[NodeAndWeight], stride: int, data: Sequence[acb], bits: int) -> list[NodeAndWeight] | None:
    """The rule of the record `data` from that of every `stride`-th moment; None where a root stays ambiguous."""
    n = len(thinned)
    with arb_bits(bits):
        powers = acb_mat([[node**i for node, _ in thinned] for i in range(n)])
        try:
            products = powers.solve(acb_mat([[data[1 + stride * i]] for i in range(n)]))
        except ZeroDivisionError:  # the enclosed nodes are too wide for their Vandermonde matrix to be inverted
            return None
        nodes = [_root(node, stride, products[i, 0] / weight) for i, (node, weight) in enumerate(thinned)]
        if any(node is None for node in nodes):
            return None
        return [(node, weight) for node, (_, weight) in zip(nodes, thinned, strict=True) if node is not None]


def _root(power: acb, stride: int, near: acb) -> acb | None:
    """The one s-th root of `power` that meets `near`, cut with it; None where none or several do.

    A real y of real data belongs to a real node: the mirrored node has the same y, and the y are distinct.
    """
    turned = (power.root(stride) * (acb(2 * k) / stride).exp_pi_i() for k in range(stride))
    met = [root for root in turned if root.overlaps(near)]
    if len(met) != 1 or not met[0].is_finite() or not near.is_finite():
        return None
    real = met[0].real.intersection(near.real)
    return acb(real) if power.imag.is_zero() else acb(real, met[0].imag.intersection(near.imag))
