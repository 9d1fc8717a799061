"""The enclosed gradient flow: against exact gradients, closed forms, another integrator, and itself made finer."""

import pickle
from dataclasses import replace
from fractions import Fraction
from math import log2

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import working_digits
from numerics.flow.conservation import balancedness_during, drift
from numerics.flow.descent_against_flow import distance, euler_bound, euler_error, observed_orders
from numerics.flow.flow import Flow, FlowLost, FlowState, Method, enclosed_flow, flow_steps
from numerics.flow.one_mode_flow import holds, logistic_root, one_mode_flow
from numerics.flow.taylor_path import TaylorPath, rounded_down, taylor_path
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic
from numerics.rigour.certified_run import recentred
from tests import oracles
from tests.strategies import Instance, contractions, instances
from theory.rigour.flow_limit import flow_limit

ONE = Fraction(1)
COARSE = Method(order=lambda bits: 4, aim=lambda bits: Fraction(1, 2**8))


def flow_at(problem, digits, **options):
    """The flow at problem.time."""
    *_, last = enclosed_flow(problem, digits, **options)
    return last.after


@st.composite
def tame(draw: st.DrawFn) -> Instance:
    """A student with entries at most 1/2 and norm(A) at most 1/2, so that no direction is very steep."""
    drawn = draw(instances())
    A, B, C = (
        tuple(tuple(x / 2 / (drawn.width if X is drawn.model.A else 1) for x in row) for row in X)
        for X in (drawn.model.A, drawn.model.B, drawn.model.C)
    )
    return replace(drawn, model=LinearRNN(A, B, C))


def small_path(instance: Instance, order: int) -> TaylorPath:
    balls = Balls(200)
    start, _ = recentred(in_arithmetic(instance.model, balls), balls)
    return taylor_path(start, instance.teacher_response, order, 200)


def value_and_rate(path: TaylorPath, t: Fraction) -> tuple[list[object], list[object]]:
    """x(t) and x'(t) of the exact polynomial, in Fractions."""
    exact = [exact_values(x, Balls(path.bits)) for x in path.coefficients]
    value, rate = [], []
    for name in "ABC":
        terms = [getattr(x, name) for x in exact]
        zero = oracles.zeros(len(terms[0]), len(terms[0][0]))
        x, v = zero, zero
        for n, term in enumerate(terms):
            x = oracles.plus(x, term, t**n)
            v = oracles.plus(v, term, n * t ** max(n - 1, 0))
        value.append(x)
        rate.append(v)
    return value, rate


def squared(blocks: list[object]) -> Fraction:
    return sum((x * x for block in blocks for row in block for x in row), Fraction(0))


@settings(max_examples=25)
@given(instances(), st.integers(3, 4), st.fractions(0, 1, max_denominator=8))
def test_defect_is_bounded_at_every_time(instance: Instance, order: int, part: Fraction) -> None:
    """|x'(t) + grad L(x(t))| by the textbook's gradient in Fractions, against the bound for the whole step."""
    path = small_path(instance, order)
    duration = path.duration(Fraction(1, 2**10))
    value, rate = value_and_rate(path, part * duration)
    G = oracles.triple_sum_gradient(*value, instance.teacher_response)
    defect = [oracles.plus(v, slope) for v, slope in zip(rate, G, strict=True)]
    bound, speed = path.defect(duration), path.speed(duration)
    assert arb(squared(defect).numerator) / squared(defect).denominator <= bound**2 * (1 + arb(2) ** -40)
    assert arb(squared(rate).numerator) / squared(rate).denominator <= speed**2 * (1 + arb(2) ** -40)


@given(instances())
def test_defect_is_of_the_order_of_the_polynomial(instance: Instance) -> None:
    path = small_path(instance, 4)
    duration = path.duration(Fraction(1, 2**10))
    rounding = sum(path.mismatch, arb(0))
    assert path.defect(duration / 2) <= path.defect(duration) / 2**3 + rounding


CLOSED = [
    (Fraction(1, 2), ONE, ONE),
    (Fraction(1, 50), Fraction(3, 2), Fraction(2)),
    (Fraction(2), Fraction(1, 3), Fraction(1, 3)),
]


@pytest.mark.parametrize(("first", "g", "time"), CLOSED)
@pytest.mark.parametrize("method", [Method(), COARSE], ids=["fine", "coarse"])
def test_closed_form_lies_inside_at_every_step(first: Fraction, g: Fraction, time: Fraction, method: Method) -> None:
    for step in flow_steps(one_mode_flow(first, g, time), 100, method):
        inside = step.duration / 3
        between = FlowState(step.before.time + inside, *recentred(step.path.at(inside), Balls(100)), arb(1), 100)
        assert holds(step.after, logistic_root(first, g, step.after.time, 200)) is True
        there = replace(between, radius=between.radius + step.radius)
        assert holds(there, logistic_root(first, g, there.time, 200)) is True


def test_a_closed_form_that_is_not_the_flow_lies_outside() -> None:
    end = flow_at(one_mode_flow(Fraction(1, 2), ONE, ONE), 20)
    assert holds(end, logistic_root(Fraction(1, 2) + Fraction(1, 10**18), ONE, ONE, 200)) is False
    assert holds(end, arb(0, 2)) is None


@pytest.mark.parametrize("false", [replace(COARSE, defect=lambda path, duration: arb(0))])
def test_ignoring_the_defect_is_found_out(false: Method) -> None:
    *_, last = flow_steps(one_mode_flow(Fraction(1, 2), ONE, ONE), 100, false)
    assert holds(last.after, logistic_root(Fraction(1, 2), ONE, ONE, 200)) is False


@settings(max_examples=6)
@given(tame())
def test_a_finer_run_lies_inside_a_coarser_one(instance: Instance) -> None:
    problem = Flow(instance.model, instance.teacher_response, Fraction(1, 16))
    *_, coarse = flow_steps(problem, 64, Method(order=lambda bits: 6, aim=lambda bits: Fraction(1, 2**20)))
    fine = flow_at(problem, 20)
    assert fine.radius <= arb(10) ** -20
    assert not distance(coarse.after.model, fine.model, fine.radius, 128) > coarse.after.radius


@settings(max_examples=6)
@given(tame(), st.sampled_from([Fraction(1, 1000), Fraction(1, 10**6)]), contractions())
def test_a_start_within_the_uncertainty_stays_inside(instance: Instance, off: Fraction, share: Fraction) -> None:
    """Every other start in the ball is followed too: B's first entry moved by up to the uncertainty."""
    problem = Flow(instance.model, instance.teacher_response, Fraction(1, 16), off)
    *_, whole = flow_steps(problem, 64, Method(order=lambda bits: 10, aim=lambda bits: Fraction(1, 2**32)))
    (first, *row), *rows = instance.model.B
    moved = replace(instance.model, B=((first + share * off, *row), *rows))
    other = flow_at(replace(problem, start=moved, uncertainty=Fraction(0)), 15)
    assert not distance(whole.after.model, other.model, other.radius, 128) > whole.after.radius


def test_another_integrator_agrees() -> None:
    """mpmath's Taylor integrator on an elementwise gradient, d = 2, m = 2, p = 1, k = 2, to 25 digits."""
    third = Fraction(1, 3)
    start = LinearRNN(((third, ONE), (-third, 0 * third)), ((third, ONE), (0 * third, third)), ((ONE, -third),))
    g = (((ONE, third),), ((third, 0 * third),))
    end = flow_at(Flow(start, g, Fraction(1, 2)), 12)
    shapes = ((2, 2), (2, 2), (1, 2))

    def matrices(flat: list[object]) -> list[object]:
        left, found = list(flat), []
        for rows, columns in shapes:
            found.append(mpmath.matrix(rows, columns))
            for i in range(rows):
                for j in range(columns):
                    found[-1][i, j] = left.pop(0)
        return found

    def velocity(_: object, flat: list[object]) -> list[object]:
        A, B, C = matrices(flat)
        R_0, R_1 = C * B - target[0], C * A * B - target[1]
        G_A = C.T * R_1 * B.T
        G_B, G_C = C.T * R_0 + A.T * C.T * R_1, R_0 * B.T + R_1 * (A * B).T
        return [-2 * x for G in (G_A, G_B, G_C) for x in G]

    def mp(x: Fraction) -> object:
        return mpmath.mpf(x.numerator) / x.denominator

    with working_digits(30):
        target = [mpmath.matrix([[mp(x) for x in row] for row in rows]) for rows in g]
        flat = [mp(x) for X in (start.A, start.B, start.C) for row in X for x in row]
        reference = mpmath.odefun(velocity, 0, flat, tol=mpmath.mpf(10) ** -25)(mpmath.mpf(1) / 2)
        ours = [x for X in (end.model.A, end.model.B, end.model.C) for x in X.entries()]
        gaps = [abs(mpmath.mpf(x.mid().str(30, radius=False)) - y) for x, y in zip(ours, reference, strict=True)]
        assert max(gaps) < mpmath.mpf(end.radius.str(10, radius=False)) + mpmath.mpf(10) ** -20


@settings(max_examples=4)
@given(tame())
def test_balancedness_is_constant_along_the_flow(instance: Instance) -> None:
    problem = Flow(instance.model, instance.teacher_response, Fraction(1, 32))
    found = drift(enclosed_flow(problem, 10), problem)
    assert found.contained
    assert found.change is None
    assert found.widest < arb(10) ** -8


def test_a_start_that_is_no_dyadic_fraction_is_contained() -> None:
    """Nothing moves (B = 0, g = 0), and Q = -1/36 is contained although no ball has 1/6 as its midpoint."""
    zero = ((Fraction(0),),)
    problem = Flow(LinearRNN(zero, zero, ((Fraction(1, 6),),)), (zero,), ONE)
    found = drift(enclosed_flow(problem, 10), problem)
    assert found.before[0, 0] == fmpq(-1, 36)
    assert found.contained


def test_a_wrong_sign_is_not_conserved() -> None:
    """B^2 + C^2 = 2 b^2 of the one-mode flow: 1/2 at the start, and growing."""
    problem = one_mode_flow(Fraction(1, 2), ONE, Fraction(1, 2))
    steps = enclosed_flow(problem, 10)
    found = drift(steps, problem, (1, -1, 1, 1))
    assert found.before[0, 0] == fmpq(1, 2)
    assert found.change is not None
    assert found.change[1][0, 0] > arb(0.5)
    during = balancedness_during(steps[0], (1, -1, 1, 1))[0, 0]
    for share in (Fraction(0), Fraction(1, 3), ONE):
        b = logistic_root(Fraction(1, 2), ONE, share * steps[0].duration, 200)
        assert during.overlaps(2 * b**2)


def test_descent_is_of_first_order_and_within_its_bound() -> None:
    problem = one_mode_flow(Fraction(1, 2), ONE, Fraction(1, 10))
    steps = enclosed_flow(problem, 15)
    bound = euler_bound(steps, problem, Fraction(1, 32))
    etas = [Fraction(1, 40), Fraction(1, 80), Fraction(1, 160)]
    errors = [euler_error(problem, steps[-1].after, eta, 15) for eta in etas]
    assert all(bound.confirms(eta, error) for eta, error in zip(etas, errors, strict=True))
    assert all(0.9 < order < 1.1 for order in observed_orders(errors))
    assert not bound.applies(Fraction(1))
    assert not bound.confirms(etas[0], 100 * errors[0])


def test_distance_to_descent_by_hand() -> None:
    """One step of size 1/10 from b = 1/2: descent is at 1/2 + (1/5)(3/4)(1/2) = 23/40, the flow at the closed form."""
    problem = one_mode_flow(Fraction(1, 2), ONE, Fraction(1, 10))
    error = euler_error(problem, flow_at(problem, 15), Fraction(1, 10), 15)
    b = float(logistic_root(Fraction(1, 2), ONE, Fraction(1, 10), 100))
    assert float(error) == pytest.approx(2**0.5 * abs(b - 23 / 40), rel=1e-12)


def test_a_time_that_is_no_whole_number_of_steps() -> None:
    problem = one_mode_flow(Fraction(1, 2), ONE, ONE)
    with pytest.raises(ValueError, match="not a whole number of steps"):
        euler_error(problem, flow_at(problem, 3), Fraction(2, 3), 5)


def test_orders_of_exact_powers() -> None:
    assert [round(float(x), 10) for x in observed_orders([arb(8), arb(2), arb(1)])] == [2, 1]


def test_an_unknown_start_is_lost_at_once() -> None:
    with pytest.raises(FlowLost) as lost:
        flow_at(one_mode_flow(Fraction(1, 2), ONE, ONE, uncertainty=ONE), 5)
    assert lost.value.time == 0
    assert lost.value.hopeless
    assert "know the start" in lost.value.remedy


def test_a_start_too_uncertain_for_the_digits() -> None:
    with pytest.raises(FlowLost, match="know the start more precisely") as lost:
        flow_at(one_mode_flow(Fraction(1, 8), ONE, ONE, uncertainty=Fraction(1, 10**6)), 10)
    assert lost.value.time == 1


def test_too_few_bits_are_said_so() -> None:
    with pytest.raises(FlowLost, match="raise the limit") as lost:
        flow_at(one_mode_flow(Fraction(1, 2), ONE, ONE), 30, limit=40)
    assert not lost.value.hopeless
    again = pickle.loads(pickle.dumps(lost.value))
    assert (str(again), again.time) == (str(lost.value), lost.value.time)


def test_precision_is_raised_until_the_digits_are_there() -> None:
    """From b = 10^-6 an error grows a million times: the first guess of the precision does not suffice."""
    problem = one_mode_flow(Fraction(1, 10**6), ONE, Fraction(8))
    end = flow_at(problem, 10)
    assert end.radius <= arb(10) ** -10
    assert end.growth > 10**5
    assert holds(end, logistic_root(Fraction(1, 10**6), ONE, Fraction(8), 300)) is True


@pytest.mark.parametrize("time", [Fraction(0), Fraction(-1)])
def test_time_must_be_positive(time: Fraction) -> None:
    with pytest.raises(ValueError, match="positive time"):
        flow_at(one_mode_flow(Fraction(1, 2), ONE, time), 5)


def test_a_fixed_point_stays() -> None:
    end = flow_at(one_mode_flow(ONE, ONE, Fraction(500)), 10)
    assert holds(end, arb(1)) is True


def test_the_callers_precision_changes_nothing() -> None:
    def radius(bits: int) -> tuple[str, str]:
        before, ctx.prec = ctx.prec, bits
        try:
            end = flow_at(one_mode_flow(Fraction(1, 3), ONE, Fraction(1, 4)), 12)
            assert ctx.prec == bits
            return repr(end.radius.man_exp()), repr(end.model.B[0, 0].man_exp())
        finally:
            ctx.prec = before

    assert radius(20) == radius(300)


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_rounding_down_keeps_three_bits(value: Fraction) -> None:
    short = rounded_down(value)
    assert short <= value < short * Fraction(5, 4)
    assert log2(short.denominator).is_integer()
    assert (short.numerator // (short.numerator & -short.numerator)) < 8


def test_every_step_of_the_proof_holds() -> None:
    derivation = flow_limit()
    assert [step.rule for step in derivation.steps if step.holds is not True] == []
