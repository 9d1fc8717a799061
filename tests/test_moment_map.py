"""The moment map: derivatives against finite orbits, the proof and its false neighbours, the decomposition."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Identity, ImmutableMatrix, Integer, Symbol, diff, exp

from tests.strategies import linear_rnns, matrices, symmetric_matrices
from theory.balance.balancedness import Q, one_sign_flipped
from theory.kernel.trace_identity import trace_at, trace_identity
from theory.kernel.vector_fields import derivative
from theory.model.linear_rnn import LinearRNN, linear_rnn, squared_norm
from theory.model.samples import sample_values
from theory.orbit.balanced_decomposition import counterexample_to_decomposition, decomposition_steps
from theory.orbit.balanced_students import balanced_students, is_minimal, turned, with_normal_part
from theory.orbit.least_norm import counterexample_to_least_norm, moment_map, nilpotent, shrinking_changes
from theory.orbit.moment_map import cayley, counterexample_to_derivative, derivative_steps, derivatives, moved
from theory.words.matrix_words import words
from theory.words.symbols import A, B, C, d


def to_theory(model):
    return linear_rnn(model.A, model.B, model.C)


def test_the_proof_holds():
    derivation = moment_map()
    assert [step.rule for step in derivation.steps if step.holds is not True] == []
    assert "every d, m, p" in derivation.scope
    assert derivation.holds is True
    assert "polar" in [lemma.label for lemma in derivation.cited]


@pytest.mark.parametrize("signs", one_sign_flipped())
def test_a_wrong_sign_is_refuted(signs):
    failed = [step for step in derivative_steps(signs) if step.holds is False]
    assert failed
    assert failed[0].counterexample
    assert moment_map(signs).first_failure.label == "slope"


def test_an_unsymmetric_direction_breaks_the_second_derivative_only():
    steps = derivative_steps(symmetric=False)
    assert [step.holds for step in steps] == [True] * 4 + [False]


@given(linear_rnns(2, 1, 2), symmetric_matrices(2))
def test_derivatives_of_concrete_models(model, X):
    theta, X = to_theory(model), ImmutableMatrix(X)
    assert counterexample_to_derivative(theta, X, Q(theta)) is None


@given(linear_rnns(2), st.tuples(st.integers(-3, 3), st.integers(-3, 3)))
def test_derivatives_against_the_exponential_itself(model, entries):
    """For X = diag(x, y) the curve e^{sX}.theta is explicit, and sympy differentiates it."""
    s, theta = Symbol("s"), to_theory(model)
    T, U = (ImmutableMatrix.diag(*[exp(sign * x * s) for x in entries]) for sign in (1, -1))
    f = sum((squared_norm(part) for part in moved(theta, T, U).parts), Integer(0)) / 2
    expected = tuple(diff(f, s, order).subs(s, 0) for order in (1, 2))
    assert derivatives(theta, ImmutableMatrix.diag(*entries)) == expected


def test_derivatives_by_hand():
    """A = 0, B = b, C = c, X = 1: f = (b^2 e^{2s} + c^2 e^{-2s})/2, f' = b^2 - c^2 = Q, f'' = 2 (b^2 + c^2)."""
    theta = linear_rnn([[0]], [[3]], [[2]])
    assert derivatives(theta, ImmutableMatrix([[1]])) == (5, 26)
    assert Q(theta)[0, 0] == 5
    assert counterexample_to_derivative(theta, ImmutableMatrix([[1]]), ImmutableMatrix([[13]])).endswith(
        "f' = 5, <X, Q> = 13"
    )


@given(linear_rnns(2, 2, 1), matrices(2, 2))
def test_rotations_keep_norm_and_turn_q(model, draw):
    theta, O = to_theory(model), cayley(ImmutableMatrix(draw))  # noqa: E741
    there = moved(theta, O, O.T)
    assert sum(map(squared_norm, there.parts)) == sum(map(squared_norm, theta.parts))
    assert Q(there) == O * Q(theta) * O.T


def test_the_balanced_are_the_shortest_and_others_are_not():
    for theta in balanced_students(Random(5), 6):
        assert counterexample_to_least_norm(theta, shrinking_changes(theta.A.shape[0])) is None
    assert "17, but 8" in counterexample_to_least_norm(linear_rnn([[0]], [[4]], [[1]]), shrinking_changes(1))
    assert counterexample_to_least_norm(nilpotent(), shrinking_changes(2))


@pytest.mark.parametrize("seed", range(4))
def test_decomposition_of_balanced_students(seed):
    random = Random(seed)
    for theta in balanced_students(random, 6):
        assert counterexample_to_decomposition(turned(with_normal_part(theta, 2, -1), random)) is None


def test_decomposition_is_refused():
    """Each test of it can fail: an unbalanced model, a part not normal, a state seen and not reached."""
    assert "Q = 3" in counterexample_to_decomposition(linear_rnn([[0]], [[2]], [[1]]))
    assert "A' A'^T" in counterexample_to_decomposition(nilpotent())
    assert "projection" in counterexample_to_decomposition(linear_rnn([[0]], [[0]], [[1]]))


def test_decomposition_steps_name_all_parts():
    assert [step.holds for step in decomposition_steps()] == [True] * 5


@given(linear_rnns(2, 1, 1))
def test_whatever_is_balanced_decomposes(model):
    """Normal A with B = C = 0, or symmetric students: balanced by construction, decomposed without minimality."""
    theta = to_theory(model)
    symmetric = LinearRNN(theta.A + theta.A.T, theta.B, theta.B.T)
    assert Q(symmetric).is_zero_matrix
    assert counterexample_to_decomposition(symmetric) is None


def test_minimality_of_concrete_students():
    assert is_minimal(linear_rnn([[0]], [[1]], [[1]]))
    assert not is_minimal(nilpotent())


def test_product_rule_on_words():
    doubled = derivative(words(A * A.T), {"A": words(A)})
    assert str(doubled) == "2 A A^{T}"
    assert derivative(words(B * B.T), {"A": words(A)}).is_zero


def test_traces_are_compared_in_words_and_in_numbers():
    values = sample_values((A, B, C))
    assert trace_identity(words(B.T * A * B), words(B * B.T * A), "cyclic", (), values).holds is True
    wrong = trace_identity(words(A * A), words(A * A.T), "no", (), values)
    assert wrong.holds is False
    assert "left" in wrong.counterexample
    assert trace_identity(words(A * A), words(A * A.T), "no instance", (), values[:1]).holds is None
    with pytest.raises(ValueError, match="unknown size"):
        trace_at(words(Identity(d)), values[0])
