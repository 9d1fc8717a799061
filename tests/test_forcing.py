"""What K lags force: bounds against exact teachers, the exchange by hand, every gate where it must refuse."""

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import exact_value
from numerics.forcing.accuracy import Accuracy, Ball, Box
from numerics.forcing.clearance import clearance
from numerics.forcing.contacts import Power, Spectrum
from numerics.forcing.every_lag import Contacts, Raised, families
from numerics.forcing.exchange import Data
from numerics.forcing.forced_interval import ForcedInterval, NoMeasure, agrees, forcing
from theory.moments.discrete_measure import Measure
from theory.robust.dual_bound import dual_bound

UNIT = Spectrum(Fraction(-1), Fraction(1))


@st.composite
def given_lags(draw: st.DrawFn) -> tuple[Measure, Data]:
    """A teacher of up to three modes, and up to six lags of it, off by no more than they are said to be."""
    nodes = draw(st.lists(st.integers(-10, 10), min_size=1, max_size=3, unique=True))
    teacher = Measure.of([(Fraction(x, 10), draw(st.integers(1, 9))) for x in nodes])
    k, delta = draw(st.integers(1, 6)), Fraction(1, 10 ** draw(st.integers(1, 5)))
    errors = [delta * Fraction(draw(st.integers(-4, 4)), 4) for _ in range(k)]
    lags = tuple(g + u for g, u in zip(teacher.moments(k), errors, strict=True))
    loss = sum((u * u for u in errors), Fraction(0))
    accuracy: Accuracy = draw(st.sampled_from([Box((delta,) * k), Ball(max(loss, delta**2))]))
    return teacher, Data(lags, accuracy, UNIT)


@given(given_lags(), st.integers(0, 12))
def test_no_teacher_is_outside(case: tuple[Measure, Data], beyond: int) -> None:
    teacher, data = case
    ready, lag = forcing(data), len(data.lags) + beyond
    (found,) = ready.intervals([lag])
    low, high = map(exact_value, families(ready).bounds(lag))
    assert found.lower.value <= teacher.moment(lag) <= found.upper.value
    assert low <= teacher.moment(lag) <= high
    for end in (found.lower, found.upper):
        assert end.measure is None or agrees(end.measure, data)
        assert end.measure is None or found.lower.value <= end.measure.moment(lag) <= found.upper.value


def one(data: Data, lag: int) -> ForcedInterval:
    (found,) = forcing(data).intervals([lag])
    return found


def test_one_lag_by_hand() -> None:
    """g_0 in [9/10, 11/10] alone: g_1 is between -11/10 and 11/10, g_2 between 0 and 11/10; both are reached."""
    data = Data((Fraction(1),), Box((Fraction(1, 10),)), UNIT)
    slack = Fraction(1, 100)
    for lag, low, high in ((1, Fraction(-11, 10), Fraction(11, 10)), (2, Fraction(0), Fraction(11, 10))):
        found = one(data, lag)
        assert low - slack < found.lower.value <= low
        assert high <= found.upper.value < high + slack


def test_a_spectrum_whose_ends_are_no_binary_fractions() -> None:
    """g_0 = 1 on [1/3, 2/3]: g_1 between 1/3 and 2/3, both reached by measures inside."""
    third = Spectrum(Fraction(1, 3), Fraction(2, 3))
    found = one(Data((Fraction(1),), Box((Fraction(1, 10**6),)), third), 1)
    for end, value in ((found.lower, Fraction(1, 3)), (found.upper, Fraction(2, 3))):
        assert abs(end.value - value) < Fraction(1, 100)
        assert end.measure is not None
        assert min(end.measure.nodes) >= third.low
        assert max(end.measure.nodes) <= third.high


def test_three_lags_of_one_mode_force_it() -> None:
    """(1, 1/2, 1/4) exactly to 10^-12: g_9 is 2^-9 to about as much."""
    lags = tuple(Fraction(1, 2**j) for j in range(3))
    found = one(Data(lags, Box((Fraction(1, 10**12),) * 3), UNIT), 9)
    assert found.lower.value <= Fraction(1, 512) <= found.upper.value
    assert found.upper.value - found.lower.value < Fraction(1, 10**10)


def test_two_lags_of_one_mode_do_not() -> None:
    """(1, 1/2): the measure 1/4 at -1, 3/4 at 1 agrees as well, and has g_2 = 1 against 1/4."""
    found = one(Data((Fraction(1), Fraction(1, 2)), Ball(Fraction(1, 10**12)), UNIT), 2)
    assert found.upper.value - found.lower.value > Fraction(74, 100)
    assert found.upper.measure is not None
    assert found.upper.measure.moment(2) > Fraction(99, 100)


def test_the_polynomial_is_a_proof() -> None:
    """Decided by theory: above x^8 on [-1, 1], and the bound is what it proves."""
    lags = tuple(Measure.of([(Fraction(4, 5), 1), (Fraction(-2, 5), Fraction(1, 2))]).moments(5))
    delta = Fraction(1, 1000)
    found = one(Data(lags, Box((delta,) * 5), UNIT), 8)
    zeros = [Fraction(0)] * 4
    proved = dual_bound(found.upper.polynomial, 8, [*lags, *zeros], delta, (Fraction(-1), Fraction(1)))
    assert proved is not None
    assert proved <= found.upper.value
    assert found.upper.value - proved < Fraction(1, 10**12)


@pytest.mark.parametrize("lags", [(1, 2, 1), (1, 0, 2), (-1, 0, 0), (0, 1, 0)])
def test_what_no_positive_measure_has_is_said(lags: tuple[int, ...]) -> None:
    with pytest.raises(NoMeasure) as raised:
        forcing(Data(tuple(map(Fraction, lags)), Box((Fraction(1, 100),) * 3), UNIT))
    assert raised.value.distance > 1


def test_the_distance_is_a_lower_bound_and_nearly_the_distance() -> None:
    """-1 at lag 0 is nearest to the measure 0: 100 times the accuracy 1/100 away."""
    with pytest.raises(NoMeasure) as raised:
        forcing(Data((Fraction(-1),), Box((Fraction(1, 100),)), UNIT))
    assert Fraction(99) < raised.value.distance <= 100


@pytest.mark.parametrize("short", [Fraction(0), Fraction(1, 1000)])
def test_clearance_of_x_squared_above_x_to_the_fourth(short: Fraction) -> None:
    """x^2 - x^4 is at least 0 on [-1, 1], with equality at 0, 1 and -1."""
    with arb_bits(128):
        q = [arb(-short.numerator) / short.denominator, arb(0), arb(1)]
        found = exact_value(clearance(q, Power(4, 1), UNIT, arb(10) ** -9))
    assert -short - Fraction(1, 10**8) < found <= -short


def test_contacts_bound_lags_of_their_parity_alone() -> None:
    """x^j mod (x^2 - 1) is 1 for even j and x for odd j: above x^2, not above x^3."""
    data = Data((Fraction(1), Fraction(0)), Box((Fraction(1, 10),) * 2), UNIT)
    ends = Contacts(data, (), at_low=True, at_high=True)
    assert [lag for lag in range(6) if ends.concerns(lag)] == [2, 4]
    with arb_bits(128):
        assert [round(float(c)) for c in ends.polynomial(3)] == [0, 1]
        assert ends.bound(2).overlaps(arb("1.1"))


def test_the_raised_polynomial_by_hand() -> None:
    """No contact: e = 1, S = 1, q = +-1: |g_j| <= h_0 + delta."""
    data = Data((Fraction(1), Fraction(0)), Box((Fraction(1, 8),) * 2), UNIT)
    low, high = Raised(Contacts(data, (), False, False)).bounds(7)
    assert (exact_value(low.lower()), exact_value(high.upper())) == (Fraction(-9, 8), Fraction(9, 8))


@pytest.mark.parametrize("accuracy", [Box((Fraction(1, 2), Fraction(1, 3))), Ball(Fraction(1, 4))])
def test_the_farthest_error_pays_the_price_and_belongs_to_the_set(accuracy: Accuracy) -> None:
    with arb_bits(128):
        q = [arb(3), arb(-4)]
        u = accuracy.farthest(q)
        assert abs(sum((a * b for a, b in zip(q, u, strict=True)), start=arb(0)) - accuracy.price(q)) < arb(10) ** -30
        inside = [exact_value(value.mid()) * (1 - Fraction(1, 10**20)) for value in u]
    assert accuracy.contains(inside)
    assert not accuracy.contains([2 * value for value in inside])
