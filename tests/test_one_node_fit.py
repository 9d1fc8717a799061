"""One-node fits: Bernstein coefficients and values, Sturm's count and enclosures, and the proof's neighbours."""

from fractions import Fraction

import pytest
from flint import fmpz
from hypothesis import given
from hypothesis import strategies as st

from numerics.saddles.one_node import one_node_fit
from numerics.saddles.real_zeros import moments
from tests.strategies import positive_rationals, rationals
from theory.moments.discrete_measure import Measure
from theory.two_modes.bernstein import coefficients
from theory.two_modes.one_node_fit import one_node_fit_proof
from theory.two_modes.planar_fits import Fits, planar_fits
from theory.two_modes.ratio_of_weights import kappa_is_positive, on_the_box, polynomial_u, settled_boxes, value_of_u

UNIT = st.fractions(0, 1, max_denominator=9)
MONOMIALS = st.dictionaries(
    st.tuples(*[st.integers(0, 3)] * 3), st.integers(-9, 9).filter(bool).map(fmpz), min_size=1, max_size=5
)


def value(polynomial, point):
    """The sum over its terms at a point of three coordinates."""
    x, y, z = point
    terms = ((int(c), *map(int, exponents)) for exponents, c in polynomial.items())
    return sum(c * x**i * y**j * z**n for c, i, j, n in terms)


@given(MONOMIALS, st.tuples(UNIT, UNIT, UNIT))
def test_a_polynomial_is_nowhere_below_its_least_coefficient(polynomial, point):
    assert coefficients(polynomial).least <= value(polynomial, point)


@given(MONOMIALS, st.integers(0, 2))
def test_halves_raise_the_least_coefficient_and_have_the_corners_as_values(polynomial, axis):
    whole = coefficients(polynomial)
    low, high = whole.halves(axis)
    assert min(low.least, high.least) >= whole.least
    assert low.shape == high.shape == whole.shape
    half = tuple(Fraction(1, 2) if i == axis else Fraction(0) for i in range(3))
    assert Fraction(int(low.matrix[0, 0]), low.denominator) == value(polynomial, (0, 0, 0))
    assert Fraction(int(high.matrix[0, 0]), high.denominator) == value(polynomial, half)


@given(st.integers(2, 12), st.tuples(UNIT, UNIT, UNIT).map(sorted).filter(lambda v: v[0] < v[2]))
def test_the_expanded_u_has_the_values_of_its_definition(lags, places):
    x_1, a, x_2 = places
    assert value(polynomial_u(lags).to_dict(), (a, x_1, x_2)) == value_of_u(lags, a, x_1, x_2)


@pytest.mark.parametrize("lags", range(2, 10))
def test_up_to_nine_lags_every_coefficient_is_at_least_four_and_four_is_attained(lags):
    assert kappa_is_positive(lags)
    assert on_the_box(lags).least == 4 == value_of_u(lags, Fraction(0), Fraction(0), Fraction(1, 3))


def test_ten_lags_need_three_boxes():
    found = list(settled_boxes(10))
    assert len(found) == 3
    assert on_the_box(10).least < 0 < min(box.least for box in found)


@pytest.mark.parametrize(("lags", "place", "seen"), [(11, (61, 100), -4.108375), (12, (65, 100), -17.614839)])
def test_eleven_and_twelve_lags_fail(lags, place, seen):
    assert float(value_of_u(lags, Fraction(*place), Fraction(0), Fraction(1))) == pytest.approx(seen, abs=5e-7)
    assert min(box.least for box in settled_boxes(lags)) < 0


@given(
    st.lists(rationals(9, 6), min_size=1, max_size=4, unique=True),
    st.lists(positive_rationals(), min_size=4, max_size=4),
    st.integers(2, 9),
)
def test_sturm_and_the_enclosures_agree(nodes, weights, lags):
    teacher = Measure(tuple(nodes), tuple(weights[: len(nodes)]))
    if teacher.moment(1) < 0:
        teacher = Measure(tuple(-x for x in nodes), teacher.weights)
    if teacher.moment(1) == 0:
        with pytest.raises(ValueError, match="g_1 = 0"):
            planar_fits(teacher, lags)
        return
    seen, one = one_node_fit(moments(teacher.nodes, teacher.weights, lags), lags)
    fits = planar_fits(teacher, lags)
    assert fits.unique == seen.holds == (one is not None)
    assert seen.evidence.count("(x ") == fits.zeros


def test_three_critical_students():
    atoms = [(Fraction(1, 50), Fraction(1)), (Fraction(49, 50), Fraction(1, 4))]
    assert planar_fits(Measure.of(atoms), 20) == Fits(3, 0)
    assert planar_fits(Measure.of(atoms), 10).unique


@pytest.mark.parametrize("changed", [(1,), (2, (11,)), (2, (4,), True), (2, (4,), False, True)])
def test_a_false_neighbour_of_the_proof_breaks(changed):
    found = one_node_fit_proof(*changed)
    assert found.holds is False
    assert found.first_failure.counterexample


def test_the_proof_is_an_argument():
    found = one_node_fit_proof(lengths=(4, 5))
    assert found.gaps == ()
    assert found.holds
