"""Students that are symmetric for a diagonal inner product, and the same in ordinary coordinates."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat, fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles import scalar_response
from tests.strategies import measures, rationals
from theory.model.rationals import rational_root
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import (
    SelfAdjoint,
    diagonal_student,
    expectation,
    node_polynomial,
    padded,
    reachable_dimension,
    reflected,
    slopes,
)


@given(measures())
def test_diagonal_student_has_the_moments(atoms):
    measure = Measure(*atoms)
    assert scalar_response(diagonal_student(measure).realization, 7) == measure.moments(7)


@given(measures(3), st.integers(0, 3))
def test_symmetric_form_padding_and_reflection_keep_the_response(atoms, spare):
    nodes, weights = atoms
    measure = Measure(nodes, tuple(w * w for w in weights))
    width = len(nodes) + spare
    student = padded(diagonal_student(measure), width).symmetric
    mirror = reflected(student, [Fraction(i + 1) for i in range(width)])
    for model in (student, mirror):
        assert model.A.transpose() == model.A
        assert model.C.transpose() == model.B
        assert scalar_response(model, 6) == measure.moments(6)
        assert reachable_dimension(model) == len(nodes)


@given(measures(), st.lists(rationals(), max_size=5))
def test_expectation_is_the_integral(atoms, coefficients):
    measure = Measure(*atoms)
    polynomial = fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients])
    values = [sum((c * x**m for m, c in enumerate(coefficients)), Fraction(0)) for x in measure.nodes]
    integral = sum((w * v for w, v in zip(measure.weights, values, strict=True)), Fraction(0))
    assert expectation(polynomial, measure.moments(max(len(coefficients), 1))) == integral


@given(measures())
def test_slopes_are_products_of_differences(atoms):
    nodes = atoms[0]
    for node, slope in zip(nodes, slopes(nodes), strict=True):
        product = Fraction(1)
        for other in nodes:
            product *= node - other if other != node else 1
        assert slope == fmpq(product.numerator, product.denominator)


def test_reachable_dimension_by_hand():
    """A = diag(0, 1): B = (1, 1) reaches both states, B = (1, 0) the first only."""
    A = fmpq_mat([[0, 0], [0, 1]])
    for entries, expected in (([1, 1], 2), ([1, 0], 1), ([0, 0], 0)):
        B = fmpq_mat(2, 1, entries)
        assert reachable_dimension(reflected(_model(A, B), [Fraction(1), Fraction(2)])) == expected


def _model(A, B):
    from theory.minima.realisation import Realization

    return Realization(A, B, B.transpose())


def test_misuse():
    A, B = fmpq_mat([[0, 1], [2, 0]]), fmpq_mat(2, 1, [1, 0])
    with pytest.raises(ValueError, match="not symmetric; check the order"):
        SelfAdjoint(A, B, (fmpq(1), fmpq(1)))
    assert SelfAdjoint(A, B, (fmpq(2), fmpq(1))).weights
    with pytest.raises(ValueError, match="-1 is not positive"):
        diagonal_student(Measure.of([(0, -1)]))
    with pytest.raises(ValueError, match="not the square"):
        _ = diagonal_student(Measure.of([(0, 2)])).symmetric
    with pytest.raises(ValueError, match="coincide"):
        slopes([Fraction(1), Fraction(1)])
    with pytest.raises(ValueError, match="more than the 1"):
        padded(diagonal_student(Measure.of([(0, 1), (1, 1)])), 1)
    with pytest.raises(ValueError, match="not the square"):
        rational_root(Fraction(-1))
    with pytest.raises(ValueError):  # noqa: PT011  (two moments are wanted, one is given)
        expectation(node_polynomial([Fraction(1)]), [Fraction(1)])
