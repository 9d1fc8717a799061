"""Q, the Noether identity, conservation and the drift of a step: exactly, on rationals; every wrong sign is refuted."""

import pytest
from hypothesis import given, settings
from sympy import ImmutableMatrix, Rational

from tests import oracles
from tests.strategies import instances
from theory.balance.balancedness import (
    SIGNS,
    Q,
    balancedness_conserved,
    derivative_of_Q,
    noether,
    noether_identity,
    one_sign_flipped,
    polarised,
)
from theory.balance.descent_drift import counterexample_to_drift, descent_drift, drift_defect, one_step
from theory.balance.drift_bounds import DRIFT_SQUARED, drift_constant, norm_constant
from theory.balance.drift_instances import (
    counterexample_to_descent_bound,
    counterexample_to_norm_bound,
    counterexample_to_sum_bound,
    covered_step,
    sharp_direction,
    sharp_run,
)
from theory.balance.heavy_ball import counterexample_to_heavy_ball
from theory.model.gradient import gradient, weighted_gradient
from theory.model.linear_rnn import linear_rnn, squared_norm
from theory.model.training import first_step_of_adam, trained_state, weight_decay
from verifier.claim.claim import Settings
from verifier.claim.verdict import Verdict
from verifier.claims.balance.descent_drift import WRONG_SIGN

FLIPPED = one_sign_flipped()


def in_theory(instance):
    model = instance.model
    return linear_rnn(model.A, model.B, model.C), [ImmutableMatrix(g) for g in instance.teacher_response]


@given(instances())
def test_Q_is_the_definition(instance):
    theta, _ = in_theory(instance)
    model = instance.model
    assert Q(theta) == ImmutableMatrix(oracles.balancedness(model.A, model.B, model.C))
    assert Q(theta) == Q(theta).T == polarised(theta, theta)


@given(instances())
def test_the_noether_identity_and_conservation(instance):
    theta, teacher = in_theory(instance)
    G = gradient(theta, teacher)
    assert noether(theta, G).is_zero_matrix
    assert derivative_of_Q(theta, G).is_zero_matrix
    assert noether(theta, weighted_gradient(theta, teacher)).is_zero_matrix


@given(instances())
def test_one_step_drifts_by_the_square_of_its_size(instance):
    theta, teacher = in_theory(instance)
    assert drift_defect(theta, gradient(theta, teacher), Rational(instance.eta)).is_zero_matrix


@settings(max_examples=20)
@given(instances())
def test_the_drift_over_many_steps_and_its_bound(instance):
    """Two steps: Q_2 - Q_0 = eta^2 (Q(G_0) + Q(G_1)), and its squared norm is at most 2 eta^4 (sum norm(G)^2)^2."""
    theta, teacher = in_theory(instance)
    eta, first = Rational(instance.eta), theta
    drift, travelled = 0 * Q(theta), Rational(0)
    for _ in range(2):
        G = gradient(theta, teacher)
        drift, travelled = drift + eta**2 * Q(G), travelled + sum(map(squared_norm, G.parts), Rational(0))
        theta = theta.plus(G, -eta)
    assert Q(theta) - Q(first) == drift
    assert squared_norm(drift) <= 2 * eta**4 * travelled**2


@given(instances())
def test_the_norm_bound(instance):
    assert counterexample_to_norm_bound(in_theory(instance)[0]) is None


def test_the_norm_bound_is_attained_and_no_smaller_constant_will_do():
    G = sharp_direction()
    assert squared_norm(Q(G)) == 2 * squared_norm(G.A) ** 2
    assert "2, the bound 1999/1000" in counterexample_to_norm_bound(G, Rational(1999, 1000))


@settings(max_examples=10)
@given(instances())
def test_momentum_follows_its_recursions(instance):
    theta, teacher = in_theory(instance)
    assert counterexample_to_heavy_ball(theta, lambda at: gradient(at, teacher), instance.eta, steps=2) is None


def test_momentum_along_no_gradient_does_not():
    """A = B = 1, C = 2: along the sign of the gradient the first recursion is off by -eta (N + N^T) = -1 (2 - 4)."""
    theta, g = linear_rnn([[1]], [[1]], [[2]]), [ImmutableMatrix([[0]])] * 2
    found = counterexample_to_heavy_ball(theta, lambda at: first_step_of_adam(at, g), 1)
    assert found == "step 0: the recursion of P is off by 2"


@settings(max_examples=15)
@given(instances())
def test_the_drift_along_a_run_is_bounded(instance):
    theta, teacher = in_theory(instance)
    assert counterexample_to_sum_bound(theta, lambda at: gradient(at, teacher), instance.eta / 10, steps=2) is None


def test_the_drift_along_signs_is_not():
    """A = B = 1, C = 2, one step of 1/10 along (1, 1, 1): Q = -3 becomes (81 - 361)/100 = -14/5, and 1/25 > 9/5000."""
    theta, g = linear_rnn([[1]], [[1]], [[2]]), [ImmutableMatrix([[0]])] * 2
    found = counterexample_to_sum_bound(theta, lambda at: first_step_of_adam(at, g), Rational(1, 10), steps=1)
    assert found == "after 1 steps of 1/10: norm(Q_T - Q_0)^2 = 1/25, bound 9/5000"


@pytest.mark.parametrize("derivation", [noether_identity, balancedness_conserved, one_step])
def test_proofs_hold_and_every_wrong_sign_is_refuted_by_numbers(derivation):
    assert derivation().holds is True
    for signs in FLIPPED:
        refuted = derivation(signs)
        assert refuted.holds is False
        assert refuted.first_failure.counterexample.startswith("A = 1, B = 1, C = 1, g = (0, 0)")


@pytest.mark.parametrize("derivation", [noether_identity, balancedness_conserved, one_step])
@pytest.mark.parametrize("training", [weight_decay, trained_state])
def test_proofs_refute_the_neighbours_of_the_gradient(derivation, training):
    refuted = derivation(SIGNS, training())
    assert refuted.holds is False
    assert "not 0" in refuted.first_failure.counterexample


def test_the_opposite_of_Q_is_conserved_too():
    """All four signs flipped is -Q: no wrong sign, so it must pass."""
    assert noether_identity(tuple(-s for s in SIGNS)).holds is True


def test_the_full_derivation_of_the_drift():
    found = descent_drift()
    assert found.holds is True
    assert [premise.label for premise in found.cited[:2]] == ["norms", "descent-lemma"]
    assert rf"{norm_constant()} \|G\|^2".replace("sqrt(2)", r"\sqrt{2}") in found.conclusion.text


def test_a_smaller_constant_of_the_drift_is_refuted_in_the_proof():
    """norm(Q(G)) <= norm(G)^2 would need 2 u^2 - 2 s^2 <= (u + t)^2: by hand u = 3, s = 2, t = 0 gives 10 > 9."""
    refuted = descent_drift(squared=1)
    assert refuted.holds is False
    assert refuted.first_failure.label == "bound-of-a"
    assert "exceeds" in refuted.first_failure.counterexample


@settings(max_examples=15)
@given(instances())
def test_the_drift_of_steps_that_the_descent_lemma_covers_is_bounded(instance):
    theta, teacher = in_theory(instance)
    assert counterexample_to_descent_bound(theta, teacher, covered_step(theta, teacher)) is None


def test_the_bound_of_covered_steps_is_attained_and_no_smaller_constant_will_do():
    """A = 0, B = e_2, C = e_1^T, g = (0, 1): one step of 1/2 makes h_1 = 1; drift^2 2 = 8 (1/2)^2 1^2."""
    theta, teacher, step = sharp_run()
    assert counterexample_to_descent_bound(theta, teacher, step, steps=1) is None
    assert "2, bound" in counterexample_to_descent_bound(
        theta, teacher, step, steps=1, squared_constant=DRIFT_SQUARED - Rational(1, 100)
    )
    assert drift_constant() ** 2 == DRIFT_SQUARED == 8
    assert covered_step(theta, teacher, steps=1) == step


def test_a_step_that_the_descent_lemma_does_not_cover_is_refused():
    """At step 1 the run jumps from h_1 = 0 to 2: the loss stays 1."""
    theta, teacher, _ = sharp_run()
    with pytest.raises(ValueError, match="does not cover"):
        counterexample_to_descent_bound(theta, teacher, 1, steps=1)


def test_the_claim_refutes_every_wrong_sign_by_its_proof():
    """A = B = C = 1, g = (0, 0) refutes each."""
    assert len(WRONG_SIGN) == 4
    for control in WRONG_SIGN:
        found = control.run(Settings())
        assert (found.verdict, found.reason) == (Verdict.REFUTED, control.reason)
        assert found.details["counterexample"].startswith("A = 1, B = 1, C = 1, g = (0, 0)")


@pytest.mark.parametrize("signs", FLIPPED)
def test_every_wrong_sign_drifts_otherwise_in_numbers(signs):
    theta, g = linear_rnn([[1]], [[1]], [[1]]), [ImmutableMatrix([[0]])] * 2
    assert counterexample_to_drift(theta, gradient(theta, g), 1) is None
    assert "not 0" in counterexample_to_drift(theta, gradient(theta, g), 1, signs)
