"""The moment map (x, w) -> (sum_i w_i x_i^j)_j: its condition, and its rigorous inverse on inexact data (Krawczyk)."""

from collections.abc import Sequence
from fractions import Fraction

from flint import acb, acb_mat, arb, arb_mat, ctx

from numerics.berlekamp_massey import to_fmpq

NodeAndWeight = tuple[acb, acb]

INFLATIONS = 12
"""How often the box is doubled before the data are said to determine no nodes."""


def moment(rule: Sequence[NodeAndWeight], lag: int) -> acb:
    """h_lag = sum_i w_i x_i^lag, with 0^0 = 1."""
    return sum((weight * node**lag for node, weight in rule), acb(0))


def jacobian(rule: Sequence[NodeAndWeight], count: int) -> acb_mat:
    """The `count` x 2n matrix of derivatives: columns x_i^j (by w_i) and j w_i x_i^{j-1} (by x_i), nodes first."""
    by_node = [[weight * j * node ** (j - 1) if j else acb(0) for node, weight in rule] for j in range(count)]
    return acb_mat([row + [node**j for node, _ in rule] for j, row in enumerate(by_node)])


def digits_lost(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], bits: int) -> int:
    """Decimal digits that the inverse of the moment map loses: log10 of its componentwise relative condition.

    A relative error u in the first 2n moments moves node x_i by up to u sum_j |Y_ij| |h_j|, Y the inverse Jacobian.
    """
    before, ctx.prec = ctx.prec, bits
    try:
        n = len(rule)
        middle = _middle(rule)
        derivative = jacobian(middle, 2 * n)
        real = all(node.imag.is_zero() for node, _ in middle)
        inverse = (arb_mat([[x.real for x in row] for row in derivative.tolist()]) if real else derivative).inv()
        sizes = [abs(arb(to_fmpq(value))) for value in moments[: 2 * n]]
        scale = max(abs(node).mid() for node, _ in middle)
        moved = [sum((abs(inverse[i, j]) * sizes[j] for j in range(2 * n)), arb(0)).mid() for i in range(n)]
        ratio = max(moved) / scale if scale > 0 else max(moved)
        return max(0, int((ratio.log() / arb(10).log()).ceil().mid().unique_fmpz())) if ratio > 0 else 0
    except ZeroDivisionError as error:
        raise ValueError(f"digits_lost: {bits} bits leave the Jacobian singular; use more") from error
    finally:
        ctx.prec = before


def inverse_enclosure(
    start: Sequence[NodeAndWeight], moments: Sequence[Fraction], accuracy: Fraction, bits: int
) -> list[NodeAndWeight] | None:
    """Boxes around `start` that hold THE n-node rule of every sequence within `accuracy` of the first 2n moments.

    Krawczyk: K(X) = z - Y (F(z) - [h]) + (I - Y F'(X)) (X - z) inside the interior of X proves that each data vector
    in [h] has exactly one rule in X (Neumaier, Interval Methods, 1990, section 5.1); 2n moments with a non-singular
    Hankel matrix have no other. With more moments the boxes are narrowed by their least-squares inverse. None when no
    box is found; raises ValueError when the further moments exclude every n-node rule.
    """
    before, ctx.prec = ctx.prec, bits
    try:
        n, point = len(start), _middle(start)
        data = [acb(arb(to_fmpq(value)) + arb(0, 1) * arb(to_fmpq(accuracy))) for value in moments]
        inverse = jacobian(point, 2 * n).inv()
        box = _verified(point, data[: 2 * n], inverse)
        return box if box is None or len(data) == 2 * n else _narrowed(box, point, data)
    except ZeroDivisionError:
        return None
    finally:
        ctx.prec = before


def _middle(rule: Sequence[NodeAndWeight]) -> list[NodeAndWeight]:
    return [(acb(x.real.mid(), x.imag.mid()), acb(w.real.mid(), w.imag.mid())) for x, w in rule]


def _krawczyk(box: Sequence[acb], point: Sequence[NodeAndWeight], data: Sequence[acb], inverse: acb_mat) -> list[acb]:
    n, count = len(point), len(data)
    centre = [node for node, _ in point] + [weight for _, weight in point]
    residual = acb_mat([[moment(point, j) - data[j]] for j in range(count)])
    slope = inverse * jacobian(list(zip(box[:n], box[n:], strict=True)), count)
    identity = acb_mat([[int(i == j) for j in range(2 * n)] for i in range(2 * n)])
    spread = acb_mat([[x - z] for x, z in zip(box, centre, strict=True)])
    step = (identity - slope) * spread - inverse * residual
    return [z + step[i, 0] for i, z in enumerate(centre)]


def _verified(point: Sequence[NodeAndWeight], data: Sequence[acb], inverse: acb_mat) -> list[NodeAndWeight] | None:
    n = len(point)
    centre = [node for node, _ in point] + [weight for _, weight in point]
    reach = [
        abs(value - z).abs_upper() for value, z in zip(_krawczyk(centre, point, data, inverse), centre, strict=True)
    ]
    for doubling in range(INFLATIONS):
        growth = 1 + arb(2) ** (doubling - 4)
        box = [_ball(z, radius * growth) for z, radius in zip(centre, reach, strict=True)]
        image = _krawczyk(box, point, data, inverse)
        if all(_inside(inner, outer) for inner, outer in zip(image, box, strict=True)):
            return list(zip(image[:n], image[n:], strict=True))
    return None


def _ball(centre: acb, radius: arb) -> acb:
    width = arb(0, radius.abs_upper())
    return acb(centre.real + width, arb(0) if centre.imag.is_zero() else centre.imag + width)


def _inside(inner: acb, outer: acb) -> bool:
    real = outer.real.contains_interior(inner.real)
    return bool(real) and bool(
        inner.imag.is_zero() if outer.imag.is_zero() else outer.imag.contains_interior(inner.imag)
    )


def _narrowed(box: list[NodeAndWeight], point: Sequence[NodeAndWeight], data: Sequence[acb]) -> list[NodeAndWeight]:
    """The box cut with its image under the least-squares Krawczyk operator, which no true rule escapes."""
    n = len(point)
    derivative = jacobian(point, len(data))
    adjoint = derivative.transpose().conjugate()
    flat = [node for node, _ in box] + [weight for _, weight in box]
    image = _krawczyk(flat, point, data, (adjoint * derivative).inv() * adjoint)
    cut = [acb(x.real.intersection(y.real), x.imag.intersection(y.imag)) for x, y in zip(flat, image, strict=True)]
    return list(zip(cut[:n], cut[n:], strict=True))
