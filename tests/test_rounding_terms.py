"""Every term of a rigorous bound is needed: instances where it dominates, so that the bound fails without it."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from flint import acb, arb, arb_mat, arb_poly
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.interval import Intervals
from numerics.arithmetics.majorant import Majorants, norm_bound
from numerics.descent.descent import evaluate, runaway_loss
from numerics.descent.run import Run
from numerics.flow import flow_error
from numerics.flow.taylor_path import TaylorPath
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.recovery.krawczyk import _inside
from numerics.rigour import curvature as curvature_module
from numerics.rigour import least_eigenvalue, shadowing
from numerics.rigour.certified_run import EndState, Lost, with_enough_bits
from numerics.rigour.curvature import Curvature, curvature
from numerics.rigour.derivative_bounds import (
    Norms,
    first_derivative,
    frobenius_norm,
    second_derivative,
    third_derivative,
)
from numerics.rigour.end_state import drift_bound
from numerics.rigour.hessian import relative_rounding, roundings
from numerics.rigour.power_bounds import PowerBounds
from numerics.rigour.response_error import Ball, response_error, tail_bound

BALLS = Balls(128)
ONE = ((Fraction(1),),)


def scalar(a, b=1, c=1):
    return LinearRNN(*(((Fraction(x),),) for x in (a, b, c)))


def lags(*values):
    return tuple(((Fraction(value),),) for value in values)


@pytest.fixture
def step():
    """One step at A = B = C = 1, g = (3, 0), eta = 1/8: the state, its gradient, and what `_advance` makes of it."""
    model = in_arithmetic(scalar(1), BALLS)
    run = Run(scalar(1), lags(3, 0), Fraction(1, 8), 1)
    g = run.response_in(BALLS)
    iterate = evaluate(0, model, g, BALLS, runaway_loss(g, BALLS))
    state = EndState(0, model, arb("0.01"), arb(0), 128, arb(1))

    def advanced(gone, nu=2, lipschitz=10):
        stretch = shadowing._Stretch(Curvature(arb(nu), arb(1), arb(lipschitz), arb(1)), arb(gone), arb(1))
        return shadowing._advance(state, iterate, stretch, run.step_size, BALLS)

    return SimpleNamespace(advanced=advanced, iterate=iterate, state=state)


def test_the_growth_is_that_of_the_ball_about_where_the_curvature_was_measured(step):
    """1 + eta (nu + lipschitz (gone + e)), with gone = 1/2 and e = 1/100: 1.8875, and 1.2625 without `gone`."""
    there, _ = step.advanced(Fraction(1, 2).numerator / 2)
    assert there.radius >= arb("0.018875")
    assert step.advanced(0)[0].radius >= arb("0.012625")


def test_the_defect_is_added_whole(step, monkeypatch):
    monkeypatch.setattr(shadowing, "recentred", lambda model, balls: (model, arb(1)))
    assert step.advanced(0, nu=0, lipschitz=0)[0].radius >= arb("1.01")


def test_the_energy_knows_that_the_exact_gradient_is_another(step):
    """|G| moves by ||Hess|| e = 0.02: its square by 2 |G| 0.02 + 0.0004."""
    there, _ = step.advanced(0, nu=2, lipschitz=0)
    size = BALLS.squared_norm(*step.iterate.gradient.parts).sqrt()
    assert there.energy.rad() >= arb("0.04") * size * arb("0.999")
    assert there.energy.contains(size**2 + 2 * size * arb("0.0199"))


def test_the_path_is_measured_against_what_it_has_gone(monkeypatch):
    """A path of length 1/8 or so, curvature good for 1/100 at a time: at least ten measurements."""
    real = shadowing.curvature

    def measured(*arguments, **options):
        return replace(real(*arguments, **options), nu=arb(0), lipschitz=arb(1), reach=arb("0.01"))

    monkeypatch.setattr(shadowing, "curvature", measured)
    run = Run(scalar("1/2", "1/2", "1/2"), lags(1, 1), Fraction(1, 1000), 150)
    end = shadowing.shadow(run, 200)
    gone = sum(abs(float(x[0, 0]) - 0.5) for x in end.model.parts)
    assert gone > 0.1
    assert end.anchors >= 10


def rounding_error_of(model, g):
    """2 sum (gamma_j^2 + (c a^j b + |g_j|) kappa_j) gamma_n, in floats: scalars, so every norm is an absolute value."""
    a, b, c = (abs(float(X[0][0])) for X in model.parts)
    norms, total = Norms(arb(a), arb(b), arb(c)), 0.0
    for lag, ((g_j,),) in enumerate(g):
        total += float(first_derivative(lag, norms)) ** 2
        total += (c * a**lag * b + abs(float(g_j))) * float(second_derivative(lag, norms))
    return 2 * total * relative_rounding(roundings(1, len(g), 1, 1))


def test_the_rounding_of_the_hessian_is_counted_whole():
    model, g = scalar("3/2", 2, 1), lags(1, -5, 2)
    found = curvature_module._rounding_error(in_arithmetic(model, BALLS), g)
    assert found >= rounding_error_of(model, g) * (1 - 1e-9)


def test_the_rounding_of_the_hessian_reaches_both_of_its_bounds(monkeypatch):
    model, g = in_arithmetic(scalar(0, 0, 0), BALLS), lags(1)
    monkeypatch.setattr(curvature_module, "_rounding_error", lambda model, g: arb(1))
    found = curvature(model, g, Fraction(1, 8), sharp_below=0.0)
    assert found.nu >= 3
    assert found.beta >= 3


def test_underflow_is_counted():
    """d = 1, A = 1e26, B = C = 1e-300, g = 0: float64 sees B C = 0, and the Hessian has an eigenvalue below -2e-80."""
    tiny = Fraction(1, 10**300)
    found = curvature(in_arithmetic(scalar(10**26, tiny, tiny), BALLS), lags(*[0] * 11), Fraction(1, 10**6), 0.0)
    assert not found.nu < arb("2e-80")


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_norm_of_a_ball_around_zero_is_a_number(middle, radius):
    X = arb_mat([[arb(middle, radius) * arb(2) ** -100]])
    found = frobenius_norm(X)
    assert found.is_finite()
    assert found.upper() >= (middle + radius) * arb(2) ** -100 * arb("0.999999")


def third(model, g, radius=0):
    return curvature_module.third_derivative_of_loss(in_arithmetic(model, BALLS), g, arb(radius))


def test_the_third_derivative_is_attained():
    """k = 1, B = C = 1 along (0, 1, 1)/sqrt2: L''' = 6 h' h'' = 6 sqrt2, and the bound says 2 * 3 gamma kappa."""
    assert third(scalar(0), lags(0)) >= arb(6) * arb(2).sqrt() * arb("0.999999")


def test_the_residual_counts_in_the_third_derivative():
    """A = B = C = 0, g = (0, 1): along (1, 1, 1)/sqrt3 it is 2 |R_1| 6 / 3^{3/2}, from mu_1 alone."""
    assert third(scalar(0, 0, 0), lags(0, 1)) >= 2 * 6 / arb(27).sqrt()


def test_the_residual_grows_on_the_ball():
    """With g = h the residual is 0 at the middle: on a ball of radius 1/2 it is up to gamma / 2 at its edge."""
    model, r = scalar(1, 1, 1), arb("0.5")
    norms, total = Norms(arb("1.5"), arb("1.5"), arb("1.5")), arb(0)
    for lag in range(3):
        gamma = first_derivative(lag, norms)
        total += 3 * gamma * second_derivative(lag, norms) + r * gamma * third_derivative(lag, norms)
    assert third(model, lags(1, 1, 1), 0.5) >= 2 * total * arb("0.999999")


def test_the_growth_has_the_slack_of_its_ball():
    assert Curvature(arb(1), arb(0), arb(10), arb(1)).growth(Fraction(1), arb("0.5")) >= 7


def test_nothing_is_assumed_of_the_cholesky_factor(monkeypatch):
    H = np.diag([-2.0, 1.0])
    monkeypatch.setattr(np.linalg, "cholesky", lambda X: np.zeros_like(X))
    assert least_eigenvalue.least_eigenvalue(H, 0.0) >= 2 + np.linalg.norm(H + 2 * np.eye(2))


def test_a_residual_that_rounds_to_zero_may_hide_something():
    """W W^T = H + s I exactly in float64: still n + 4 roundings of |W|^2 + |H| + n s may be hidden."""
    H, factor = np.eye(2), 2.0 * np.eye(2)
    hidden = relative_rounding(6) * (np.linalg.norm(factor) ** 2 + np.linalg.norm(H) + 6)
    assert least_eigenvalue._residual(H, 3.0, factor) >= hidden


def test_a_radius_that_is_no_number_is_not_small():
    def method(run, bits):
        return EndState(0, None, arb("nan"), arb(0), bits)

    with pytest.raises(Lost):
        with_enough_bits(method, Run(scalar(1), lags(1), Fraction(1), 0), 10, 64, 64)


def test_the_response_moves_with_every_power_of_A():
    """A = 9/10, B = C = 1, radius 1/1000, 20 lags: h_10 moves by 0.0039 with A alone, not by 0.002."""
    student = scalar(Fraction(9, 10))
    found, _ = response_error(Ball(student, Fraction(1, 1000)), student, 20, BALLS)
    moved = max(Fraction(901, 1000) ** j - Fraction(9, 10) ** j for j in range(20))
    assert moved > Fraction(3, 1000)
    assert found.upper >= moved


def test_a_tail_decays_for_every_matrix_of_the_ball():
    """A = 1 - 1e-4 contracts, A + 1/1000 does not."""
    assert tail_bound(Ball(scalar(Fraction(9999, 10000)), Fraction(1, 1000)), 4096, BALLS) is None
    assert tail_bound(Ball(scalar(Fraction(9999, 10000)), Fraction(0)), 2**18, BALLS) is not None


def test_powers_multiply():
    """A = 2: ||A^3|| = ||A|| ||A^2||, so K is a product; and 16 powers of 1 + 1/1000 drift by more than 4/1000."""
    assert PowerBounds((Fraction(2), Fraction(4)), Fraction(0)).exact >= 8
    still = PowerBounds((Fraction(1),) * 4, Fraction(1, 1000))
    assert still.drift >= Fraction(1001, 1000) ** 15 - 1


def test_the_root_of_two_is_enclosed_in_its_last_digit():
    found = drift_bound(Fraction(1), Bounds(Fraction(1), Fraction(1)))
    assert found.lower**2 < 2 < found.upper**2
    assert found.upper - found.lower == Fraction(1, 10**58)


@given(st.lists(st.fractions(max_denominator=50), min_size=4, max_size=4))
def test_dot_products_of_intervals_contain_the_exact_one(values):
    for bits in (4, 8, 53):
        intervals = Intervals(bits)
        X, Y = (intervals.matrix([values[:2]]), intervals.matrix([[v] for v in values[2:]]))
        [[(low, high)]] = intervals.bounds(intervals.multiply(X, Y))
        assert low <= values[0] * values[2] + values[1] * values[3] <= high


def test_majorants_of_blocks_add_squares_and_reach_the_end_of_a_ball():
    """(3, 4) side by side have the norm 5; a ball 1 +- 1 may be 2."""
    beside = Majorants().beside([arb_poly([3]), arb_poly([4])])
    assert beside[0] >= 5
    assert norm_bound(arb_mat([[arb(1, 1)]])) >= 2


def test_an_image_on_the_edge_of_a_box_is_not_inside():
    box = acb(arb(0, 1), arb(0, 1))
    assert not _inside(box, box)
    assert not _inside(acb(arb(0, 1)), acb(arb(0, 1)))
    assert _inside(acb(arb(0, "0.5"), arb(0, "0.5")), box)


def path(*coefficients, mismatch=(0,), gradient=0):
    """x(t) in A alone, B = C = 0, with these Taylor coefficients, mismatches and majorant of the gradient."""
    zero = BALLS.matrix([[0]])
    nothing = arb_poly([0])
    return TaylorPath(
        tuple(LinearRNN(BALLS.matrix([[x]]), zero, zero) for x in coefficients),
        tuple(map(arb, mismatch)),
        LinearRNN(arb_poly([gradient]) if gradient else nothing, nothing, nothing),
        128,
    )


def test_a_defect_counts_the_rounding_of_the_coefficients():
    assert path(1, 1, mismatch=(2, 3)).defect(Fraction(1)) >= 5


def test_the_error_of_a_path_is_measured_where_the_path_goes():
    """A path from 0 to 1/64: the curvature must hold 1/128 about the middle."""
    asked = []

    def one_sided(model, g, radius):
        asked.append(radius)
        return arb(0)

    near = flow_error.Approximation(path(0, Fraction(1, 64)), Fraction(1), arb(0), lags(1))
    flow_error.carried(near, arb(0), one_sided)
    assert min(asked) * len(asked) >= Fraction(1, 128)


def test_the_largest_error_is_remembered():
    """With growth 1 the error at the end is the start and the defect, and nothing on the way was larger or smaller."""
    near = flow_error.Approximation(path(0, 0), Fraction(1), arb("1e-6"), lags(1))
    found = flow_error.carried(near, arb("1e-3"), lambda model, g, radius: arb(0))
    assert not found.largest < found.radius
    assert not found.largest < arb("1.001e-3")
