"""Shadowing: the Hessian and its bounds, the growth factor, and the radius against naive balls."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import ImmutableMatrix, Rational

from numerics.arithmetics.ball import Balls
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.rigour.certified_run import Lost, overlap, with_enough_bits
from numerics.rigour.closed_curvature import closed_interval
from numerics.rigour.curvature import Curvature, curvature, float_student
from numerics.rigour.derivative_bounds import (
    Norms,
    first_derivative,
    largest_eigenvalue,
    second_derivative,
    third_derivative,
)
from numerics.rigour.enclosure import enclose
from numerics.rigour.hessian import FloatStudent, hessian, relative_rounding, roundings
from numerics.rigour.least_eigenvalue import greatest_eigenvalue, least_eigenvalue
from numerics.rigour.shadowing import first_bits, shadow
from tests.strategies import instances, matrices, rationals
from tests.test_enclosure import two_modes
from theory.rigour.loss_along import second_derivative_of_loss
from theory.rigour.shadowing import proof
from verifier.cases.hessian_sample import counterexample_to_interval, random_sample
from verifier.cases.small_runs import random_runs

BALLS = Balls(128)


def as_sympy(X):
    return ImmutableMatrix([[Rational(x.numerator, x.denominator) for x in row] for row in X])


def flat(theta):
    return np.array([float(x) for X in theta for row in X for x in row])


@given(instances(), st.data())
def test_the_float_hessian_agrees_with_theory_within_its_bound(instance, data):
    """delta^T H delta against the exact second derivative along delta."""
    model, g = instance.model, instance.teacher_response
    direction = tuple(data.draw(matrices(len(X), len(X[0]), rationals(3, 3))) for X in vars(model).values())
    exact = second_derivative_of_loss(
        tuple(map(as_sympy, vars(model).values())), tuple(map(as_sympy, direction)), [as_sympy(g_j) for g_j in g]
    )
    delta = flat(direction)
    student = float_student(in_arithmetic(model, BALLS), g)
    absolute = FloatStudent(abs(student.A), abs(student.B), abs(student.C), -abs(student.g))
    allowed = (
        relative_rounding(roundings(len(student.A), *student.g.shape)) * abs(delta) @ hessian(absolute) @ abs(delta)
    )
    assert abs(delta @ hessian(student) @ delta - float(exact)) <= allowed + 1e-14 * abs(float(exact))


@given(instances())
@settings(max_examples=20)
def test_the_curvature_holds_on_its_ball(instance):
    """Hessians at points of the ball stay within [-nu - lipschitz r, beta + lipschitz r]."""
    model, g, rng = instance.model, instance.teacher_response, np.random.default_rng(0)
    found = curvature(in_arithmetic(model, BALLS), g, Fraction(1, 10), sharp_below=0.0)
    student = float_student(in_arithmetic(model, BALLS), g)
    for _ in range(3):
        step = rng.normal(size=sum(X.size for X in (student.A, student.B, student.C)))
        moved = moved_by(student, 0.1 * step / np.linalg.norm(step))
        least, greatest = np.linalg.eigvalsh(hessian(moved))[[0, -1]]
        slack = float(found.lipschitz) * 0.1 + 1e-9 * (1 + abs(greatest) + abs(least))
        assert -least <= float(found.nu) + slack
        assert greatest <= float(found.beta) + slack


def moved_by(student, step):
    A, B, C = student.A, student.B, student.C
    parts = np.split(step, [A.size, A.size + B.size])
    return FloatStudent(*(X + dX.reshape(X.shape) for X, dX in zip((A, B, C), parts, strict=True)), student.g)


def test_the_curvature_of_a_saddle_by_hand():
    """d = k = 1 at the origin: L = (c b - 1)^2 has Hessian eigenvalues -2, 0, 2."""
    zero = ((Fraction(0),),)
    found = curvature(in_arithmetic(LinearRNN(zero, zero, zero), BALLS), (((Fraction(1),),),), Fraction(1, 8), 0.0)
    assert abs(float(found.nu) - 2) < 1e-6
    assert abs(float(found.beta) - 2) < 1e-6
    assert found.nu >= 2
    growth = found.growth(Fraction(1, 2), arb(0))
    assert 2 <= growth < 2.00001


def test_curvature_refuses_what_it_cannot_know():
    with pytest.raises(ValueError, match="exceeds the reach"):
        Curvature(arb(0), arb(1), arb(1), arb("0.5")).growth(Fraction(1), arb(1))
    huge = ((Fraction(10) ** 40,),)
    found = curvature(in_arithmetic(LinearRNN(huge, huge, huge), BALLS), (((Fraction(1),),),) * 3, Fraction(1, 8), 0.0)
    assert not found.nu.is_finite()
    with pytest.raises(ValueError, match="too many for float64"):
        relative_rounding(10**15)


@given(st.integers(0, 2**32), st.integers(1, 8))
def test_eigenvalue_bounds_are_outward_and_close(seed, size):
    X = np.random.default_rng(seed).normal(size=(size, size))
    H = X + X.T
    least, greatest = np.linalg.eigvalsh(H)[[0, -1]]
    scale = 1e-6 * np.linalg.norm(H)
    assert max(0, -least) - 1e-12 <= least_eigenvalue(H, 0.0) <= max(0, -least) + scale
    assert max(0, greatest) - 1e-12 <= greatest_eigenvalue(H, 0.0) <= max(0, greatest) + scale
    assert least_eigenvalue(H, 1.0) >= least_eigenvalue(H, 0.0) + 1


def test_an_infinite_matrix_has_no_bound():
    assert least_eigenvalue(np.array([[np.inf]]), 0.0) == float("inf")


@given(st.integers(0, 6), *[st.floats(0, 2) for _ in "abc"])
def test_derivatives_of_scalars_attain_their_bounds(lag, a, b, c):
    """d = 1: kappa_j is the norm of the Hessian of c a^j b; the third one along (1, 1, 1)/sqrt3 is below mu_j."""
    norms = Norms(arb(a), arb(b), arb(c))
    powers = [float(a) ** max(lag - i, 0) for i in range(4)]
    AA, AB, AC = lag * (lag - 1) * powers[2] * b * c, lag * powers[1] * c, lag * powers[1] * b
    kappa = np.linalg.eigvalsh(np.array([[AA, AB, AC], [AB, 0, powers[0]], [AC, powers[0], 0]]))[-1]
    assert kappa * (1 - 1e-9) <= float(second_derivative(lag, norms)) <= kappa * 1.2 + 1e-9
    gamma = np.linalg.norm([lag * powers[1] * b * c, powers[0] * c, powers[0] * b])
    assert abs(float(first_derivative(lag, norms)) - gamma) <= 1e-9 * (1 + gamma)
    along = lag * (lag - 1) * (lag - 2) * powers[3] * b * c + 3 * lag * (lag - 1) * powers[2] * (b + c)
    assert (along + 6 * lag * powers[1]) / 3**1.5 <= float(third_derivative(lag, norms)) * (1 + 1e-9) + 1e-12


@given(matrices(3, 3, st.builds(Fraction, st.integers(0, 9), st.integers(1, 4))))
def test_the_largest_eigenvalue_is_bounded_from_above(M):
    symmetric = [[M[max(i, j)][min(i, j)] for j in range(3)] for i in range(3)]
    true = np.linalg.eigvalsh(np.array(symmetric, dtype=float))[-1]
    assert float(largest_eigenvalue(symmetric)) >= true - 1e-9 * (1 + true)


def test_hessians_on_random_balls():
    rng = random.Random(5)
    assert [counterexample_to_interval(random_sample(rng)) for _ in range(20)] == [None] * 20


def test_the_proof_holds():
    assert proof().holds


def test_the_closed_interval_by_hand():
    """At theta = 0, d = m = p = k = 1: L = (cb - g)^2 has the Hessian -2 g on (b, c), so nu = beta = 2 |g|."""
    zero, g = ((Fraction(0),),), ((Fraction(-3),),)
    nu, beta = closed_interval((zero, zero, zero), Fraction(0), (g,))
    assert 6 <= nu == beta < Fraction(61, 10)
    assert closed_interval((zero, zero, zero), Fraction(0), (g,), residual_term=0) == (0, 0)


def test_shadowing_and_naive_balls_on_the_run_of_2500_steps():
    run = two_modes(2500)
    shadowed = with_enough_bits(shadow, run, 60, first_bits(run, 60))
    naive = with_enough_bits(enclose, run, 60, 2700)
    assert shadowed.bits < 400
    assert shadowed.radius <= 1e-60
    assert overlap(shadowed, naive)
    assert not overlap(shadowed, enclose(two_modes(2499), 2700))
    assert shadowed.amplification < 1e20


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("bits", [40, 53])
def test_at_low_precision_the_error_is_real_and_within_the_radius(seed, bits):
    """The midpoints really drift off; naive balls of 500 bits stand for the exact run."""
    (run,) = random_runs(random.Random(seed), 1, steps=60)
    rough, exact = shadow(run, bits), enclose(run, 500)
    assert exact.radius < 1e-60
    wide = Balls(600)
    pairs = zip(vars(rough.model).values(), vars(exact.model).values(), strict=True)
    error = wide.squared_norm(*(wide.subtract(X, Y) for X, Y in pairs)).upper().sqrt()
    assert 0 < error <= rough.radius + exact.radius
    assert rough.radius < 1e-6


def test_digits_stop_growing_on_a_long_run():
    """From step 800 to step 1600 naive balls would want 600 bits more; shadowing loses less than a thousandfold."""
    short, long = (shadow(two_modes(steps), 300).radius for steps in (800, 1600))
    assert long < short * 1000


def test_too_few_bits_are_noticed_where_they_run_out():
    with pytest.raises(Lost) as lost:
        shadow(two_modes(800), 24)
    assert "more digits" in lost.value.remedy
    assert 0 < lost.value.step < 800
    end = with_enough_bits(shadow, two_modes(800), 10, 24)
    assert end.bits > 24


def test_at_a_minimum_nothing_is_lost():
    """A student that fits exactly stays put: the gradient is 0 and so may be its enclosure's norm."""
    one = ((Fraction(1),),)
    run = Run(
        LinearRNN(((Fraction(1, 2),),), one, one), tuple(((Fraction(1, 2**j),),) for j in range(3)), Fraction(1, 50), 20
    )
    end = shadow(run, 100)
    assert end.radius.is_finite()
    assert end.radius < 1e-20
    assert end.energy.contains(0)
