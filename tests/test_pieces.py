"""Small pieces on which enclosures and proofs rest, against values found by hand or by another way."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import acb, arb, fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st
from numerics.moments.krawczyk import _start_and_slope, _value_and_derivative

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, to_flint, to_fraction
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.model.linear_rnn import impulse_response as impulse_response_of
from numerics.moments.certified_pencil import pencil_nodes_and_weights
from numerics.moments.prony_map import digits_lost
from numerics.plateau.learnt_block import learnt_block
from numerics.rigour import curvature as curvature_of
from numerics.rigour.end_state import listed_teacher
from numerics.rigour.hessian import roundings
from theory.laws.pair_sums import distinct_sum_steps
from theory.model.gradient import adjoint_gradient, lag_gradient, weighted_gradient
from theory.model.linear_rnn import impulse_response, linear_rnn
from theory.orbit.balanced_cycle import cycle


def exact_rows(matrix: fmpq_mat) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(to_fraction(entry) for entry in row) for row in matrix.tolist())


WHOLE = st.integers(-9, 9)
COEFFICIENTS = st.lists(WHOLE, min_size=1, max_size=7)


def value(coefficients: list[int], point: Fraction) -> Fraction:
    return sum((c * point**power for power, c in enumerate(coefficients)), Fraction(0))


def contains(ball: acb, exact: Fraction) -> bool:
    return bool(ball.real.contains(fmpq(exact.numerator, exact.denominator)))


@given(COEFFICIENTS, WHOLE.filter(bool))
def test_the_divided_difference_is_one(coefficients: list[int], point: int) -> None:
    start, slope = _start_and_slope([acb(c) for c in coefficients], acb(point))
    exact = (value(coefficients, Fraction(point)) - coefficients[0]) / point
    assert contains(start, Fraction(coefficients[0]))
    assert contains(slope, exact)
    assert float(slope.real) == exact


@given(COEFFICIENTS, WHOLE)
def test_horner_gives_the_value_and_the_derivative(coefficients: list[int], point: int) -> None:
    found = _value_and_derivative([acb(c) for c in coefficients], acb(point))
    derivative = [power * c for power, c in enumerate(coefficients)][1:] or [0]
    exact = [value(coefficients, Fraction(point)), value(derivative, Fraction(point))]
    assert [float(ball.real) for ball in found] == exact


@given(st.lists(st.tuples(WHOLE, st.integers(1, 9)), min_size=1, max_size=4, unique_by=lambda mode: mode[0]),
       st.integers(-30, 30))  # fmt: skip
def test_nodes_of_any_size_are_enclosed_alike(modes: list[tuple[int, int]], size: int) -> None:
    """Moments h_j 2^{sj} have the nodes 2^s x_i, to the same bits: the pencil divides that power of two out first."""
    n, scale = len(modes), Fraction(2) ** size
    moments = [Fraction(sum(w * x**j for x, w in modes)) for j in range(2 * n)]
    near = pencil_nodes_and_weights(moments, n, 200)
    far = pencil_nodes_and_weights([h * scale**j for j, h in enumerate(moments)], n, 200)
    with arb_bits(200):
        nodes = [(x * ball(scale), scaled) for (x, _), (scaled, _) in zip(near, far, strict=True)]
        radii = [(float(first.real.rad()), float(second.real.rad())) for first, second in nodes]
        assert all(abs(first - second) <= 1e-6 * first for first, second in radii)
        assert all(first.overlaps(second) for first, second in nodes)
        assert all(w.overlaps(same) for (_, w), (_, same) in zip(near, far, strict=True))


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.data())
def test_a_listed_teacher_plays_its_list(outputs: int, inputs: int, lags: int, data: st.DataObject) -> None:
    row = st.tuples(*[WHOLE.map(Fraction)] * inputs)
    listed = data.draw(st.lists(st.tuples(*[row] * outputs), min_size=lags, max_size=lags))
    played = impulse_response_of(in_arithmetic(listed_teacher(listed), Exact()), lags + 2, Exact())
    nothing = ((Fraction(0),) * inputs,) * outputs
    assert [exact_rows(h) for h in played] == [*listed, nothing, nothing]


def test_the_learnt_block_holds_all_that_is_observed() -> None:
    """Nothing is reachable, and the three observable modes 1, 2, 3 are found among four states."""
    A = tuple(tuple(Fraction((i + 1) * (i == j) * (i < 3)) for j in range(4)) for i in range(4))
    B, C = ((Fraction(0),),) * 4, ((Fraction(1),) * 3 + (Fraction(0),),)
    block = learnt_block(LinearRNN(A, B, C), 3, 3, 40)
    found = sorted(np.linalg.eigvalsh(np.array(block.A, dtype=float)))
    assert found == pytest.approx([1, 2, 3], abs=1e-12)


def test_digits_lost_by_hand() -> None:
    """One node x = h_1/h_0 moves by 2 |x| u for a relative error u of both moments: a factor of 2, so one digit."""
    for x in (Fraction(1, 100), Fraction(50)):
        assert digits_lost([(acb(to_flint(x)), acb(3))], [Fraction(3), 3 * x], 200) == 1


def test_the_rounding_of_the_hessian_enters_both_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    student = in_arithmetic(LinearRNN(((Fraction(1, 3),),), ((Fraction(1),),), ((Fraction(1, 2),),)), Balls(128))
    response = (((Fraction(1),),), ((Fraction(2),),))
    bounds = []
    for rounding in (arb(0), arb(1) / 8):
        monkeypatch.setattr(curvature_of, "_rounding_error", lambda *_, rounding=rounding: rounding)
        bounds.append(curvature_of.curvature(student, response, Fraction(1, 8), 0.0))
    exact, rounded = bounds
    assert float(rounded.nu) >= float(exact.nu) + 0.124
    assert float(rounded.beta) >= float(exact.beta) + 0.124


def test_equal_pair_sums_are_named() -> None:
    doubling = distinct_sum_steps(lambda i: i)[0]
    assert doubling.holds is False
    assert doubling.counterexample == "lambda_2 + lambda_2 = 4 = lambda_1 + lambda_3"


def test_roundings_by_hand() -> None:
    """One state, one lag, one input, one output: 6 factors of 4 roundings each, sums of 4 * 3, 1, and 32 to spare."""
    assert roundings(1, 1, 1, 1) == 6 * 4 + 4 * 3 + 1 + 32
    assert roundings(2, 3, 1, 2) == 10 * 5 + 12 * 4 + 6 + 32


@given(st.integers(0, 40), *[st.integers(-3, 3)] * 3)
def test_the_gradient_of_any_lag_of_one_state(lag: int, a: int, b: int, c: int) -> None:
    """h_j = c a^j b: its derivatives are j c a^{j-1} b, c a^j and a^j b, far beyond the lags that the proof tries."""
    found = lag_gradient(linear_rnn([[a]], [[b]], [[c]]), linear_rnn([[1]], [[1]], [[1]]).A, lag)
    slope = lag * c * a ** (lag - 1) * b if lag else 0
    assert [part[0, 0] for part in found.parts] == [slope, c * a**lag, a**lag * b]


@pytest.mark.parametrize("length", [*range(1, 12), 25])
def test_the_adjoint_form_at_any_length(length: int) -> None:
    theta = linear_rnn([[1, 2], [-1, 1]], [[1], [2]], [[3, -1]])
    weights = [linear_rnn([[lag + 1]], [[1]], [[1]]).A for lag in range(length)]
    assert adjoint_gradient(theta, weights) == weighted_gradient(theta, weights)


@pytest.mark.parametrize("width", [9, 20, 21, 34])
def test_a_wide_cycle_returns_after_its_width(width: int) -> None:
    response = [h[0, 0] for h in impulse_response(cycle(width), 2 * width + 1)]
    returns = [lag for lag, h in enumerate(response) if h]
    assert returns == [0, width, 2 * width]
    assert {later - earlier for earlier, later in pairwise(returns)} == {width}
    assert set(response) == {0, 1}
