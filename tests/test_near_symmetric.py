"""The even and odd parts of a student, and the price of the odd one."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.model.asymmetry import antisymmetric_part, squared_asymmetry, symmetric_part
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic, markov_parameter
from numerics.rigour.derivative_bounds import Norms
from numerics.robust.near_symmetric_bound import curvature, extrapolation_constants, segment_norms
from numerics.robust.robust_bound import annihilator
from tests.strategies import Instance, instances
from theory.robust import near_symmetric
from theory.robust.near_symmetric import impulse_response as symbolic_response
from theory.robust.near_symmetric import proof
from theory.words.matrix_words import words

EXACT = Exact()


@given(instances(scalar=True), st.integers(0, 5))
def test_symmetrising_moves_the_response_in_second_order(instance: Instance, lag: int) -> None:
    student = in_arithmetic(instance.model, EXACT)
    moved = EXACT.subtract(
        markov_parameter(student, lag, EXACT), markov_parameter(symmetric_part(student, EXACT), lag, EXACT)
    )
    bound = curvature(lag, segment_norms(student)) * squared_asymmetry(student, EXACT) / 2
    assert EXACT.squared_norm(moved) <= bound**2


@given(instances(square=True))
def test_the_two_parts_add_up(instance: Instance) -> None:
    student = in_arithmetic(instance.model, EXACT)
    even, odd = symmetric_part(student, EXACT), antisymmetric_part(student, EXACT)
    for whole, s, a in zip(*(vars(part).values() for part in (student, even, odd)), strict=True):
        assert whole == s + a
    assert even.A.transpose() == even.A
    assert even.C.transpose() == even.B
    assert squared_asymmetry(even, EXACT) == 0


@given(instances(scalar=True), st.integers(0, 4))
def test_both_packages_see_the_same_response(instance: Instance, lag: int) -> None:
    model = instance.model
    A, B, C = (
        sp.Matrix([[sp.Rational(x.numerator, x.denominator) for x in row] for row in part])
        for part in (model.A, model.B, model.C)
    )
    ours = EXACT.fractions(impulse_response(in_arithmetic(model, EXACT), lag + 1, EXACT)[lag])[0][0]
    assert symbolic_response(A, B, C, lag) == sp.Rational(ours.numerator, ours.denominator)


def test_asymmetry_by_hand() -> None:
    """d = 1, B = 1, C = -1: theta_a = (0, 1, -1)."""
    student = LinearRNN(((Fraction(0),),), ((Fraction(1),),), ((Fraction(-1),),))
    assert squared_asymmetry(in_arithmetic(student, EXACT), EXACT) == 2


def test_constants_by_hand() -> None:
    """Node 0, k = 3, lag 3, ||A|| <= 1, ||B||, ||C|| <= 0: kappa_0 = 1 and no other word survives without B or C
    except those that replace both; C1 = 1."""
    norms = Norms(arb(1), arb(0), arb(0))
    constants = extrapolation_constants(3, 1, annihilator([Fraction(0)]), norms)
    assert pytest.approx(1, rel=1e-6) == constants.C1
    assert pytest.approx(Fraction(1), rel=1e-6) == constants.C2


def test_constants_grow_with_the_norms() -> None:
    small, large = (Norms(arb(a), arb(1), arb(1)) for a in (0.5, 0.9))
    q = annihilator([Fraction(1, 2)])
    assert extrapolation_constants(6, 3, q, small).C2 < extrapolation_constants(6, 3, q, large).C2


def test_proof_holds() -> None:
    assert proof().holds is True


def test_a_component_of_the_path_ends_at_the_student() -> None:
    """theta_s + t theta_a is theta at t = 1, and theta^T at t = -1: the halves are halves."""
    A, t = near_symmetric._A, near_symmetric._t
    ends = [near_symmetric._along(A, A.T, 1).subs(t, end).doit() for end in (1, -1)]
    assert [words(end - part).is_zero for end, part in zip(ends, (A, A.T), strict=True)] == [True, True]
