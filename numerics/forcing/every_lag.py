r"""Bounds of g_j for every lag at once, by polynomials that touch x^j at fixed contacts.

Let e = prod (x - z_l) have m <= K real roots and q_j = x^j mod e, deg q_j < m. Then, by the mean value theorem for
divided differences,

    x^j - q_j(x) = e(x) (j choose m) xi^{j-m},        xi between the least and the largest of x and the contacts,

and xi^{j-m} >= 0 when j - m is even. With interior contacts double and those at the ends of the spectrum simple, e has
one sign on the spectrum: negative when the upper end is a contact, so that q_j >= x^j and <q_j, h> + price(q_j) bounds
g_j from above; positive otherwise, and it bounds from below. No polynomial has to be found or checked lag by lag. The
parity of m is that of the contacts at the ends, so each side needs its own set for even and for odd lags.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from math import prod

from flint import arb, arb_mat, arb_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.forcing.contacts import Power, contacts
from numerics.forcing.exchange import Data, largest
from numerics.forcing.forced_interval import Forcing
from numerics.forcing.simplex import Vertex

PROBE_SHARE = Fraction(1, 20)
"""How near its optimum a search is brought that only suggests contacts."""


@dataclass(frozen=True)
class Contacts:
    """Interior contacts (double), and which ends of the spectrum are contacts (simple)."""

    data: Data
    interior: tuple[arb, ...]
    at_low: bool
    at_high: bool

    @property
    def count(self) -> int:
        """m, the degree of e."""
        return 2 * len(self.interior) + self.at_low + self.at_high

    @property
    def from_above(self) -> bool:
        """Whether q_j lies above x^j on the spectrum, not below."""
        return self.at_high

    def concerns(self, lag: int) -> bool:
        """Whether q_j is a bound at this lag: j >= m and j - m even."""
        return lag >= self.count and (lag - self.count) % 2 == 0

    @property
    def ends(self) -> list[arb]:
        """The ends that are contacts."""
        spectrum = self.data.spectrum
        pairs = ((self.at_low, spectrum.low), (self.at_high, spectrum.high))
        return [ball(end) for used, end in pairs if used]

    def values(self, lag: int) -> list[arb]:
        """What q_j is at the contacts: x^j, and its derivative where the contact is double."""
        slopes = [lag * x ** (lag - 1) if lag else arb(0) for x in self.interior]
        return [*(x**lag for x in self.interior), *slopes, *(x**lag for x in self.ends)]

    @cached_property
    def basis(self) -> arb_mat:
        """The matrix that makes coefficients out of values at the contacts (confluent Vandermonde, inverted)."""
        powers = range(self.count)
        rows = [[x**i for i in powers] for x in self.interior]
        rows += [[i * x ** (i - 1) if i else arb(0) for i in powers] for x in self.interior]
        rows += [[x**i for i in powers] for x in self.ends]
        return arb_mat(rows).inv()

    def polynomial(self, lag: int) -> list[arb]:
        """The K coefficients of q_j = x^j mod e."""
        q = (self.basis * arb_mat([[value] for value in self.values(lag)])).entries() if self.count else []
        return [*q, *[arb(0)] * (len(self.data.lags) - self.count)]

    def bound(self, lag: int) -> arb:
        """A ball around the bound of g_j that q_j proves."""
        on_lags, price = self.data.value_and_price(self.polynomial(lag))
        return on_lags + price if self.from_above else on_lags - price


@dataclass(frozen=True)
class Raised:
    """Double contacts alone, q_j = (x^j mod e) +- S e with |x^j - (x^j mod e)| <= S e: both sides, every lag, m < K.

    On [-1, 1] the quotient of x^j by e is at most S = prod (1 - |z_l|)^-2 (robust-extrapolation).
    """

    touching: Contacts

    @cached_property
    def slope(self) -> arb:
        """S."""
        return prod(((1 - abs(x)) ** -2 for x in self.touching.interior), start=arb(1))

    @cached_property
    def squares(self) -> list[arb]:
        """The coefficients of e, with zeros up to K."""
        e = prod((arb_poly([-x, 1]) ** 2 for x in self.touching.interior), start=arb_poly([1]))
        return [*e.coeffs(), *[arb(0)] * (len(self.touching.data.lags) - self.touching.count - 1)]

    def bounds(self, lag: int) -> tuple[arb, arb]:
        """Balls around the lower and the upper bound of g_j, for j >= m."""
        q, S = self.touching.polynomial(lag), self.slope
        (below, low), (above, high) = (
            self.touching.data.value_and_price([c + sign * S * a for c, a in zip(q, self.squares, strict=True)])
            for sign in (-1, 1)
        )
        return below - low, above + high


@dataclass(frozen=True)
class Families:
    """Polynomials for all later lags: each lag takes the best bound on either side."""

    touching: tuple[Contacts, ...]
    raised: tuple[Raised, ...]
    bits: int

    def bounds(self, lag: int) -> tuple[arb, arb]:
        """The lower and the upper bound of g_j, radius 0; infinite where nothing bounds it."""
        with arb_bits(self.bits):
            below = [f.bound(lag).lower() for f in self.touching if f.concerns(lag) and not f.from_above]
            above = [f.bound(lag).upper() for f in self.touching if f.concerns(lag) and f.from_above]
            pairs = [f.bounds(lag) for f in self.raised if lag >= f.touching.count]
            below += [low.lower() for low, _ in pairs]
            above += [high.upper() for _, high in pairs]
            return reduce(arb.max, below, arb("-inf")), reduce(arb.min, above, arb("inf"))

    def best_at(self, lags: Iterable[int]) -> "Families":
        """Those alone that are best on their side at one of the lags."""
        kept: set[int] = set()
        members: list[Contacts | Raised] = [*self.touching, *self.raised]
        for lag in lags:
            found = [self._alone(member).bounds(lag) for member in members]
            kept.add(max(range(len(members)), key=lambda i: float(found[i][0])))
            kept.add(min(range(len(members)), key=lambda i: float(found[i][1])))
        chosen = [members[i] for i in sorted(kept)]
        return Families(
            tuple(f for f in chosen if isinstance(f, Contacts)),
            tuple(f for f in chosen if isinstance(f, Raised)),
            self.bits,
        )

    def _alone(self, member: "Contacts | Raised") -> "Families":
        touching = (member,) if isinstance(member, Contacts) else ()
        return Families(touching, (member,) if isinstance(member, Raised) else (), self.bits)


def families(forcing: Forcing) -> Families:
    """The polynomials that the searches at a few later lags suggest, and shorter ones; the best are kept."""
    data, first = forcing.data, len(forcing.data.lags)
    probes = [first, first + 1, 4 * first, 4 * first + 1]
    touching, raised = [], []
    with arb_bits(forcing.bits):
        for power in (Power(lag, sign) for lag in probes for sign in (1, -1)):
            vertex = largest(data, forcing.start, power, PROBE_SHARE, forcing.reference(power))
            interior = interior_contacts(vertex, power, data)
            for count in range(min(len(interior), first // 2) + 1):
                touching.append(_completed(interior[:count], power, data))
                raised.append(Raised(Contacts(data, interior[:count], False, False)))
    unit = data.spectrum.low >= -1 and data.spectrum.high <= 1
    every = Families(
        tuple(f for f in touching if f.count <= first),
        tuple(f for f in raised if unit and f.touching.count < first),
        forcing.bits,
    )
    return every.best_at([*probes, 16 * first, 16 * first + 1, 256 * first, 256 * first + 1])


def _completed(interior: tuple[arb, ...], power: Power, data: Data) -> Contacts:
    """With those ends of the spectrum as contacts that the side and the parity of the lag need."""
    at_high = power.sign > 0
    return Contacts(data, interior, at_high != (power.lag % 2 == 1), at_high)


def interior_contacts(vertex: Vertex, power: Power, data: Data) -> tuple[arb, ...]:
    """Where the search's polynomial touches x^j inside the spectrum, the heaviest first, each once."""
    low, high = ball(data.spectrum.low), ball(data.spectrum.high)
    found: list[arb] = []
    for node, _weight in sorted(vertex.atoms, key=lambda atom: -float(atom[1])):
        top, _ = contacts(vertex.q, power, data.spectrum, [node])[-1]
        if low < top < high and not any(abs(top - seen) < (high - low) / 2**30 for seen in found):
            found.append(top)
    return tuple(found)
