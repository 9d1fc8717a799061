"""The two-parameter family at k = 2n, and the far node that no loss sees."""

from fractions import Fraction

import pytest
from hypothesis import given

from tests import oracles
from tests.oracles import scalar_response
from tests.strategies import measures, positive_rationals, rationals
from theory.minima.realisation import smallest_width
from theory.model.rationals import to_flint, to_fraction
from theory.moments.discrete_measure import Measure
from theory.moments.moment_sharpness import (
    coupled_student,
    free_continuation,
    moment_sharpness_proof,
    n,
    negative_weight_square,
)
from theory.moments.symmetric_student import expectation


@given(measures(3), positive_rationals(), rationals())
def test_family_fits_and_continues_as_asked(atoms, excess, last):
    teacher = Measure(*atoms)
    k = 2 * len(teacher.nodes)
    student = free_continuation(teacher, (teacher.moment(k) + excess, last))
    h = scalar_response(student.realization, k + 2)
    assert h == [*teacher.moments(k), teacher.moment(k) + excess, last]
    assert smallest_width([to_flint(value) for value in h]) == len(teacher.nodes) + 1


@given(measures(3), positive_rationals(), rationals())
def test_symmetric_form_is_symmetric(atoms, t, alpha):
    nodes, weights = atoms
    teacher = Measure(nodes, tuple(w * w for w in weights))
    model = coupled_student(teacher, t * t, alpha).symmetric
    assert model.A.transpose() == model.A
    assert model.C.transpose() == model.B
    A, B, C = ([[to_fraction(e) for e in row] for row in X.tolist()] for X in (model.A, model.B, model.C))
    k = 2 * len(nodes)
    assert [oracles.markov_parameter(A, B, C, j)[0][0] for j in range(k)] == teacher.moments(k)
    assert oracles.markov_parameter(A, B, C, k)[0][0] - teacher.moment(k) == t * t


def test_by_hand():
    """Node 0, weight 1, t = 1, alpha = 0: A swaps two states, h = (1, 0, 1, 0, 1)."""
    model = coupled_student(Measure.of([(0, 1)]), Fraction(1), Fraction(0)).symmetric
    assert model.A.tolist() == [[0, 1], [1, 0]]
    assert scalar_response(model, 5) == [1, 0, 1, 0, 1]


def test_negative_weight_has_an_exact_obstacle():
    """Weights 1 at 0 and -1 at 1: x^2 has mean -1."""
    teacher = Measure.of([(0, 1), (1, -1)])
    found = negative_weight_square(teacher)
    assert str(found) == "x"
    assert expectation(found * found, teacher.moments(4)) == -1
    assert negative_weight_square(Measure.of([(0, 1)])) is None


def test_misuse():
    teacher = Measure.of([(0, 1)])
    with pytest.raises(ValueError, match="t\\^2 must be positive"):
        coupled_student(teacher, Fraction(0), Fraction(0))
    with pytest.raises(ValueError, match="h_2 must exceed 0"):
        free_continuation(teacher, (Fraction(0), Fraction(0)))
    with pytest.raises(ValueError, match="coincide"):
        coupled_student(teacher + teacher, Fraction(1), Fraction(0))


def test_proofs():
    assert moment_sharpness_proof().holds is True
    assert moment_sharpness_proof(2 * n + 1).holds is False
