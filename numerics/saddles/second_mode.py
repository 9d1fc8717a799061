r"""Two-node teachers, even k: the conditions under which the orbit that leaves the one-node fit ends at the teacher.

Every condition concerns real zeros of polynomials with rational coefficients; nothing is integrated. With the one-node
fit :math:`\theta_1 = (a_1, s_1)` of (U), F and the other one-node critical students as in `one_node`:

- (Low) theta_1 has the largest F, so the least loss, of all one-node critical students;
- (Lev) F(a_1) > g_{k-2}^2 + g_{k-1}^2;
- (B) a one-node critical student of the first k - 1 lags with a loss below L(theta_1) has R_{k-2} < 0;
- (R) r_0 < 0 at theta_1, so that the next mode grows and asymmetry does not.

(Low') is weaker than (Low): critical students below theta_1 are allowed if r_0 < 0 and R_{k-2} < 0 there. It excludes
the escape to infinity, but not that the orbit is captured by such a student, whose unused A_22 may tend to any N; where
r(N) > 0 the second mode decays. So (Low') is reported and does not certify.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.saddles.conditions import Condition, every
from numerics.saddles.one_node import OneNode, critical_points, one_node_fit
from numerics.saddles.orbit_conditions import boundary, deficit, least, level, not_asked, weaker
from numerics.saddles.real_zeros import moments

BITS = (128, 512, 2048)
"""The precisions tried, until every condition is decided."""

NAMES = ("Low", "Low'", "Lev", "B", "R")
"""The conditions on theta_1, which are asked only where (U) gives it."""


@dataclass(frozen=True)
class SecondModeCertificate:
    """What was decided of a two-node teacher, and from which numbers.

    ``one_node`` is theta_1 where (U) holds, with the sign that the teacher's nodes have; ``lower`` are the one-node
    critical students that may have no more loss (those that (Low) forbids), likewise.
    """

    even: Condition
    first_moment: Condition
    unique: Condition
    least: Condition
    weaker: Condition
    level: Condition
    boundary: Condition
    deficit: Condition
    one_node: OneNode | None
    lower: tuple[OneNode, ...]

    @property
    def required(self) -> tuple[Condition, ...]:
        """The conditions that certify together; (Low') is not among them."""
        return (self.even, self.first_moment, self.unique, self.least, self.level, self.boundary, self.deficit)

    @property
    def certified(self) -> bool | None:
        """True: the symmetric orbit from theta_1 ends at the teacher. False: a condition fails, and no more is said."""
        return every(condition.holds for condition in self.required)

    @property
    def settled(self) -> bool:
        """Whether more precision can add nothing."""
        asked = (*self.required, self.weaker) if self.one_node else (self.even, self.first_moment, self.unique)
        return all(condition.holds is not None for condition in asked) or not self.first_moment.holds

    @property
    def failing(self) -> tuple[Condition, ...]:
        """The required conditions that fail or are not decided."""
        return tuple(condition for condition in self.required if not condition.holds)


def certificate(nodes: Sequence[Fraction], weights: Sequence[Fraction], lags: int) -> SecondModeCertificate:
    """Decide the conditions for the teacher g_j = w_1 x_1^j + w_2 x_2^j with lags 0, ..., k - 1.

    Args:
        nodes: x_1 and x_2, different rational numbers of any sign and size.
        weights: w_1 and w_2, positive.
        lags: k >= 4; for odd k the first condition fails.

    Returns:
        Each condition with its truth value and evidence. None is guessed: what 2,048 bits leave open is None.

    Raises:
        ValueError: not two different nodes with positive weights, or k < 4.
        ArithmeticError: data so long that 2,048 bits do not give the sign of N at a zero of p.

    >>> certificate([Fraction(1), Fraction(-9, 10)], [Fraction(1), Fraction(1, 2)], 6).certified
    True
    >>> print(certificate([Fraction(3, 2), Fraction(-3, 2)], [Fraction(9, 10), Fraction(1, 10)], 6).deficit)
    (R) fails: r_0 = h_0 - g_0 = 0.016051608
    """
    if not len(set(nodes)) == len(nodes) == len(weights) == 2 or min(weights) <= 0:
        raise ValueError("certificate: a teacher of two different nodes with positive weights is asked for")
    if lags < 4:
        raise ValueError(f"certificate: k = {lags} lags; two modes need k >= 4")
    N = moments(tuple(nodes), tuple(weights), lags)
    for bits in BITS[:-1]:
        with suppress(ArithmeticError), arb_bits(bits):
            found = _decided(N, lags)
            if found.settled:
                return found
    with arb_bits(BITS[-1]):
        return _decided(N, lags)


def _decided(N: fmpq_poly, lags: int) -> SecondModeCertificate:
    """All conditions at the present precision, for the teacher or for its mirror image if g_1 < 0."""
    even = Condition("even", "k is even", lags % 2 == 0, f"k = {lags}")
    mirror = -1 if N[1] < 0 else 1
    image = "; the numbers below are those of the mirror image, A -> -A" if mirror < 0 else ""
    first = Condition("g_1", "g_1 is not 0", N[1] != 0, f"g_1 = {N[1]}{image}")
    seen = N(fmpq_poly([0, mirror]))
    unique, one = one_node_fit(seen, lags) if N[1] != 0 else (not_asked("U", "g_1 is 0"), None)
    if one is None:
        low, weak, lev, low_lags, mass = (not_asked(name, "(U) does not single out one student") for name in NAMES)
        return SecondModeCertificate(even, first, unique, low, weak, lev, low_lags, mass, None, ())
    others = [point for point in critical_points(seen, lags) if not point.node.overlaps(one.node)]
    return SecondModeCertificate(
        even,
        first,
        unique,
        least(one, others),
        weaker(one, others),
        level(one),
        boundary(one, seen, lags),
        deficit(one),
        one.mirrored(mirror),
        tuple(point.mirrored(mirror) for point in others if not point.gain < one.gain),
    )
