"""What the claims about fitting are tried on: the checkers must accept and refuse the right instances."""

import random
from fractions import Fraction

import pytest

from theory.moments.discrete_measure import Measure
from verifier.cases.moment_students import (
    Trial,
    counterexample_to_extrapolation,
    degenerate_teachers,
    fits,
    model,
    numeric_markov_parameters,
    numeric_response,
    random_teacher,
    random_transfer_function,
    symmetric_copy,
)

PULSE = Measure.of([(0, 1)])
SWAP = model([[0, 1], [1, 0]], [1, 0], [1, 0])


def test_response_by_hand():
    """Two states that swap: h = (1, 0, 1, 0)."""
    assert numeric_response(SWAP, 4) == [1, 0, 1, 0]
    assert numeric_response(SWAP, 0) == []
    assert numeric_markov_parameters(SWAP, 1) == [[[1]]]


@pytest.mark.parametrize(("lags", "fitting", "straying"), [(1, True, True), (2, True, True), (3, False, False)])
def test_straying_needs_a_fit_and_a_later_deviation(lags, fitting, straying):
    trial = Trial(PULSE, SWAP, lags)
    assert fits(trial) is fitting
    assert (counterexample_to_extrapolation(trial) is not None) is straying


def test_a_true_copy_neither_misfits_nor_strays():
    trial = Trial(PULSE, model([[0]], [1], [1]), 3)
    assert fits(trial)
    assert counterexample_to_extrapolation(trial) is None


@pytest.mark.parametrize("seed", range(20))
def test_random_symmetric_copies_fit(seed):
    draws = random.Random(seed)
    teacher = random_teacher(draws)
    student = symmetric_copy(draws, teacher, 2)
    assert student.A.transpose() == student.A
    assert student.C.transpose() == student.B
    assert student.A.nrows() >= len(teacher.nodes) + 2
    assert fits(Trial(teacher, student, 9))
    assert min(teacher.weights) > 0
    assert len(set(teacher.nodes)) == len(teacher.nodes)
    assert all(abs(node) <= 1 for node in teacher.nodes)


def test_degenerate_teachers_are_what_they_say():
    assert [teacher.degree for teacher in degenerate_teachers()] == [0, 1, 2, 2, 3, 2, 1]
    draws = random.Random(0)
    assert {random_transfer_function(draws).degree for _ in range(200)} == {0, 1, 2, 3}


def test_half_entries():
    assert numeric_response(model([[2]], [Fraction(1, 2)], [1]), 2) == [Fraction(1, 2), 1]
