r"""The largest later lag of a positive measure whose first K lags are given inexactly, by exchange.

    maximise  sum_t w_t f(t)   over   sum_t w_t (1, t, ..., t^{K-1}) + sum_v lambda_v v = h,   sum_v lambda_v <= 1,

w, lambda >= 0, t in the spectrum, v in the set of errors, f(t) = sign t^j. There are infinitely many t and v: columns
are made where they gain most (Remez's exchange as column generation). The multipliers of the first K rows are the dual
polynomial q; in the end it lies above f but for a small excess. What is proposed here, a measure and a polynomial, is
checked exactly by `forced_interval`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.arithmetics.rationals import ball
from numerics.forcing.accuracy import Accuracy
from numerics.forcing.contacts import Power, Spectrum, contacts
from numerics.forcing.simplex import Column, Objective, Vertex, improved, vertex_of

MOST_ROUNDS = 60
MOST_ROUNDS_TO_ANY = 400
"""A search for the best measure is valid whenever it ends; one for any measure at all decides a question."""


@dataclass(frozen=True)
class Data:
    """The given lags h, how well they are known, and where the measures live."""

    lags: tuple[Fraction, ...]
    accuracy: Accuracy
    spectrum: Spectrum

    def right(self, budget: int) -> list[arb]:
        """The right sides: the lags, and how much of the set of errors may be used."""
        return [*map(ball, self.lags), arb(budget)]

    @property
    def mass(self) -> arb:
        """An upper bound of the mass of every measure in question."""
        return ball(abs(self.lags[0]) + self.accuracy.unit(0))

    def value_and_price(self, q: Sequence[arb]) -> tuple[arb, arb]:
        """Balls around <q, h> and around what q pays for inexact lags."""
        on_lags = sum((c * ball(h) for c, h in zip(q, self.lags, strict=True)), start=arb(0))
        return on_lags, self.accuracy.price(q)

    def atom(self, node: arb) -> Column:
        """A unit mass at the node."""
        return Column((*((node**i).mid() for i in range(len(self.lags))), arb(0)), node)

    def unused(self, sign: int) -> Column:
        """The column of the last row alone: errors that are left over (1), or wanted in addition (-1)."""
        return Column((*[arb(0)] * len(self.lags), arb(sign)))

    def opposing(self, q: Sequence[arb]) -> Column:
        """The error that gains most against the polynomial q."""
        return Column((*(-u for u in self.accuracy.farthest(q)), arb(1)))

    def first_errors(self) -> list[Column]:
        """One error for each lag, on the side of that lag."""
        size, columns = len(self.lags), []
        for i, value in enumerate(self.lags):
            reach = ball(self.accuracy.unit(i) if value >= 0 else -self.accuracy.unit(i))
            columns.append(Column((*(reach if k == i else arb(0) for k in range(size)), arb(1))))
        return columns


@dataclass(frozen=True)
class Search:
    """One programme: its data, its power, its objective and its right sides."""

    data: Data
    power: Power
    objective: Objective
    right: Sequence[arb]

    def round(self, vertex: Vertex, share: Fraction, reference: arb) -> tuple[Vertex, bool]:
        """One exchange; True when the vertex was within the share of what can still be gained, and is the answer."""
        found = contacts(vertex.q, self.power, self.data.spectrum, [t for t, _ in vertex.atoms])
        error = self.data.opposing(vertex.q)
        excess = max((top for _, top in found if top > 0), key=float, default=arb(0))
        gap = (excess * self.data.mass + vertex.gain(error, self.objective).max(arb(0))).mid()
        wanted = (ball(share) * (self.value(vertex) + gap - reference)).mid()
        if gap <= wanted.max(arb(2) ** -400):
            return vertex, True
        pool = [self.data.atom(t) for t, top in found if top > 0] + [error, self.data.unused(1)]
        return improved(vertex, pool, self.right, self.objective, gap.min(wanted.max(gap / 1000)) / 1000), False

    def value(self, vertex: Vertex) -> arb:
        """The objective at the vertex."""
        pairs = zip(vertex.basis, vertex.values, strict=True)
        return sum((self.objective(column) * x for column, x in pairs), start=arb(0)).mid()


def nearest(data: Data, share: Fraction) -> Vertex:
    """The measure nearest to the lags, measured in units of the accuracy: at most 1 where one is within it.

    q is then, but for a last small excess, not negative on the spectrum, and its value on the lags is minus the
    distance. The search ends when the distance is known to the `share`, or to be below 1/2, and later just below 1.
    """

    def objective(column: Column) -> arb:
        return arb(-1) if column.node is None and column.entries[-1] < 0 else arb(0)

    search = Search(data, Power(0, 0), objective, data.right(0))
    vertex = vertex_of((*data.first_errors(), data.unused(-1)), search.right, objective)
    for count in range(MOST_ROUNDS_TO_ANY):
        vertex, done = search.round(vertex, share, -2 * search.value(vertex).abs_upper())
        enough = ball(Fraction(1, 2) if count < MOST_ROUNDS else 1 - share)
        if done or search.value(vertex) > -enough:
            break
    return vertex


def feasible(data: Data, vertex: Vertex) -> Vertex:
    """The nearest measure as a vertex of the programme proper, from which every lag's search may start."""
    errors = [i for i, column in enumerate(vertex.basis) if column.node is None]
    place = min(errors, key=lambda i: float(vertex.basis[i].entries[-1]))  # what counted the distance, if still there
    basis = (*vertex.basis[:place], data.unused(1), *vertex.basis[place + 1 :])
    return vertex_of(basis, data.right(1), lambda _column: arb(0))


def largest(data: Data, start: Vertex, power: Power, share: Fraction, reference: arb) -> Vertex:
    """The vertex whose measure has the largest sign g_j, to the `share` of its distance from the `reference`."""

    def objective(column: Column) -> arb:
        return arb(0) if column.node is None else power(column.node).mid()

    search = Search(data, power, objective, data.right(1))
    vertex = vertex_of(start.basis, search.right, objective)
    for _ in range(MOST_ROUNDS):
        vertex, done = search.round(vertex, share, reference)
        if done:
            break
    return vertex
