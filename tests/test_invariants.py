"""Symmetric students and common supports are kept; the proofs fail without their hypotheses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import ImmutableMatrix, Rational, diag

from tests.strategies import instances
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.orbit.invariants import (
    asymmetry,
    on_support,
    outside_support,
    projection_on,
    support_invariant,
    symmetric_invariant,
)


def in_theory(instance):
    model = instance.model
    return linear_rnn(model.A, model.B, model.C), [ImmutableMatrix(g) for g in instance.teacher_response]


@given(instances(square=True), st.booleans())
def test_signature_symmetry_is_kept_by_a_step(instance, signed):
    theta, teacher = in_theory(instance)
    S = diag(*[(-1) ** i if signed else 1 for i in range(instance.width)])
    theta = LinearRNN(theta.A + S * theta.A.T * S, theta.B, theta.B.T * S)
    teacher = [g + g.T for g in teacher]
    assert asymmetry(theta, signed) is None
    assert asymmetry(theta.plus(gradient(theta, teacher), -Rational(instance.eta)), signed) is None


@given(instances(), st.lists(st.integers(-2, 2), min_size=4, max_size=4))
def test_the_support_is_kept_by_a_step(instance, vector):
    theta, teacher = in_theory(instance)
    P = projection_on(vector[: instance.width])
    assert P * P == P == P.T
    theta = on_support(theta, P)
    assert outside_support(theta, P) is None
    assert outside_support(theta.plus(gradient(theta, teacher), -Rational(instance.eta)), P) is None


def test_an_unsymmetric_teacher_breaks_symmetry():
    """d = 1, A = 0, B = (1, 0) = C^T, g_0 = E_12, so R_0 = E_11 - E_12.

    G_B = 2 C^T R_0 = (2, -2), while G_C^T = 2 B R_0^T = (2, 0).
    """
    theta, g = linear_rnn([[0]], [[1, 0]], [[1], [0]]), [ImmutableMatrix([[0, 1], [0, 0]])]
    G = gradient(theta, g)
    assert linear_rnn([[0]], [[2, -2]], [[2], [0]]) == G
    assert "C^T - S B = [[0, 2]]" in asymmetry(G, signed=False)


def test_the_checks_see_what_is_off():
    theta = linear_rnn([[0, 1], [0, 0]], [[1], [0]], [[1, 0]])
    assert "A^T - S A S = [[0, -1], [1, 0]]" in asymmetry(theta, signed=False)
    assert "A - PAP = [[0, 1], [0, 0]]" in outside_support(theta, projection_on((1, 0)))
    assert on_support(theta, projection_on((0, 1)), ("B",)) == linear_rnn([[0, 1], [0, 0]], [[0], [0]], [[1, 0]])


def test_proofs_hold():
    assert symmetric_invariant().holds is True
    assert support_invariant().holds is True


@pytest.mark.parametrize(
    "derive",
    [lambda: symmetric_invariant(False), lambda: support_invariant(("A",)), lambda: support_invariant(("B", "C"))],
    ids=["unsymmetric teacher", "low rank of A alone", "A off the support"],
)
def test_proofs_fail_without_their_hypotheses(derive):
    refuted = derive()
    assert refuted.holds is False
    assert "left" in refuted.first_failure.counterexample
