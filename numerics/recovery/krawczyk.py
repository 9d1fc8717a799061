"""The Prony map inverted on inexact data, rigorously: Krawczyk's operator, with Taylor expansions for its slopes.

Two forms of it are in use, and they want different things.

- *Existence* asks for the derivative over a box with the centre in its middle: K(X) inside the interior of X proves
  that X holds exactly one rule for each data vector (Neumaier, Interval Methods, 1990, section 5.1).
- *Narrowing* asks only that no true rule is lost. The slope F[x, z], with F(x) - F(z) = F[x, z] (x - z) for every x in
  the box, gives x = z - Y (F(z) - h) + (I - Y F[x, z]) (x - z) wherever the centre z lies, also outside a box that was
  cut before. The derivative over the box would not do there: the mean value theorem needs box and centre in one convex
  set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from flint import acb, acb_mat, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.prony_map import NodeAndWeight, jacobian, midpoints, moment
from numerics.recovery.left_inverse import sharpest_inverse

INFLATIONS = 12
"""How often the box is doubled before the data are said to determine no nodes."""


@dataclass(frozen=True)
class Krawczyk:
    """z - Y (F(z) - [h]) + (I - Y M) (X - z) for the Prony map F; nodes first, then weights.

    M is F'(X) in `image` and the slope F[X, z] in `image_by_slopes`. `taylor[i]` = Y P_i with P_i the columns of
    derivatives of (x^j)_j at x_i over m!: expanding BEFORE the boxes enter keeps what cancels in Y M, which is
    ill-conditioned (without it the boxes would have to be narrower squared).
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
        """K(box) with the derivative over the box, which must hold the centre; raises ValueError where it does not."""
        if not all(x.contains(z) for x, z in zip(box, self.centre, strict=True)):
            raise ValueError("Krawczyk.image: the centre must lie in the box; use image_by_slopes")
        return self._image(box, _value_and_derivative)

    def image_by_slopes(self, box: Sequence[acb]) -> list[acb]:
        """A set that holds every rule of the box whose moments the data allow, wherever the centre lies."""
        return self._image(box, _start_and_slope)

    def _image(self, box: Sequence[acb], expand: "Expansion") -> list[acb]:
        spread = [x - z for x, z in zip(box, self.centre, strict=True)]
        return [z - self.step[i] + self._defect(i, box, spread, expand) for i, z in enumerate(self.centre)]

    def _defect(self, row: int, box: Sequence[acb], spread: Sequence[acb], expand: "Expansion") -> acb:
        """Row `row` of (I - Y M) times the spread, M's columns w_i P'(x_i) and P(x_i), P(x) = (x^j)_j.

        As a slope: w P(x) - v P(z) = w (P(x) - P(z)) + (w - v) P(z), so w multiplies a divided difference, w from the
        box, and the weights' columns are P at the centre.
        """
        n, total = len(self.taylor), acb(0)
        for i, taylor in enumerate(self.taylor):
            value, slope = expand([taylor[row, m] for m in range(taylor.ncols())], spread[i])
            total += (int(row == i) - slope * box[n + i]) * spread[i] + (int(row == n + i) - value) * spread[n + i]
        return total


Expansion = Callable[[Sequence[acb], acb], tuple[acb, acb]]
"""From Taylor coefficients and a displacement: the value and the slope that enter M."""


def _derivatives(node: acb, count: int) -> acb_mat:
    powers = [acb(1)]
    for _ in range(count):
        powers.append(powers[-1] * node)
    return acb_mat([[comb(j, m) * powers[j - m] if m <= j else acb(0) for m in range(count)] for j in range(count)])


def _value_and_derivative(coefficients: Sequence[acb], point: acb) -> tuple[acb, acb]:
    """p(point) and p'(point)."""
    value, slope = acb(0), acb(0)
    for coefficient in reversed(coefficients):
        slope = slope * point + value
        value = value * point + coefficient
    return value, slope


def _start_and_slope(coefficients: Sequence[acb], point: acb) -> tuple[acb, acb]:
    """p(0) and the divided difference (p(point) - p(0)) / point."""
    slope = acb(0)
    for coefficient in reversed(coefficients[1:]):
        slope = slope * point + coefficient
    return coefficients[0], slope


def inverse_enclosure(start: Sequence[NodeAndWeight], data: Sequence[acb], bits: int) -> list[NodeAndWeight] | None:
    """Boxes around `start` that hold THE n-node rule of every sequence in the `data` boxes.

    K(X) inside the interior of X, from the first 2n moments, proves that each data vector in [h] has exactly one rule
    in X; 2n moments with a non-singular Hankel matrix have no other. With more moments the boxes are narrowed by
    left inverses of growing length. Real data have a rule that is its own mirror image, so a node alone in a
    box that is symmetric to the real axis is real, and so is its weight. None when no box is found;
    raises ValueError when the further moments exclude every n-node rule.
    """
    with arb_bits(bits):
        n, point = len(start), midpoints(start)
        box = _verified(Krawczyk.at(point, data[: 2 * n], jacobian(point, 2 * n).inv()))
        if box is None:
            return None
        if all(datum.imag.is_zero() for datum in data):
            box = _real_where_alone(box, point)
        return narrowed(list(zip(box[:n], box[n:], strict=True)), point, data, _lengths(2 * n, len(data)))


def data_balls(moments: Sequence[Fraction], errors: Sequence[Fraction]) -> list[acb]:
    """Each moment as a real ball of the radius of its error, at the precision python-flint has."""
    return [acb(ball(value) + arb(0, 1) * ball(error)) for value, error in zip(moments, errors, strict=True)]


def _lengths(least: int, most: int) -> list[int]:
    lengths = []
    while least < most:
        least = min(most, 2 * least)
        lengths.append(least)
    return lengths


def _verified(operator: Krawczyk) -> list[acb] | None:
    reach = [abs(step).abs_upper() for step in operator.step]
    real = all(z.imag.is_zero() for z in operator.centre)
    for doubling in range(INFLATIONS):
        growth = 1 + arb(2) ** (doubling - 6)
        box = [_ball(z, radius * growth, real) for z, radius in zip(operator.centre, reach, strict=True)]
        image = operator.image(box)
        if all(_inside(inner, outer) for inner, outer in zip(image, box, strict=True)):
            return image
    return None


def _ball(centre: acb, radius: arb, real: bool) -> acb:
    """The square about a centre; the interval on the real axis where all is `real`."""
    width = arb(0, radius.abs_upper())
    return acb(centre.real + width, arb(0) if real else centre.imag + width)


def _real_where_alone(box: Sequence[acb], point: Sequence[NodeAndWeight]) -> list[acb]:
    """The box with real nodes and weights where mirroring the rule cannot change them.

    The boxes were found symmetric to the real axis about real centres. The mirrored rule has the same moments, so it is
    the same rule; a node whose image box meets no other box and is cut by its own mirror is then its own mirror image.
    """
    n, nodes, found = len(point), box[: len(point)], list(box)
    for i, (centre, _) in enumerate(point):
        others = [node for j, node in enumerate(nodes) if j != i]
        mirrored = acb(nodes[i].real, -nodes[i].imag)
        if centre.imag.is_zero() and not any(mirrored.overlaps(other) for other in others):
            found[i], found[n + i] = acb(box[i].real), acb(box[n + i].real)
    return found


def _inside(inner: acb, outer: acb) -> bool:
    real = bool(outer.real.contains_interior(inner.real))
    return real and bool(inner.imag.is_zero() if outer.imag.is_zero() else outer.imag.contains_interior(inner.imag))


def narrowed(
    boxes: Sequence[NodeAndWeight], point: Sequence[NodeAndWeight], data: Sequence[acb], lengths: Sequence[int]
) -> list[NodeAndWeight]:
    """The boxes cut with their images under Krawczyk operators about `point`, which no truth escapes.

    Each of the `lengths` says how many of the data an operator uses.
    Raises ValueError where a cut is empty: no truth is left.
    """
    box = [*(node for node, _ in boxes), *(weight for _, weight in boxes)]
    for length in lengths:
        image = Krawczyk.at(point, data[:length], sharpest_inverse(point, data[:length])).image_by_slopes(box)
        box = [acb(x.real.intersection(y.real), x.imag.intersection(y.imag)) for x, y in zip(box, image, strict=True)]
    return list(zip(box[: len(boxes)], box[len(boxes) :], strict=True))
