r"""Critical points of m modes, enclosed: students :math:`h_j = \sum_i s_i a_i^j` with :math:`r(a_i) = r'(a_i) = 0`.

:math:`r(z) = \sum_{j<k} (h_j - g_j) z^j`. With :math:`D(y) = \sum_{j<k} y^j` it is :math:`\sum_l s_l D(a_l z) - N(z)`,
N the polynomial of the g_j: 2m equations in the nodes and weights, whose zero interval Newton encloses. What a critical
point says of the next mode is read off: the deficit g_0 - h_0, whose sign is the sign of that mode, and its rate

    lambda_m = 2 (g_0 - h_0) (1 + sum_i s_i / a_i^2)     (s_i > 0; lambda_0 = 2 g_0 at the origin).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from flint import arb, arb_mat, arb_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.saddles.interval_newton import System, enclosed_zero, negative_pivots


@dataclass(frozen=True)
class ModePoint:
    """Balls about the nodes (ascending) and weights of one critical point, of any signs; g_0, ..., g_{k-1} exact."""

    nodes: tuple[arb, ...]
    weights: tuple[arb, ...]
    g: tuple[Fraction, ...]
    bits: int

    @cached_property
    def residual(self) -> tuple[arb, ...]:
        """R_j = h_j - g_j for j < k."""
        with arb_bits(self.bits):
            left, terms = [], list(self.weights)  # no powers: arb's are not defined on balls about 0
            for g in self.g:
                left.append(sum(terms, arb(0)) - ball(g))
                terms = [term * a for term, a in zip(terms, self.nodes, strict=True)]
            return tuple(left)

    @property
    def deficit(self) -> arb:
        """g_0 - h_0."""
        with arb_bits(self.bits):
            return -self.residual[0]

    @property
    def loss(self) -> arb:
        """sum_j R_j^2."""
        with arb_bits(self.bits):
            return sum((R * R for R in self.residual), arb(0))

    @property
    def next_sign(self) -> int | None:
        """The sign of the next mode, that of the deficit; None where the ball leaves it open."""
        return 1 if self.deficit > 0 else -1 if self.deficit < 0 else None

    @property
    def sign(self) -> int | None:
        """The sign that all weights have, 1 at the origin; None where both occur, or a ball holds 0."""
        if all(s > 0 for s in self.weights):
            return 1
        return -1 if all(s < 0 for s in self.weights) else None

    @property
    def rate(self) -> arb | None:
        r"""lambda_m with the sign of the deficit; None where the weights have both signs or a node may be 0.

        The student of weights of one sign is balanced when it is diagonal, and :math:`|S^{-1} \beta|^2` is the sum.
        """
        if self.sign is None or any(a.contains(0) for a in self.nodes):
            return None
        with arb_bits(self.bits):
            terms = (abs(s) / a**2 for a, s in zip(self.nodes, self.weights, strict=True))
            return 2 * self.deficit * (1 + sum(terms, arb(0)))

    @cached_property
    def unstable_in_block(self) -> int | None:
        """How many eigenvalues of the Hessian of L in nodes and weights are negative: 0 at a minimum among m modes."""
        with arb_bits(self.bits):
            _, derivative = _system(self.g)([*self.nodes, *self.weights])
            m, rows = len(self.nodes), derivative.tolist()
            by_node = [[s * x for x in rows[m + i]] for i, s in enumerate(self.weights)]
            return negative_pivots(arb_mat([*by_node, *rows[:m]])) if m else 0

    def fits(self, nodes: Sequence[arb], weights: Sequence[arb]) -> bool | None:
        """Whether this is the rule of these nodes and weights (ascending), a critical point too; None if undecided.

        The box has one critical point in it: a rule that lies in it is that point, one that misses it is not.
        """
        if len(nodes) != len(self.nodes):
            return False
        pairs = list(zip((*self.nodes, *self.weights), (*nodes, *weights), strict=True))
        if not all(ours.overlaps(other) for ours, other in pairs):
            return False
        return True if all(ours.contains(other) for ours, other in pairs) else None


def origin(g: Sequence[Fraction], bits: int) -> ModePoint:
    """The critical point of no mode."""
    return ModePoint((), (), tuple(g), bits)


def mode_point(nodes: Sequence[float], weights: Sequence[float], g: Sequence[Fraction], bits: int) -> ModePoint | None:
    """The critical point that Newton's method finds near a student, enclosed.

    Args:
        nodes: the approximate nodes a_i, real and distinct.
        weights: the approximate weights s_i.
        g: the teacher's response, k exact numbers.
        bits: the precision of the balls.

    Returns:
        The enclosed point; None where none is found, or two of its nodes may be equal, or a weight may be 0.

    >>> g = [1 + Fraction((-1) ** j, 2) for j in range(5)]
    >>> point = mode_point([0.9], [1.2], g, 128)
    >>> [x.str(6, radius=False) for x in (*point.nodes, *point.weights, point.deficit, point.rate)]
    ['1.00000', '1.10000', '0.400000', '1.68000']
    """
    with arb_bits(bits):
        order = sorted(range(len(nodes)), key=lambda i: nodes[i])
        start = [arb(nodes[i]) for i in order] + [arb(weights[i]) for i in order]
        box = enclosed_zero(_system(tuple(g)), start)
        if box is None:
            return None
        m = len(nodes)
        a, s = box[:m], box[m:]
        if any(weight.contains(0) for weight in s) or not all(x < y for x, y in pairwise(a)):
            return None
        return ModePoint(tuple(a), tuple(s), tuple(g), bits)


def _system(g: tuple[Fraction, ...]) -> System:
    """r(a_i), then r'(a_i), and their derivatives by all a_l, then by all s_l."""
    N, D = arb_poly([ball(value) for value in g]), arb_poly([1] * len(g))
    of_teacher, of_powers = _derivatives(N), _derivatives(D)

    def system(box: Sequence[arb]) -> tuple[list[arb], arb_mat]:
        m = len(box) // 2
        a, s, span = box[:m], box[m:], range(m)
        D0, D1, D2 = ([[p(x * y) for y in a] for x in a] for p in of_powers)
        r, slope, bend = (
            _residuals(p, D, power, a, s) for p, D, power in zip(of_teacher, (D0, D1, D2), range(3), strict=True)
        )
        by_node = [[s[j] * a[i] * D1[i][j] for j in span] for i in span]
        slope_by_node = [[s[j] * (D1[i][j] + a[i] * a[j] * D2[i][j]) for j in span] for i in span]
        slope_by_weight = [[a[j] * D1[i][j] for j in span] for i in span]
        for i in span:
            by_node[i][i] += slope[i]
            slope_by_node[i][i] += bend[i]
        rows = [*map(_beside, by_node, D0), *map(_beside, slope_by_node, slope_by_weight)]
        return [*r, *slope], arb_mat(rows)

    return system


def _beside(left: list[arb], right: list[arb]) -> list[arb]:
    return left + right


def _derivatives(p: arb_poly) -> tuple[arb_poly, arb_poly, arb_poly]:
    return p, p.derivative(), p.derivative().derivative()


def _residuals(p: arb_poly, D: Sequence[Sequence[arb]], power: int, a: Sequence[arb], s: Sequence[arb]) -> list[arb]:
    """The derivative of r of this order at every node: sum_l s_l a_l^power D^(power)(a_i a_l) - N^(power)(a_i)."""
    weighed = [w * (arb(1), y, y * y)[power] for w, y in zip(s, a, strict=True)]
    return [sum((w * d for w, d in zip(weighed, row, strict=True)), arb(0)) - p(x) for x, row in zip(a, D, strict=True)]
