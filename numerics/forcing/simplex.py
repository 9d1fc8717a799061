r"""The simplex method on columns that are made when they are wanted: atoms of a measure, and errors of the given lags.

    maximise sum_a c_a x_a     over     sum_a x_a a = right,   x >= 0,     each column a of K + 1 entries.

The first K entries are moments, the last counts how much of the set of errors is used. Numbers are Arb midpoints at the
current precision: nothing here is rigorous by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb, arb_mat

MOST_PIVOTS = 400


@dataclass(frozen=True)
class Column:
    """K moments and a last entry; ``node`` is that of an atom and None for an error."""

    entries: tuple[arb, ...]
    node: arb | None = None


Objective = Callable[[Column], arb]


@dataclass(frozen=True)
class Vertex:
    """A basis, its inverse, the values of its columns, and the multipliers of the rows: q and the last one's."""

    basis: tuple[Column, ...]
    inverse: arb_mat
    values: tuple[arb, ...]
    multipliers: tuple[arb, ...]

    @property
    def atoms(self) -> list[tuple[arb, arb]]:
        """(node, weight) of the measure."""
        return [(c.node, w) for c, w in zip(self.basis, self.values, strict=True) if c.node is not None and w > 0]

    @property
    def q(self) -> list[arb]:
        """The dual polynomial, constant term first."""
        return list(self.multipliers[:-1])

    def gain(self, column: Column, objective: Objective) -> arb:
        """What a unit of the column would add to the objective."""
        cost = sum((y * a for y, a in zip(self.multipliers, column.entries, strict=True)), start=arb(0))
        return (objective(column) - cost).mid()


def vertex_of(basis: Sequence[Column], right: Sequence[arb], objective: Objective) -> Vertex:
    """The vertex of a basis; raises ZeroDivisionError where its matrix is singular at this precision."""
    matrix = arb_mat([list(row) for row in zip(*(column.entries for column in basis), strict=True)])
    inverse = matrix.inv().mid()
    values = (inverse * arb_mat([[value] for value in right])).mid()
    multipliers = (arb_mat([[objective(column) for column in basis]]) * inverse).mid()
    return Vertex(tuple(basis), inverse, tuple(values.entries()), tuple(multipliers.entries()))


def improved(vertex: Vertex, pool: Sequence[Column], right: Sequence[arb], objective: Objective, least: arb) -> Vertex:
    """Pivots among the columns of the pool until none gains more than `least`."""
    for _ in range(MOST_PIVOTS):
        gain, entering = max(
            ((vertex.gain(column, objective), i) for i, column in enumerate(pool)),
            key=lambda pair: float(pair[0]),
            default=(arb(0), 0),
        )
        if not gain > least:
            return vertex
        leaving = _leaving(vertex, pool[entering])
        if leaving is None:
            return vertex
        basis = (*vertex.basis[:leaving], pool[entering], *vertex.basis[leaving + 1 :])
        try:
            vertex = vertex_of(basis, right, objective)
        except ZeroDivisionError:
            return vertex
    return vertex


def _leaving(vertex: Vertex, column: Column) -> int | None:
    """The basic column that is used up first when this one enters; None when none ever is."""
    rates = (vertex.inverse * arb_mat([[entry] for entry in column.entries])).mid().entries()
    best, place = None, None
    for i, (value, rate) in enumerate(zip(vertex.values, rates, strict=True)):
        if rate > 0:
            ratio = (value / rate).mid()
            if best is None or ratio < best:
                best, place = ratio, i
    return place
