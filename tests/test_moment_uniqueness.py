"""The proof, and the exact obstacle that every deviation from lag 2n + 1 on runs into."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.moments.truncated_moments import forcing
from tests.strategies import measures, rationals
from theory.moments.discrete_measure import Measure
from theory.moments.moment_uniqueness import integral_of_a_polynomial, moment_uniqueness_proof, n, negative_square
from theory.moments.symmetric_student import expectation, node_polynomial


@given(measures(3), st.integers(0, 3), rationals().filter(bool), st.data())
def test_every_late_deviation_has_a_negative_square(atoms, later, deviation, data):
    teacher = Measure(*atoms)
    size = len(teacher.nodes)
    first = 2 * size + 1 + later
    h = teacher.moments(2 * (first - size) + 1)
    h[first] += deviation
    tail = data.draw(st.lists(rationals(100), min_size=len(h) - first - 1, max_size=len(h) - first - 1))
    h[first + 1 :] = tail
    found = negative_square(teacher, h)
    assert found is not None
    assert expectation(found * found, h) < 0


@given(measures(3), measures(3))
def test_true_moments_never_have_one(atoms, others):
    """A symmetric student's own moments: whatever it is, no square has a negative mean."""
    teacher, student = Measure(*atoms), Measure(*others)
    h = student.moments(12)
    first = next((lag for lag, g in enumerate(teacher.moments(12)) if g != h[lag]), None)
    if first is not None and first >= len(teacher.nodes) and 2 * (first - len(teacher.nodes)) < 12:
        assert negative_square(teacher, h) is None


@given(measures(3))
def test_recovery_decides_on_the_same_threshold(atoms):
    """numerics.moments.truncated_moments: nodes beyond 1 are forced by 2n + 1 moments and by no fewer."""
    teacher = Measure(tuple(x * 3 + 5 for x in atoms[0]), atoms[1])
    size = len(teacher.nodes)
    found = forcing(teacher.moments(2 * size + 1), 64)
    assert found is not None
    assert not found.stable_only
    assert found.polynomial == node_polynomial(teacher.nodes)
    assert forcing(teacher.moments(2 * size), 64) is None


def test_by_hand():
    """g = (1, 0, 0, ...), h = (1, 0, 0, 1, 2): int x^3 = 1, int x^4 = 2, (x - x^2/2)^2 has mean -1 + 1/2."""
    teacher = Measure.of([(0, 1)])
    h = [Fraction(v) for v in (1, 0, 0, 1, 2)]
    found = negative_square(teacher, h)
    assert [str(c) for c in found.coeffs()] == ["0", "1", "-1/2"]
    assert expectation(found * found, h) == Fraction(-1, 2)
    assert negative_square(teacher, teacher.moments(5)) is None
    assert negative_square(teacher, [Fraction(v) for v in (1, 0, 1)]) is None
    with pytest.raises(ValueError, match="wants 5 terms"):
        negative_square(teacher, h[:4])


def test_proofs():
    assert moment_uniqueness_proof().holds is True
    assert integral_of_a_polynomial().holds is True
    below = moment_uniqueness_proof(2 * n)
    assert below.holds is False
    assert below.first_failure.before == "2 n"
