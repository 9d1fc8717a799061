"""Gauss rules: the exact Chebyshev algorithm, certified Golub-Welsch, and the pencil, against exact rules."""

from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from numerics.arithmetics.rationals import to_flint
from numerics.moments.certified_pencil import pencil_nodes_and_weights
from numerics.moments.gauss_quadrature import golub_welsch, modified_chebyshev
from numerics.recovery.recovery_result import endpoints
from tests.strategies import positive_rationals, rationals
from theory.moments.classical_quadrature import FAMILIES, GaussRule
from theory.moments.discrete_measure import Measure


def contains(ball: arb, value: Fraction) -> bool:
    """Exactly: `arb.contains` would round the rational to a ball first."""
    low, high = endpoints(ball)
    return low <= value <= high


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """Up to five distinct rational nodes with positive weights, in order."""
    nodes = sorted(draw(st.sets(rationals(), min_size=1, max_size=5)))
    weights = draw(st.lists(positive_rationals(), min_size=len(nodes), max_size=len(nodes)))
    return Measure(tuple(nodes), tuple(weights))


@given(measures())
def test_both_routes_enclose_the_measure(measure: Measure) -> None:
    n = len(measure.nodes)
    moments = measure.moments(2 * n)
    gauss = golub_welsch(*modified_chebyshev(moments), bits=600)
    pencil = sorted(pencil_nodes_and_weights(moments, n, bits=600), key=lambda pair: pair[0].real.mid())
    for rule in (gauss, [(x.real, w.real) for x, w in pencil]):
        for (x, w), node, weight in zip(rule, measure.nodes, measure.weights, strict=True):
            assert contains(x, node)
            assert contains(w, weight)
            assert x.rel_one_accuracy_bits() > 100


@given(measures())
def test_coefficients_are_positive_and_end_with_the_nodes(measure: Measure) -> None:
    n = len(measure.nodes)
    _, beta = modified_chebyshev(measure.moments(2 * n))
    assert all(value > 0 for value in beta)
    with pytest.raises(ValueError, match="minor of size"):
        modified_chebyshev(measure.moments(2 * n + 4))


@pytest.mark.parametrize("n", [1, 2, 6])
def test_known_coefficients(n: int) -> None:
    legendre = modified_chebyshev(FAMILIES["Legendre"].moments(2 * n))
    assert legendre == ([fmpq(0)] * n, [fmpq(2)] + [fmpq(j * j, 4 * j * j - 1) for j in range(1, n)])
    laguerre = modified_chebyshev(FAMILIES["Laguerre"].moments(2 * n))
    assert laguerre == ([fmpq(2 * j + 1) for j in range(n)], [fmpq(1)] + [fmpq(j * j) for j in range(1, n)])


def test_modified_moments_of_the_legendre_polynomials_themselves() -> None:
    """In its own basis the moments are (2, 0, 0, ...) and the algorithm gives the reference back."""
    n = 5
    reference = [Fraction(0)] * (2 * n), [Fraction(2)] + [Fraction(j * j, 4 * j * j - 1) for j in range(1, 2 * n)]
    alpha, beta = modified_chebyshev([Fraction(2)] + [Fraction(0)] * (2 * n - 1), *reference)
    assert (alpha, beta) == ([fmpq(0)] * n, [to_flint(value) for value in reference[1][:n]])


@pytest.mark.parametrize("name", FAMILIES)
def test_exact_rules_refuse_a_wrong_node_and_weight(name: str) -> None:
    rule = GaussRule.of(FAMILIES[name], 5)
    x, w = golub_welsch(*modified_chebyshev(FAMILIES[name].moments(10)), bits=300)[0]
    node, width = endpoints(x)[0], Fraction(1, 10**60)
    assert rule.brackets(node - width, node + width)
    assert not rule.brackets(node + width, node + 3 * width)
    bounds = rule.weight_bounds(node - width, node + width)
    assert bounds is not None
    assert arb(to_flint(bounds[0])).overlaps(w)
    assert rule.weight_bounds(node - 10**6, node + 10**6) is None


def test_no_positive_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="not positive"):
        golub_welsch([fmpq(0), fmpq(0)], [fmpq(1), fmpq(-1)], bits=100)


def test_too_few_bits_are_refused() -> None:
    moments = FAMILIES["Legendre"].moments(40)
    with pytest.raises((ValueError, ZeroDivisionError)):
        pencil_nodes_and_weights(moments, 20, bits=60)


def test_nothing_global_is_left_changed() -> None:
    from flint import ctx

    before = mp.prec, ctx.prec
    golub_welsch(*modified_chebyshev(FAMILIES["Hermite"].moments(8)), bits=321)
    assert (mp.prec, ctx.prec) == before
