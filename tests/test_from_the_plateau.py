"""From the plateau on: the proof and its controls, the exact constants, the curves on which the gradient is slow."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import matrices, rationals
from theory.model.gradient import gradient
from theory.model.linear_rnn import impulse_response, loss, squared_norm
from theory.moments.annihilator import coefficients, divide, node_polynomial
from theory.origin.lojasiewicz import path_to_the_limit
from theory.plateau.from_the_plateau import plateau_proof
from theory.plateau.gradient_inequality import three_quarters_steps
from theory.plateau.plateau_constants import Plateau, admissible_move, direction
from theory.plateau.plateau_tangent import confluent_vandermonde
from theory.plateau.resting_family import counterexample_to_second_order, resting_family
from theory.plateau.slow_family import Family, e, settled_family, slow_family
from theory.plateau.symmetric_flows import unseen_student
from verifier.claim.claim import Settings
from verifier.claim.verdict import Verdict
from verifier.claims.plateau.from_the_plateau import orders

ONE_NODE = Plateau((Fraction(1, 2),), (Fraction(1),), 2, 3)


def test_the_proof_holds() -> None:
    derivation = plateau_proof()
    assert derivation.holds is True
    assert derivation.gaps == ()
    assert "lojasiewicz" in [lemma.label for lemma in derivation.cited]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"lags_minus_2n": -1}, "h = 1, 11/10"),
        ({"vanishing_node": True}, "c_0 = 0"),
        ({"symmetric_excess": 0}, "h = 2, 0, 2"),
    ],
)
def test_the_proof_fails_without_a_hypothesis(change: dict[str, int], named: str) -> None:
    failure = plateau_proof(**change).first_failure  # type: ignore[arg-type]
    assert failure is not None
    assert named in failure.counterexample


def test_the_symmetric_counterexample_by_hand() -> None:
    """Nodes 1 and -1 with weights 1 have moments 2, 0, 2: k = 2 lags of the teacher (2, 0, 0) are fitted, not three."""
    moments = [sum(x**j for x in (1, -1)) for j in range(3)]
    assert moments == [2, 0, 2]
    assert "diag(1, -1)" in unseen_student(2)
    assert unseen_student(3) == unseen_student(4) == ""


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_resting_students_err_at_second_order_only(length: int) -> None:
    student = resting_family(length)
    errors = [sp.cancel(h[0, 0] - 1) for h in impulse_response(student, length + 1)]
    assert not any(errors[:length])
    assert errors[length] != 0
    assert counterexample_to_second_order(student, length) is None


def test_with_one_lag_a_resting_student_errs_at_first_order() -> None:
    assert "h_1 - g_1 = e" in (counterexample_to_second_order(resting_family(1), 1) or "")
    with pytest.raises(ValueError, match="L = 0"):
        counterexample_to_second_order(resting_family(1), 2)


def test_the_orders_along_flows_can_fail() -> None:
    assert orders(Settings(), length=1).verdict is Verdict.REFUTED


def test_the_rest_of_the_path_is_short_where_three_quarters_fails() -> None:
    assert all(step.holds is True for step in path_to_the_limit("lojasiewicz"))


def test_every_inequality_of_stage_three_is_decided() -> None:
    assert all(step.holds is True for step in three_quarters_steps())


@given(matrices(2, 2), matrices(2, 2), rationals(), st.integers(0, 6))
def test_the_error_identity(
    square: tuple[tuple[Fraction, ...], ...], columns: tuple[tuple[Fraction, ...], ...], x: Fraction, lag: int
) -> None:
    """h_j - g_j = <r_j, R> + (C pi(A)) s_j(A) (pi(A) B) at any student, for one node and weight 1."""
    A, node = sp.Matrix([[sp.Rational(str(entry)) for entry in row] for row in square]), sp.Rational(str(x))
    B, C = (sp.Matrix([sp.Rational(str(row[c])) for row in columns]) for c in (0, 1))
    pi = A - node * sp.eye(2)
    quotient, remainder = divide(lag, node_polynomial([node]) ** 2)
    residuals = [(C.T * A**j * B)[0, 0] - node**j for j in range(lag + 2)]
    s_A = sum((c * A**i for i, c in enumerate(reversed(quotient.all_coeffs()))), sp.zeros(2))
    seen = sum(c * R for c, R in zip(coefficients(remainder, 2), residuals, strict=False))
    assert residuals[lag] == seen + (C.T * pi * s_A * pi * B)[0, 0]


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_move_is_not_seen_along_pi_squared(first: int) -> None:
    """sum_m c_m grad h_{first + m} = 0 at the fitted student, c the coefficients of pi^2: nodes 1/2 and -1/3, d = 4."""
    plateau = Plateau((Fraction(1, 2), Fraction(-1, 3)), (Fraction(1), Fraction(2)), 4, 8)
    c = coefficients(node_polynomial([sp.Rational(1, 2), sp.Rational(-1, 3)]) ** 2, 5)
    gram = plateau.tangent_gram()
    assert not any(sum(value * gram[first + m, j] for m, value in enumerate(c)) for j in range(8))


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=2, unique=True))
def test_confluent_vandermonde_is_regular_for_distinct_nodes(nodes: list[int]) -> None:
    assert confluent_vandermonde([sp.Integer(x) for x in nodes], 4).det() == (nodes[1] - nodes[0]) ** 4


def test_tangent_has_rank_2n_whatever_the_number_of_lags() -> None:
    plateau = Plateau((Fraction(1, 2), Fraction(-1, 3)), (Fraction(1), Fraction(2)), 4, 6)
    assert plateau.tangent_gram().rank() == 4


def test_the_bound_of_sigma_is_below_the_eigenvalue() -> None:
    """k = 2, node 1/2: J J^T = [[2, 1], [1, 3/2]], with eigenvalues (7 +- sqrt 17)/4; the bound is det/trace = 4/7."""
    plateau = Plateau((Fraction(1, 2),), (Fraction(1),), 2, 2)
    assert plateau.tangent_gram() == sp.Matrix([[2, 1], [1, sp.Rational(3, 2)]])
    assert plateau.least_singular_squared() == sp.Rational(4, 7)
    assert sp.Rational(4, 7) < (7 - sp.sqrt(17)) / 4


@given(st.lists(st.integers(-3, 3), min_size=8, max_size=8))
def test_the_first_stage_is_steep(entries: list[int]) -> None:
    move = admissible_move(ONE_NODE, entries, Fraction(1, 10))
    assume(move is not None)
    assert move is not None
    assert ONE_NODE.counterexample_to_steepness(move, Fraction(1, 10)) is None


def test_nothing_is_claimed_outside_the_ball() -> None:
    with pytest.raises(ValueError, match="leaves the ball"):
        ONE_NODE.counterexample_to_steepness(direction([1] * 8, 2, sp.Integer(1)), Fraction(1, 10))


def test_nothing_is_claimed_once_the_loss_is_of_fourth_order() -> None:
    """A_22 alone moves: L = 0."""
    move = direction([0, 0, 0, 1, 0, 0, 0, 0], 2, sp.Rational(1, 1000))
    assert admissible_move(ONE_NODE, [0, 0, 0, 1, 0, 0, 0, 0], Fraction(1, 10)) is None
    with pytest.raises(ValueError, match="nothing is claimed"):
        ONE_NODE.counterexample_to_steepness(move, Fraction(1, 10))


@given(st.integers(2, 20))
def test_the_field_of_fractions_agrees_with_the_general_gradient(denominator: int) -> None:
    family, point = slow_family(), {e: sp.Rational(1, denominator)}
    theta = type(family.student)(*(part.subs(point) for part in family.student.parts))
    teacher = [sp.ImmutableMatrix([[g]]) for g in family.response]
    L, slope = (value.subs(point) for value in family.loss_and_slope())
    assert loss(theta, teacher) == L
    assert slope == sum(squared_norm(part) for part in gradient(theta, teacher).parts)


@pytest.mark.parametrize("length", [3, 4])
def test_settled_families_keep_three_quarters(length: int) -> None:
    assert 0 < settled_family(length, [[e]], [e], [1], [0]).steepness() < sp.oo


def test_the_slow_family_does_not() -> None:
    family = slow_family()
    ends = [part.subs(e, 0).tolist() for part in family.student.parts]
    assert ends == [[[1, 0, 0], [0, 0, 0], [0, 0, 0]], [[1], [0], [0]], [[1, 0, 0]]]
    assert family.steepness() == 0


def test_steepness_refuses_fitted_families() -> None:
    family = slow_family()
    fitted = type(family.student)(*(part.subs(e, 0) for part in family.student.parts))
    with pytest.raises(ValueError, match="L = 0 along the family"):
        Family(fitted, family.response).steepness()
