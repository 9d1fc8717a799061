"""The squared length of p(A) B, and the dimension in which the state of a symmetric student moves."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import measures, rationals
from theory.model.rationals import to_flint, to_fraction
from theory.moments.discrete_measure import Measure
from theory.moments.low_dimensional_state import low_dimensional_state_proof
from theory.moments.symmetric_student import diagonal_student, padded, reachable_dimension, reflected


@given(measures(3), st.lists(rationals(), min_size=1, max_size=4), st.integers(0, 2))
def test_squared_length_is_the_integral_of_the_square(atoms, coefficients, spare):
    nodes, weights = atoms
    teacher = Measure(nodes, tuple(w * w for w in weights))
    width = len(nodes) + spare
    model = reflected(padded(diagonal_student(teacher), width).symmetric, [Fraction(1)] * width)
    state, power = model.B * 0, model.B
    for c in coefficients:
        state, power = state + power * to_flint(c), model.A * power
    values = [sum((c * x**m for m, c in enumerate(coefficients)), Fraction(0)) for x in nodes]
    integral = sum((w * v**2 for w, v in zip(teacher.weights, values, strict=True)), Fraction(0))
    assert to_fraction((state.transpose() * state)[0, 0]) == integral


@given(measures(3))
def test_split_atoms_and_silent_states_add_no_dimension(atoms):
    nodes, weights = atoms
    split = [
        (x, w * w * part) for x, w in zip(nodes, weights, strict=True) for part in (Fraction(9, 25), Fraction(16, 25))
    ]
    student = padded(diagonal_student(Measure.of(split)), 2 * len(nodes) + 1).symmetric
    assert reachable_dimension(student) == len(nodes)


def test_proof():
    derivation = low_dimensional_state_proof()
    assert derivation.holds is True
    assert len(derivation.cited) == 3
