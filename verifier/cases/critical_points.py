"""Exact critical points of a few modes, drawn or given as text: what the claims about saddles are tried on."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from theory.moments.discrete_measure import Measure
from theory.saddles.critical_modes import Modes, critical_modes

Atoms = list[tuple[int | str, int | str]]
"""Pairs (node, weight), fractions as text."""


def modes_of(student: Atoms, teacher: Atoms, lags: int) -> Modes:
    """A student beside its teacher as exact numbers, critical or not."""
    own, others = (Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms]) for atoms in (student, teacher))
    return Modes(own, others, lags)


def rational(random: Random, bound: int = 1, denominators: int = 6) -> Fraction:
    """A number in [-bound, bound], its ends and 0 included."""
    q = random.randint(1, denominators)
    return Fraction(random.randint(-bound * q, bound * q), q)


def nodes(random: Random, count: int, bound: int = 1, zero: bool = True) -> tuple[Fraction, ...]:
    """Distinct numbers in [-bound, bound], in any order."""
    found: list[Fraction] = []
    while len(found) < count:
        node = rational(random, bound)
        if node not in found and (zero or node != 0):
            found.append(node)
    return tuple(found)


def drawn(random: Random, size: int, bound: int, positive: bool) -> Iterator[Modes]:
    """Critical points of m = `size` modes that do not fit, n = m + 1 or m + 2, k = 2m + 1, ..., 2m + 4, without end.

    The teacher's nodes lie in [-bound, bound]; with `positive` its weights are >= 0.
    """
    while True:
        more, own = random.randint(1, 2), nodes(random, size, 2, zero=False)
        given = [Fraction(random.randint(1, 9), random.randint(1, 4)) for _ in range(more)]
        found = critical_modes(own, nodes(random, size + more, bound), given, 2 * size + random.randint(1, 4))
        if found and any(found.residual) and not (positive and min(found.teacher.weights) < 0):
            yield found
