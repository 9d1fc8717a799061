r"""The one-node students that are critical, for any teacher: h_j = s a^j with s > 0, r(a) = r'(a) = 0.

With :math:`N(a) = \sum_{j<k} g_j a^j` and :math:`D(a) = \sum_{j<k} a^{2j}` the best weight at a is N/D, the loss there
:math:`|g|^2 - F(a)` with :math:`F = N^2/D`, and :math:`F' = N p / D^2` with :math:`p = 2 N' D - N D'`. So the critical
students are the real zeros of p at which N > 0.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_poly, fmpq, fmpq_poly

from numerics.arithmetics.rationals import ball
from numerics.saddles.conditions import Condition, every
from numerics.saddles.real_zeros import RealZero, positive, real_zeros, without_common_zeros


@dataclass(frozen=True)
class OneNode:
    """A critical one-node student of a teacher with the first k lags g: balls that contain its numbers.

    What its methods answer is computed when they are asked, at the precision that python-flint then has.
    """

    node: arb
    weight: arb
    gain: arb
    multiplicity: int
    g: tuple[fmpq, ...]

    def residual(self, lag: int) -> arb:
        """R_j = s a^j - g_j; negative lags count from the last, as in a sequence."""
        j = lag % len(self.g)
        return self.weight * self.node**j - self.g[j]

    @property
    def loss(self) -> arb:
        """|g|^2 - F(a)."""
        return sum((value * value for value in self.g), fmpq(0)) - self.gain

    def rate(self, unused: Fraction | int = 0) -> arb:
        r"""The rate :math:`-2 r(N) (1 + s/(a - N)^2)` of the next mode, N the eigenvalue of the unused :math:`A_{22}`.

        At N = 0 it is :math:`\lambda_1 = 2 (g_0 - h_0)(1 + s/a^2)`. Where it is negative the next mode decays.
        """
        r, N = arb_poly([self.residual(j) for j in range(len(self.g))]), ball(unused)
        return -2 * r(N) * (1 + self.weight / (self.node - N) ** 2)

    def mirrored(self, sign: int) -> "OneNode":
        """The same student (sign 1), or its image under A -> -A beside the teacher with (-1)^j g_j (sign -1)."""
        g = tuple(value * sign**j for j, value in enumerate(self.g))
        return OneNode(self.node * sign, self.weight, self.gain, self.multiplicity, g)

    def __str__(self) -> str:
        return f"a = {self.node.str(8, radius=False)}, L = {self.loss.str(8, radius=False)}"


def squares(lags: int) -> fmpq_poly:
    """D(a) = 1 + a^2 + ... + a^(2k - 2).

    >>> squares(2)
    x^2 + 1
    """
    return fmpq_poly([1 - j % 2 for j in range(2 * lags - 1)])


def stationary(N: fmpq_poly, lags: int) -> fmpq_poly:
    """p = 2 N' D - N D', whose zeros with N > 0 are the critical nodes.

    >>> stationary(fmpq_poly([1, 1]), 2)
    (-2)*x + 2
    """
    D = squares(lags)
    return 2 * N.derivative() * D - N * D.derivative()


def critical_points(N: fmpq_poly, lags: int) -> tuple[OneNode, ...]:
    """All critical one-node students with s > 0, by ascending node.

    Args:
        N: the polynomial of the teacher's first k lags.
        lags: k.

    Raises:
        ArithmeticError: the sign of N at a zero of p is open at the present precision.
    """
    zeros = real_zeros(without_common_zeros(stationary(N, lags), N))
    values, D = arb_poly(N), arb_poly(squares(lags))
    found = []
    for place, multiplicity in zeros:
        value = values(place)
        if value.contains(0):
            raise ArithmeticError(f"critical_points: the sign of N at {place} is open; raise the precision")
        if value > 0:
            found.append(OneNode(place, value / D(place), value**2 / D(place), multiplicity, lags_of(N, lags)))
    return tuple(found)


def lags_of(N: fmpq_poly, lags: int) -> tuple[fmpq, ...]:
    """g_0, ..., g_{k-1}; trailing zeros are not stored in N."""
    return tuple(fmpq(N[j]) for j in range(lags))


def one_node_fit(N: fmpq_poly, lags: int) -> tuple[Condition, OneNode | None]:
    """Condition (U) for a teacher with g_1 > 0, and the student on which planar starts end, where it holds.

    (U): p has exactly one zero between 0 and the first positive zero a_0 of N (infinity if there is none), a simple
    one. Common zeros of p and N are taken out of p first: none lies in between, so none is missed or counted twice.
    """
    statement = "2 N' D - N D' has one zero between 0 and the first positive zero of N, a simple one"
    ends = [zero.place for zero in positive(real_zeros(N))]
    inside, doubt = _before(positive(real_zeros(without_common_zeros(stationary(N, lags), N))), ends)
    places = ", ".join(f"{zero.place.str(8, radius=False)} (x {zero.multiplicity})" for zero in inside)
    end = ends[0].str(8, radius=False) if ends else "infinity"
    simple = len(inside) == 1 and inside[0].multiplicity == 1
    evidence = f"zeros (with multiplicity) before {end}: {places or 'none'}"
    condition = Condition("U", statement, every([None if doubt else simple]), evidence)
    if not condition.holds:
        return condition, None
    fit = next(point for point in critical_points(N, lags) if point.node.overlaps(inside[0].place))
    return condition, fit


def _before(zeros: tuple[RealZero, ...], ends: list[arb]) -> tuple[list[RealZero], bool]:
    """The zeros that lie below the first end, and whether one could not be told apart from it."""
    if not ends:
        return list(zeros), False
    return [zero for zero in zeros if zero.place < ends[0]], any(zero.place.overlaps(ends[0]) for zero in zeros)
