"""Instances that both sides read: the same numbers in theory and numerics, smallest first, the same for a seed."""

import random
from fractions import Fraction
from itertools import islice

from theory.model.linear_rnn import impulse_response, linear_rnn
from theory.model.samples import SIZES, SQUARE_SIZES, first_failure, sample_values, small_fits
from theory.words.symbols import A, B, C
from verifier.cases.rnn_cases import (
    SQUARE_SHAPES,
    fractions,
    numerics_gradient,
    numerics_step,
    sampled,
    show,
    small,
    small_then_sampled,
    symmetrised,
    transposed,
)


def test_both_sides_read_the_same_numbers():
    for instance in sampled(random.Random(1), 6):
        theta, teacher = instance.in_theory()
        model, g, exact = instance.in_numerics()
        assert [fractions(part) for part in theta.parts] == [exact.fractions(X) for X in (model.A, model.B, model.C)]
        assert [fractions(x) for x in teacher] == [exact.fractions(x) for x in g]
        assert instance.at(theta) == instance
        assert str(instance.eta) in str(instance)


def test_the_step_is_the_gradient_times_eta():
    for instance in sampled(random.Random(2), 6):
        theta, _ = instance.in_theory()
        assert numerics_step(instance) == theta.plus(numerics_gradient(instance), -instance.eta)


def test_samples_are_deterministic_and_small_first():
    assert list(sampled(random.Random(3), 4)) == list(sampled(random.Random(3), 4))
    drawn = list(small_then_sampled(random.Random(3), 5))
    assert drawn[:5] == list(islice(small(), 5))
    assert len(drawn) == 10
    assert all(len(instance.B[0]) == len(instance.C) for instance in sampled(random.Random(4), 6, SQUARE_SHAPES))


def test_at_least_half_the_sampled_shapes_are_large():
    shapes = [(len(i.A), len(i.teacher)) for i in sampled(random.Random(5), 6)]
    assert sum(d >= 3 and k >= 4 for d, k in shapes) * 2 >= len(shapes)


def test_small_matrices():
    X = ((Fraction(1), Fraction(2)), (Fraction(0), Fraction(1, 2)))
    assert show(X) == "[[1, 2], [0, 1/2]]"
    assert transposed(X) == ((1, 0), (2, Fraction(1, 2)))
    assert symmetrised(X) == ((1, 1), (1, Fraction(1, 2)))


def test_concrete_values_have_distinct_sizes_and_real_shapes():
    values = sample_values((A, B, C))
    assert len(values) == len(SIZES)
    assert any(len({d, m, p}) == 3 for d, m, p in SIZES)
    assert all(m == p for _, m, p in SQUARE_SIZES)
    assert values[-1].matrices["B"].shape == (4, 2)
    assert values[-1].matrices["C"].shape == (3, 4)


def test_the_first_failure_is_the_smallest():
    assert first_failure(lambda theta, teacher: None) is None
    assert first_failure(lambda theta, teacher: "seen") == "A = 1, B = 1, C = 1, g = (0, 0): seen"
    wide = first_failure(lambda theta, teacher: "wide" if theta.A.shape == (2, 2) else None)
    assert wide.startswith("A = [[0, 0], [0, 0]]")
    shapes = {theta.A.shape for theta, _ in small_fits()}
    assert shapes == {(1, 1), (2, 2)}


def test_impulse_response_by_hand():
    """A = E_12, B = e_2, C = e_1^T: h = (0, 1, 0)."""
    theta = linear_rnn([[0, 1], [0, 0]], [[0], [1]], [[1, 0]])
    assert [h[0, 0] for h in impulse_response(theta, 3)] == [0, 1, 0]
