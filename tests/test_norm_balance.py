"""The least-norm representative: in the orbit, balanced, the shortest, reached quadratically; or why there is none."""

from fractions import Fraction
from itertools import pairwise

import mpmath
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from mpmath import mpf, workdps

from numerics.arithmetics.mp_matrix import number
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.norm_balance import NoLeastNorm, NotMinimal, iterates, norm_balance, squared_norm
from numerics.orbit.similarity_orbit import similarity_orbit
from tests.oracles import markov_parameter, power, product, transposed
from tests.strategies import linear_rnns, matrices

DIGITS = 30


def model(A, B, C):
    return LinearRNN(*(tuple(tuple(map(Fraction, row)) for row in part) for part in (A, B, C)))


@st.composite
def minimal_models(draw, most=3):
    """A minimal realisation with entries in [-1, 1], d <= most, m and p at most 2."""
    theta = draw(linear_rnns(draw(st.integers(1, most)), draw(st.integers(1, 2)), draw(st.integers(1, 2))))
    assume(similarity_orbit(theta).minimal)
    return theta


def close(computed, exact, digits=DIGITS):
    """Entry by entry, to `digits` digits of 1 + |exact|."""
    rows, columns = len(exact), len(exact[0])
    assert (computed.rows, computed.cols) == (rows, columns)
    pairs = [(computed[i, j], number(exact[i][j])) for i in range(rows) for j in range(columns)]
    return all(abs(x - y) <= mpf(10) ** -digits * (1 + abs(y)) for x, y in pairs)


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(minimal_models(), st.data())
def test_balanced_in_the_orbit_and_shortest(theta, data):
    found, width = norm_balance(theta, DIGITS), len(theta.A)
    assert found.balanced
    change = data.draw(matrices(width, width))
    with workdps(60):
        A, B, C = found.model.A, found.model.B, found.model.C
        for lag in range(4):
            assert close(C * A**lag * B, markov_parameter(theta.A, theta.B, theta.C, lag))
        Q = A * A.T - A.T * A + B * B.T - C.T * C
        assert mpmath.mnorm(Q, "f") <= mpf(10) ** -DIGITS * squared_norm(found.model)
        T = mpmath.matrix([[number(entry) for entry in row] for row in change])
        if mpmath.det(T) != 0:
            other = LinearRNN(T * A * T**-1, T * B, C * T**-1)
            assert squared_norm(other) >= squared_norm(found.model) * (1 - mpf(10) ** -DIGITS)


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(minimal_models())
def test_no_step_ever_lengthens(theta):
    """The damped step s = log(1 + M)/M: the norm never increases, up to rounding."""
    with workdps(40):
        start = LinearRNN(*(mpmath.matrix([[number(x) for x in row] for row in part]) for part in vars(theta).values()))
        norms = [squared_norm(at) for (at, _, _), _ in zip(iterates(start), range(6), strict=False)]
        assert all(after <= before * (1 + mpf(10) ** -30) for before, after in pairwise(norms))


@pytest.mark.parametrize("seed", range(4))
def test_convergence_is_quadratic(seed):
    theta = model([[seed, 1], [-1, 2]], [[3, 0], [1, seed]], [[0, 1]])
    found = norm_balance(theta, 300)
    assert abs(found.order - 2) < mpf("0.01")


def test_by_hand_width_one():
    """A = a, B = 4, C = 1: T = 1/2 gives B = C = 2; the squared norm falls from a^2 + 17 to a^2 + 8; S = 1."""
    found = norm_balance(model([[3]], [[4]], [[1]]))
    with workdps(60):
        assert all(
            abs(part[0] - value) < mpf(10) ** -50
            for part, value in zip(vars(found.model).values(), (3, 2, 2), strict=True)
        )
        assert abs(found.change[0] - mpf(1) / 2) < mpf(10) ** -50
    assert found.signature.inertia == (1, 0, 0)


def test_by_hand_negative_weight():
    """B = 4, C = -1: T = 1/2 gives B = 2, C = -2, and S = -1."""
    found = norm_balance(model([[0]], [[4]], [[-1]]))
    assert found.signature.inertia == (0, 1, 0)
    assert found.signed


def test_a_balanced_model_stays():
    """The cycle of width 3 is balanced: the first correction is 0, and there is no order of convergence to see."""
    theta = model([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[1], [0], [0]], [[1, 0, 0]])
    found = norm_balance(theta, 40)
    assert close(found.model.A, theta.A, 40)
    assert found.order is None
    assert found.signature.inertia == (2, 1, 0)


def test_no_signature_without_a_symmetric_response():
    assert norm_balance(model([[0]], [[1, 0]], [[0], [1]])).signature is None
    assert norm_balance(model([[0]], [[1, 0]], [[2]])).signature is None


@pytest.mark.parametrize(
    ("A", "B", "C", "cause"),
    [
        ([[0, 1], [0, 0]], [[0], [0]], [[0, 0]], "not diagonalisable"),
        ([[0]], [[1]], [[0]], "reachable and not observable"),
        ([[0]], [[0]], [[1]], "neither reachable nor"),
        ([[1, 0, 0], [0, 2, 1], [0, 0, 2]], [[1], [0], [0]], [[1, 0, 0]], "not diagonalisable"),
        ([[0, 1], [0, 0]], [[1], [0]], [[1, 0]], "neither reachable nor"),
    ],
)
def test_an_orbit_that_is_not_closed_is_reported(A, B, C, cause):
    theta = model(A, B, C)
    assert not similarity_orbit(theta).closed
    with pytest.raises(NoLeastNorm, match=cause):
        norm_balance(theta)


@pytest.mark.parametrize(
    ("A", "B", "C"),
    [
        ([[0]], [[0]], [[0]]),
        ([[0, 1], [-2, 0]], [[0], [0]], [[0, 0]]),
        ([[1, 0], [0, 1]], [[1], [1]], [[1, 1]]),
        ([[1, 5], [0, 2]], [[0], [0]], [[0, 0]]),
    ],
)
def test_a_closed_orbit_that_is_not_minimal_is_told_apart(A, B, C):
    assert similarity_orbit(model(A, B, C)).closed
    with pytest.raises(NotMinimal, match="minimal part"):
        norm_balance(model(A, B, C))


@settings(max_examples=20)
@given(linear_rnns(2, 1, 1), matrices(2, 2))
def test_closedness_does_not_depend_on_the_basis(theta, change):
    (a, b), (c, d) = change
    assume(a * d != b * c)
    inverse = [[d / (a * d - b * c), -b / (a * d - b * c)], [-c / (a * d - b * c), a / (a * d - b * c)]]
    moved = model(product(product(change, theta.A), inverse), product(change, theta.B), product(theta.C, inverse))
    assert similarity_orbit(moved) == similarity_orbit(theta)


@settings(max_examples=20)
@given(linear_rnns(3, 1, 2))
def test_minimality_is_the_rank_of_the_long_hankel_matrix(theta):
    """Kalman: minimal exactly when the rank of O K is d."""
    from flint import fmpq, fmpq_mat

    A, B, C = theta.A, theta.B, theta.C
    h = [product(product(C, power(A, j)), B) for j in range(5)]
    rows = [[h[i + j][out][0] for j in range(3)] for i in range(3) for out in range(2)]
    rank = fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows]).rank()
    assert similarity_orbit(theta).minimal == (rank == 3)


@pytest.mark.parametrize("small", ["1/1000000", "1/100000000000000000000"])
def test_far_from_balanced_and_nearly_not_minimal(small):
    """B = 1/small, C = small^2: T = small^(3/2) over 30 digits away, and a weight of `small`."""
    tiny = Fraction(small)
    found = norm_balance(model([[1, 0], [0, 2]], [[1 / tiny], [1]], [[tiny**2, 1]]), 20)
    assert found.balanced
    assert found.signed
    assert found.signature.inertia == (2, 0, 0)


def test_digits_must_be_positive():
    with pytest.raises(ValueError, match="at least 1"):
        norm_balance(model([[0]], [[1]], [[1]]), 0)


def test_the_precision_outside_is_left_alone():
    before = mpmath.mp.prec
    norm_balance(model([[0]], [[4]], [[1]]), 80)
    with pytest.raises(NoLeastNorm):
        norm_balance(model([[0]], [[1]], [[0]]), 80)
    assert mpmath.mp.prec == before


def test_a_wrong_representative_is_not_called_balanced():
    """The flag can fail: the start itself, put in place of the result."""
    from dataclasses import replace

    found = norm_balance(model([[0]], [[4]], [[1]]))
    assert not replace(found, residuals=found.residuals[:1]).balanced
    start = LinearRNN(*(mpmath.matrix(part) for part in ([[0]], [[4]], [[1]])))
    assert not replace(found, model=start).signed
    assert replace(found, model=start).longer_than(Fraction(16))
    assert not found.longer_than(Fraction(8))


def test_transposed_oracle_agrees_with_the_dual_orbit():
    """(A^T, C^T, B^T) exchanges reachable and observable."""
    theta = model([[0]], [[1]], [[0]])
    dual = model(transposed(theta.A), transposed(theta.C), transposed(theta.B))
    assert (similarity_orbit(dual).reachable, similarity_orbit(dual).observable) == (0, 1)
