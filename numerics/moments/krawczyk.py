"""The Prony map inverted on inexact data, rigorously: Krawczyk's operator, with Taylor expansions for its slope."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from flint import acb, acb_mat, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.prony_map import NodeAndWeight, jacobian, midpoints, moment

INFLATIONS = 12
"""How often the box is doubled before the data are said to determine no nodes."""


@dataclass(frozen=True)
class Krawczyk:
    """K(X) = z - Y (F(z) - [h]) + (I - Y F'(X)) (X - z) for the Prony map F; nodes first, then weights.

    `taylor[i]` = Y P_i with P_i the columns of derivatives of (x^j)_j at x_i over m!: expanding BEFORE the boxes enter
    keeps what cancels in Y F'(X), which is ill-conditioned (without it the boxes would have to be narrower squared).
    """

    centre: tuple[acb, ...]
    step: tuple[acb, ...]
    taylor: tuple[acb_mat, ...]

    @classmethod
    def at(cls, point: Sequence[NodeAndWeight], data: Sequence[acb], inverse: acb_mat) -> "Krawczyk":
        """The operator about the rule `point`, for `data` boxes and an approximate (left) inverse of F'(point)."""
        residual = acb_mat([[moment(point, j) - datum] for j, datum in enumerate(data)])
        step = inverse * residual
        return cls(
            (*(node for node, _ in point), *(weight for _, weight in point)),
            tuple(step[i, 0] for i in range(2 * len(point))),
            tuple(inverse * _derivatives(node, len(data)) for node, _ in point),
        )

    def image(self, box: Sequence[acb]) -> list[acb]:
        """K(box)."""
        spread = [x - z for x, z in zip(box, self.centre, strict=True)]
        return [z - self.step[i] + self._slope_defect(i, box, spread) for i, z in enumerate(self.centre)]

    def _slope_defect(self, row: int, box: Sequence[acb], spread: Sequence[acb]) -> acb:
        """Row `row` of (I - Y F'(X)) times the spread."""
        n, total = len(self.taylor), acb(0)
        for i, taylor in enumerate(self.taylor):
            value, slope = _value_and_slope([taylor[row, m] for m in range(taylor.ncols())], spread[i])
            total += (int(row == i) - slope * box[n + i]) * spread[i] + (int(row == n + i) - value) * spread[n + i]
        return total


def _derivatives(node: acb, count: int) -> acb_mat:
    powers = [acb(1)]
    for _ in range(count):
        powers.append(powers[-1] * node)
    return acb_mat([[comb(j, m) * powers[j - m] if m <= j else acb(0) for m in range(count)] for j in range(count)])


def _value_and_slope(coefficients: Sequence[acb], point: acb) -> tuple[acb, acb]:
    value, slope = acb(0), acb(0)
    for coefficient in reversed(coefficients):
        slope = slope * point + value
        value = value * point + coefficient
    return value, slope


def inverse_enclosure(
    start: Sequence[NodeAndWeight], moments: Sequence[Fraction], accuracy: Fraction, bits: int
) -> list[NodeAndWeight] | None:
    """Boxes around `start` that hold THE n-node rule of every sequence within `accuracy` of the moments.

    K(X) inside the interior of X, from the first 2n moments, proves that each data vector in [h] has exactly one rule
    in X (Neumaier, Interval Methods, 1990, section 5.1); 2n moments with a non-singular Hankel matrix have no other.
    With more moments the boxes are narrowed by least-squares inverses of growing length. None when no box is found;
    raises ValueError when the further moments exclude every n-node rule.
    """
    with arb_bits(bits):
        n, point = len(start), midpoints(start)
        data = [acb(ball(value) + arb(0, 1) * ball(accuracy)) for value in moments]
        box = _verified(Krawczyk.at(point, data[: 2 * n], jacobian(point, 2 * n).inv()))
        if box is None:
            return None
        for length in _lengths(2 * n, len(data)):
            box = _narrowed(box, point, data[:length])
        return list(zip(box[:n], box[n:], strict=True))


def _lengths(least: int, most: int) -> list[int]:
    lengths = []
    while least < most:
        least = min(most, 2 * least)
        lengths.append(least)
    return lengths


def _verified(operator: Krawczyk) -> list[acb] | None:
    reach = [abs(step).abs_upper() for step in operator.step]
    for doubling in range(INFLATIONS):
        growth = 1 + arb(2) ** (doubling - 6)
        box = [_ball(z, radius * growth) for z, radius in zip(operator.centre, reach, strict=True)]
        image = operator.image(box)
        if all(_inside(inner, outer) for inner, outer in zip(image, box, strict=True)):
            return image
    return None


def _ball(centre: acb, radius: arb) -> acb:
    width = arb(0, radius.abs_upper())
    return acb(centre.real + width, arb(0) if centre.imag.is_zero() else centre.imag + width)


def _inside(inner: acb, outer: acb) -> bool:
    real = bool(outer.real.contains_interior(inner.real))
    return real and bool(inner.imag.is_zero() if outer.imag.is_zero() else outer.imag.contains_interior(inner.imag))


def _narrowed(box: Sequence[acb], point: Sequence[NodeAndWeight], data: Sequence[acb]) -> list[acb]:
    """The box cut with its image under the least-squares Krawczyk operator, which no true rule escapes."""
    derivative = jacobian(point, len(data))
    adjoint = derivative.transpose().conjugate()
    image = Krawczyk.at(point, data, (adjoint * derivative).inv() * adjoint).image(box)
    return [acb(x.real.intersection(y.real), x.imag.intersection(y.imag)) for x, y in zip(box, image, strict=True)]
