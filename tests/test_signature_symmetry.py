"""Signature symmetry: the proof, exact inertia by two routes, S and its controls, symmetric when positive."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mpmath import mpf, workdps
from sympy import ImmutableMatrix

from numerics.arithmetics.protocol import exact_rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.inertia import block_hankel, hankel_inertia
from numerics.orbit.inertia import inertia as counted_inertia
from numerics.orbit.norm_balance import norm_balance
from numerics.orbit.signature import exact_symmetriser, signature_defect
from numerics.orbit.similarity_orbit import similarity_orbit
from tests.oracles import markov_parameter, product, transposed
from tests.strategies import linear_rnns, matrices, symmetric_matrices
from theory.balance.balancedness import Q
from theory.model.linear_rnn import linear_rnn
from theory.orbit.balanced_cycle import cycle
from theory.orbit.balanced_students import (
    balanced_pairs,
    balanced_students,
    counterexample_to_inertia,
    counterexample_to_signature,
    counterexample_to_symmetry,
    signature_of,
    signed_students,
)
from theory.orbit.inertia import inertia
from theory.orbit.signature_symmetry import signature_symmetry
from verifier.cases.realisations import in_numerics


def test_the_proof_holds():
    derivation = signature_symmetry()
    assert [step.rule for step in derivation.steps if step.holds is not True] == []
    assert derivation.holds is True


def test_a_response_that_is_not_symmetric_is_refuted_in_the_proof():
    """By hand: A = 0, B = (1, 0), C = (0, 1)^T have h_0 = E_21, the transposed realisation E_12."""
    refuted = signature_symmetry(symmetric_response=False)
    assert refuted.holds is False
    assert "h_0 = [[0, 0], [1, 0]]" in refuted.first_failure.counterexample


@given(st.integers(1, 4).flatmap(symmetric_matrices))
def test_inertia_by_elimination_and_by_signs(X):
    """theory eliminates, numerics counts changes of sign in the characteristic polynomial."""
    assert inertia(ImmutableMatrix(X)) == tuple(counted_inertia(X))


@given(st.integers(1, 3).flatmap(lambda d: st.tuples(st.just(d), matrices(d, d), st.tuples(*[st.integers(-1, 1)] * d))))
def test_inertia_of_known_signs(drawn):
    """M^T diag(signs) M has the signs, for invertible M (Sylvester)."""
    size, M, signs = drawn
    assume(ImmutableMatrix(M).det() != 0)
    D = [[Fraction(signs[i] if i == j else 0) for j in range(size)] for i in range(size)]
    expected = (signs.count(1), signs.count(-1), signs.count(0))
    X = product(product(transposed(M), D), M)
    assert counted_inertia(X) == expected
    assert inertia(ImmutableMatrix(X)) == expected


@pytest.mark.parametrize("route", [counted_inertia, lambda X: inertia(ImmutableMatrix(X))])
def test_inertia_wants_a_symmetric_matrix(route):
    assert tuple(route([[0, 0], [0, 0]])) == (0, 0, 2)
    with pytest.raises(ValueError, match="not symmetric"):
        route([[0, 1], [0, 0]])


def test_hankel_inertia_by_hand():
    """The cycle of width 3: h = (1, 0, 0, 1, 0), Hankel matrix (1 0 0; 0 0 1; 0 1 0), eigenvalues 1, 1, -1."""
    assert hankel_inertia(in_numerics(cycle(3))) == (2, 1, 0)
    assert hankel_inertia(in_numerics(cycle(3)), rows=5) == (2, 1, 2)


def test_too_few_lags_for_a_hankel_matrix():
    with pytest.raises(ValueError, match="need 3 lags"):
        block_hankel([exact_rows([[1]])], 2)


@given(linear_rnns(2, 2, 2))
def test_block_hankel_entries(model):
    h = [markov_parameter(model.A, model.B, model.C, j) for j in range(3)]
    H = block_hankel([exact_rows(block) for block in h], 2)
    assert all(H[i][j] == h[i // 2 + j // 2][i % 2][j % 2] for i in range(4) for j in range(4))


@pytest.mark.parametrize("seed", range(3))
def test_balanced_students_have_a_signature_and_its_inertia(seed):
    for theta in balanced_students(Random(seed), 6):
        assert Q(theta).is_zero_matrix
        assert counterexample_to_signature(theta) is None
        assert counterexample_to_inertia(theta, hankel_inertia(in_numerics(theta))) is None
        assert counterexample_to_symmetry(theta) is None


def test_pairs_of_mixed_sign_by_hand():
    """a = b = x = y = 1, c = 0: A = (1 1; -1 0), B = (1, 1), C = (1, -1), S = diag(1, -1)."""
    theta = linear_rnn([[1, 1], [-1, 0]], [[1], [1]], [[1, -1]])
    assert theta in list(balanced_pairs())
    assert signature_of(theta) == ImmutableMatrix.diag(1, -1)


def test_what_is_not_symmetric_is_refused():
    """Unsymmetric h_0; not balanced; and S is not determined where a state is not reachable."""
    assert "S S - I" in counterexample_to_signature(linear_rnn([[0]], [[1, 0]], [[0], [1]]))
    assert "S S - I = -3/4" in counterexample_to_signature(linear_rnn([[0]], [[2]], [[1]]))
    with pytest.raises(ValueError, match="not reachable"):
        signature_of(linear_rnn([[0]], [[0]], [[1]]))
    assert counterexample_to_symmetry(cycle(3)) is None
    assert counterexample_to_symmetry(cycle(3), positive=False)
    assert counterexample_to_inertia(cycle(2), (1, 0, 1))


@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.integers(1, 3).flatmap(linear_rnns))
def test_norm_balance_agrees_with_the_exact_hankel_matrix(model):
    """Any minimal realisation with one input and output: S^2 = I to 30 digits, inertia exactly."""
    assume(similarity_orbit(model).minimal)
    found, counts = norm_balance(model, 30), hankel_inertia(model)
    assert found.signed
    assert found.signature.inertia == (counts.positive, counts.negative, 0)
    assert counts.zero == 0


@pytest.mark.parametrize("seed", range(3))
def test_two_inputs_and_outputs(seed):
    for theta in signed_students(Random(seed), 2):
        found = norm_balance(in_numerics(theta), 40)
        assert found.signed
        assert found.signature.inertia[:2] == hankel_inertia(in_numerics(theta))[:2]


@given(linear_rnns(2))
def test_the_symmetriser_is_symmetric_and_intertwines(model):
    assume(similarity_orbit(model).minimal)
    H = exact_symmetriser(model)
    assert tuple(zip(*H, strict=True)) == H
    assert product(H, model.A) == product(transposed(model.A), H)
    assert product(H, model.B) == transposed(model.C)


def test_the_symmetriser_wants_reachable_states_and_symmetric_lags():
    with pytest.raises(ValueError, match="0 of 1 states"):
        exact_symmetriser(LinearRNN(exact_rows([[0]]), exact_rows([[0]]), exact_rows([[1]])))
    assert exact_symmetriser(LinearRNN(exact_rows([[0]]), exact_rows([[1, 0]]), exact_rows([[0], [1]]))) is None


def test_a_wrong_signature_shows_its_defect():
    found = norm_balance(in_numerics(cycle(3)), 40)
    with workdps(60):
        assert signature_defect(found.model, found.signature.S) < mpf(10) ** -40
        assert signature_defect(found.model, 2 * found.signature.S) > 1
