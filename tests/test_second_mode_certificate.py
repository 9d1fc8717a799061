"""The conditions on a two-node teacher: decided truthfully, also where one of them was made to fail."""

from fractions import Fraction

import pytest
from flint import arb, arb_poly, fmpq, fmpq_poly
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.arithmetics.rationals import ball
from numerics.saddles.conditions import below, every, some
from numerics.saddles.one_node import critical_points, one_node_fit, stationary
from numerics.saddles.real_zeros import moments, positive, real_zeros, without_common_zeros
from numerics.saddles.second_mode import SecondModeCertificate, certificate
from tests.strategies import contractions, positive_rationals, rationals

EVEN = st.sampled_from([4, 6, 8, 10])


def decided(x: list[str], w: list[str], lags: int) -> SecondModeCertificate:
    return certificate([Fraction(v) for v in x], [Fraction(v) for v in w], lags)


def pairs(nodes: st.SearchStrategy[Fraction]) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(nodes, min_size=2, max_size=2, unique=True)


@given(pairs(contractions().map(abs)), pairs(positive_rationals()), EVEN)
def test_positive_nodes_up_to_one_are_certified_for_all_weights(nodes, weights, lags):
    found = certificate(nodes, weights, lags)
    assert found.certified, [str(condition) for condition in found.failing]
    low, high = map(ball, sorted(nodes))
    assert low < found.one_node.node < high


@given(pairs(rationals(9, 6)), pairs(positive_rationals()), st.integers(4, 9))
def test_the_mirror_image_is_answered_alike(nodes, weights, lags):
    seen, image = certificate(nodes, weights, lags), certificate([-x for x in nodes], weights, lags)
    assert [c.holds for c in seen.required] == [c.holds for c in image.required]
    assert seen.weaker.holds == image.weaker.holds
    if seen.one_node:
        assert seen.one_node.node.overlaps(-image.one_node.node)
        assert (seen.one_node.node > 0) == (sum(x * w for x, w in zip(nodes, weights, strict=True)) > 0)


@given(pairs(contractions()), pairs(positive_rationals()), EVEN)
def test_inside_the_mass_deficit_is_never_what_fails(nodes, weights, lags):
    found = certificate(nodes, weights, lags)
    assert found.deficit.holds is not False
    assert found.weaker.holds is not False
    assert found.one_node is None or found.one_node.rate() > 0


@given(st.lists(rationals(9, 6), min_size=1, max_size=4, unique=True), st.data(), st.integers(3, 8))
def test_critical_points_are_critical_and_all_of_them(nodes, data, lags):
    weights = data.draw(st.lists(positive_rationals(), min_size=len(nodes), max_size=len(nodes)))
    N = moments(tuple(nodes), tuple(weights), lags)
    for point in critical_points(N, lags):
        r = arb_poly([point.residual(j) for j in range(lags)])
        assert r(point.node).contains(0)
        assert r.derivative()(point.node).contains(0)
        assert point.loss >= 0 or point.loss.contains(0)
    signs = sum(zero.multiplicity % 2 for zero in real_zeros(stationary(N, lags)))
    assert signs % 2 == stationary(N, lags).degree() % 2


ADVERSARIAL = (
    (["-1997/2000", "8117/10000"], ["1", "147/100"], 10, "Low"),
    (["57/125", "-499/500"], ["1", "9/20"], 8, "Low"),
    (["991/1000", "-894/1000"], ["587/1000", "811/1000"], 10, "Low"),
    (["4563/10000", "-9981/10000"], ["1", "4507/10000"], 8, "Low"),
    (["-1", "23/25"], ["1", "109/100"], 4, "Low"),
    (["99998/100000", "-44336/100000"], ["1", "225536/100000"], 10, "U"),
    (["1/50", "49/50"], ["1", "1/4"], 20, "U"),
    (["3/2", "-3/2"], ["9/10", "1/10"], 6, "R"),
    (["1", "-1"], ["1", "1"], 6, "g_1"),
)


@pytest.mark.parametrize(("x", "w", "lags", "name"), ADVERSARIAL)
def test_teachers_made_to_fail_fail_where_they_should(x, w, lags, name):
    found = decided(x, w, lags)
    assert found.certified is False
    assert [c.name for c in found.required if c.holds is False] == [name]


def test_what_the_weaker_condition_lacks():
    """(Low') holds, and the one-node student below theta_1 is stable for an unused eigenvalue 1.785: captured there."""
    found = decided(["4563/10000", "-9981/10000"], ["1", "4507/10000"], 8)
    (lower,) = found.lower
    assert found.weaker.holds
    assert found.weaker not in found.required
    assert lower.rate() > 0 > lower.rate(Fraction(1785, 1000))
    assert abs(lower.loss - arb("0.971")) < arb("0.0005") < found.one_node.loss - lower.loss


@pytest.mark.parametrize(
    ("x", "w", "lags", "a", "s"),
    [
        (["1", "-9/10"], ["1", "1/2"], 4, "0.836059", "1.310068"),
        (["1", "-9/10"], ["1", "1/2"], 6, "0.931926", "1.208112"),
        (["1", "1/2"], ["1", "1"], 4, "0.814207", "1.945564"),
        (["9/10", "1/5"], ["1/2", "1"], 6, "0.614560", "1.389887"),
        (["99/100", "1/10"], ["1/10", "1"], 8, "0.220401", "1.094561"),
    ],
)
def test_first_saddles_to_six_digits(x, w, lags, a, s):
    one = decided(x, w, lags).one_node
    assert abs(one.node - arb(a)) < arb("6e-7")
    assert abs(one.weight - arb(s)) < arb("6e-7")


def test_by_hand():
    """Nodes 1, -1 with weights 1, 1/2, k = 5: a = 1, s = 11/10, rate 42/25."""
    found = decided(["1", "-1"], ["1", "1/2"], 5)
    assert found.even.holds is False
    assert (10 * found.one_node.weight - 11).contains(0)
    assert found.one_node.rate().overlaps(arb(42) / 25)


def test_zeros_of_p_just_below_the_first_zero_of_N_are_counted():
    """N is all but 0 at 1 - 1e-12, rises and is 0 at 1: two more zeros of p, closer to 1 than any coarse interval."""
    x, near = fmpq_poly([0, 1]), fmpq(1, 10**12)
    unique, one = one_node_fit((1 - x) * ((x - 1 + near) ** 2 + near**2 / 100) * (1 + 10 * x), 5)
    assert unique.holds is False
    assert one is None
    assert unique.evidence.count("(x 1)") == 3


def test_a_double_zero_of_N_is_no_zero_between():
    """N = (1 + 10 a)(1 - a)^2: p vanishes at 1 too, the first zero of N, and only one zero of p lies before it."""
    x = fmpq_poly([0, 1])
    unique, one = one_node_fit((1 + 10 * x) * (1 - x) ** 2, 4)
    assert unique.holds
    assert 0 < one.node < 1
    assert without_common_zeros((x - 1) ** 3 * (x - 2), (x - 1) * (x - 3)) == x - 2
    assert [float(zero.place) for zero in positive(real_zeros(x**2 * (x + 1) * (x - 3)))] == [3.0]


@pytest.mark.parametrize(
    ("x", "w", "lags", "what"),
    [
        (["1", "1"], ["1", "1"], 4, "different nodes"),
        (["1", "2"], ["1", "0"], 4, "positive weights"),
        (["1", "2"], ["1"], 4, "two different nodes"),
        (["1", "2"], ["1", "1"], 3, "k = 3"),
    ],
)
def test_other_teachers_are_refused_in_a_line(x, w, lags, what):
    with pytest.raises(ValueError, match=what):
        decided(x, w, lags)


def test_three_valued_answers():
    assert below(arb("1 +/- 0.1"), arb("1 +/- 0.1")) is None
    assert every([True, None, False]) is False
    assert some([False, None]) is None


@given(st.integers(1, 30), st.integers(1, 30))
def test_close_zeros_are_told_apart(p, q):
    assume(p != q)
    x = fmpq_poly([0, 1])
    zeros = real_zeros((x - p) ** 2 * (x - p - fmpq(1, 10**40)) * (x - q))
    assert sorted(zero.multiplicity for zero in zeros) == [1, 1, 2]
