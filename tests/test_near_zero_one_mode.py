"""From near zero, one mode: the proof and its controls, the estimates of the escape, and the stiff flow's gradient."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.flow.stiff_flow import distance, flow, gradient, response
from numerics.model.linear_rnn import LinearRNN
from numerics.plateau.one_mode_end import end_from, planar_end
from tests.strategies import Instance, contractions, instances, matrices, positive_rationals
from theory.kernel.majorant import majorant
from theory.model.gradient import gradient as exact_gradient
from theory.model.linear_rnn import impulse_response, linear_rnn
from theory.origin.escape_norms import Gamma, P, R, T, U, V, alpha, norm_steps, size_u, size_v
from theory.origin.escape_rates import off_axis, rates
from theory.origin.near_zero_one_mode import near_zero_proof
from theory.origin.unreachable_starts import counterexample_to_the_limit, is_kept


def test_the_proof_holds() -> None:
    derivation = near_zero_proof()
    assert derivation.holds is True
    assert derivation.gaps == ()
    assert "lojasiewicz" in [lemma.label for lemma in derivation.cited]


def test_the_proof_fails_for_a_negative_weight() -> None:
    failure = near_zero_proof(weight_sign=-1).first_failure
    assert failure is not None
    assert "u'/u = -101/50" in failure.counterexample


def test_the_proof_fails_for_one_lag() -> None:
    failure = near_zero_proof(length=1).first_failure
    assert failure is not None
    assert "e^T A' e = 0" in failure.counterexample
    assert near_zero_proof(length=2).holds is True


@given(st.integers(1, 3).flatmap(lambda d: st.tuples(matrices(d, d), matrices(d, 2))), st.integers(1, 4))
def test_the_equations_of_the_escape(
    start: tuple[tuple[tuple[Fraction, ...], ...], tuple[tuple[Fraction, ...], ...]], length: int
) -> None:
    """u' = -sum_j R_j ((A^j + A^Tj) u + (A^j - A^Tj) v) at random students; sqrt2 u = B + C^T."""
    A, columns = start
    theta = linear_rnn(A, [[b] for b, _ in columns], [[c for _, c in columns]])
    teacher = [sp.ImmutableMatrix([[g]]) for g in (1, -2, 3, 1)[:length]]
    G, u, v = exact_gradient(theta, teacher), theta.B + theta.C.T, theta.B - theta.C.T
    residuals = [h[0, 0] - g[0, 0] for h, g in zip(impulse_response(theta, length), teacher, strict=True)]
    powers = [(theta.A**j, theta.A.T**j) for j in range(length)]
    terms = [R * ((P + T) * u + (P - T) * v) for R, (P, T) in zip(residuals, powers, strict=True)]
    assert sum(terms[1:], terms[0]) == G.B + G.C.T


@given(
    st.integers(1, 3).flatmap(lambda d: st.tuples(matrices(d, d, contractions(3)), matrices(d, 2, contractions(3)))),
    contractions(),
    positive_rationals(6, 5),
    st.integers(1, 5),
)
def test_the_differential_inequalities(
    start: tuple[tuple[tuple[Fraction, ...], ...], tuple[tuple[Fraction, ...], ...]],
    node: Fraction,
    weight: Fraction,
    length: int,
) -> None:
    A, columns = start
    width = len(A)
    assume(any(b + c for b, c in columns))
    small = [[entry / (2 * width) for entry in row] for row in A]
    theta = linear_rnn(small, [[b] for b, _ in columns], [[c for _, c in columns]])
    assert [rate.name for rate in rates(theta, node, weight, length) if not rate.holds] == []


def test_the_inequalities_say_where_they_hold() -> None:
    with pytest.raises(ValueError, match="u != 0"):
        rates(linear_rnn([[0]], [[1]], [[-1]]), Fraction(1), Fraction(1), 2)
    with pytest.raises(ValueError, match="<= 1/2"):
        rates(linear_rnn([[1]], [[1]], [[1]]), Fraction(1), Fraction(1), 2)


def test_an_inequality_can_fail() -> None:
    """d = 1, A = 0, B = C = 1, w = 2: u' = 2 u; a quarter of the bound of A' is below A' = 2 |R_1|."""
    by_name = {rate.name: rate for rate in rates(linear_rnn([[0]], [[1]], [[1]]), Fraction(1), Fraction(2), 2)}
    A_rate = by_name["A"]
    assert (A_rate.left, A_rate.right) == (4, 8 * sp.sqrt(5))
    assert not type(A_rate)("A", A_rate.right, A_rate.left).holds


def test_off_axis_clears_one_entry() -> None:
    assert off_axis(sp.ImmutableMatrix([[1, 2], [3, 4]])) == sp.ImmutableMatrix([[0, 2], [3, 4]])


@given(instances(scalar=True))
def test_the_stiff_flow_follows_the_exact_gradient(instance: Instance) -> None:
    exact = linear_rnn(*(part for part in (instance.model.A, instance.model.B, instance.model.C)))
    teacher = [sp.ImmutableMatrix(g) for g in instance.teacher_response]
    expected = exact_gradient(exact, teacher)
    model = LinearRNN(*(np.array(part, dtype=float) for part in (instance.model.A, instance.model.B, instance.model.C)))
    found = gradient(model, np.array([float(g[0][0]) for g in instance.teacher_response]))
    for ours, theirs in zip((found.A, found.B, found.C), expected.parts, strict=True):
        np.testing.assert_allclose(ours, np.array(theirs.tolist(), dtype=float), rtol=1e-9, atol=1e-9)


def test_the_stiff_flow_on_a_solved_case() -> None:
    """d = 1, k = 1, b = c: s' = 4 s (1 - s), so s(t) = 1/(1 + 3 exp(-4 t)) from s = 1/4; A stays."""
    half = np.array([[0.5]])
    (end,) = flow(LinearRNN(np.array([[2.0]]), half, half), [1.0], [1.0])
    assert response(end, 1)[0] == pytest.approx(1 / (1 + 3 * np.exp(-4.0)), rel=1e-8)
    assert end.A.item() == 2.0
    assert distance(end, end) == 0.0


def test_ends_of_one_mode_flows() -> None:
    """k = 1: a stands still, s' = 4 s (1 - s) as above. At width 1 b^2 - c^2 = 8/100 stays, and b c = 4 at the end."""
    a, s = planar_end(Fraction(2), Fraction(1, 4), Fraction(1, 2), Fraction(1), 1, 1.0)
    assert (a, s) == (2.0, pytest.approx(1 / (1 + 3 * np.exp(-4.0)), rel=1e-8))
    end = end_from(LinearRNN(((0,),), ((3,),), ((1,),)), Fraction(1, 10), Fraction(1, 2), Fraction(4), 3, 200.0)
    assert end.response == pytest.approx((4, 2, 1, 0.5), rel=1e-6)
    b = (0.04 + (0.04**2 + 16) ** 0.5) ** 0.5
    assert end.distance == pytest.approx(((b - 2) ** 2 + (4 / b - 2) ** 2) ** 0.5, rel=1e-6)


def test_every_norm_estimate_holds_and_a_wrong_one_would_not() -> None:
    assert all(step.holds is True for step in norm_steps())
    sizes = {R: Gamma, P: alpha, T: alpha, U: size_u, V: size_v}
    assert majorant(R * (P - T) * U, sizes) == 2 * Gamma * alpha * size_u
    assert majorant(P * T**2, sizes) == alpha**3


@given(st.sampled_from([1, -1]), st.integers(1, 4), st.data())
def test_the_sets_are_kept_at_random_students_of_any_width(sign: int, width: int, data: st.DataObject) -> None:
    """A = M + M^T, C^T = sign B: the gradient is tangent, and h_0 has the sign claimed."""
    rows, column = data.draw(matrices(width, width)), data.draw(matrices(width, 1))
    M, B = sp.ImmutableMatrix(rows), sp.ImmutableMatrix(column)
    theta = linear_rnn((M + M.T).tolist(), B.tolist(), (sign * B.T).tolist())
    G = exact_gradient(theta, [sp.ImmutableMatrix([[g]]) for g in (-1, 2, 0, 1)])
    assert G.A == G.A.T
    assert sign * G.B == G.C.T
    assert sign * (theta.C * theta.B)[0, 0] >= 0


def test_a_set_that_is_not_kept_is_refused() -> None:
    """C^T = 2 B: dL/dC^T = 2 R_0 B while 2 dL/dB = 8 R_0 B."""
    assert not is_kept(2, 1, [sp.ImmutableMatrix([[1]])])


def test_nothing_stands_in_the_way_where_the_hypotheses_hold() -> None:
    theta = linear_rnn([[Fraction(1, 9), 0], [0, 0]], [[Fraction(1, 9)], [0]], [[Fraction(1, 9), 0]])
    assert counterexample_to_the_limit(theta, Fraction(1, 2), Fraction(1), 2, Fraction(1, 9)) is None
    one_lag = counterexample_to_the_limit(theta, Fraction(1, 2), Fraction(1), 1, Fraction(1, 9))
    assert "dL/dA = 0" in (one_lag or "")


def test_a_resting_start_near_the_limit_is_no_counterexample() -> None:
    teacher = linear_rnn([[Fraction(1, 2)]], [[1]], [[1]])
    assert counterexample_to_the_limit(teacher, Fraction(1, 2), Fraction(1), 3, Fraction(0)) is None
