"""Gauss rules of many nodes: confirmed by sign changes, held against exact rules; a wrong node or weight is refused."""

import time
from fractions import Fraction
from pathlib import Path

import pytest
from flint import acb, arb, fmpq, fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_fraction
from numerics.moments.berlekamp_massey import berlekamp_massey, shortest_recurrence
from numerics.moments.partial_fractions import numerator
from numerics.moments.sign_changes import confirmed_poles, simplest_between
from numerics.moments.truncated_moments import inertia, is_definite
from numerics.recovery.recovery import recover
from numerics.recovery.recovery_routes import GOLUB_WELSCH, SIGNS
from tests.strategies import rationals

BETA = Path(__file__).parent / "cases" / "beta-250-170-n128.csv"


def minus_log(count: int) -> list[Fraction]:
    return [Fraction(1, (j + 1) ** 2) for j in range(count)]


@given(st.lists(st.one_of(st.just(Fraction(0)), rationals()), min_size=1, max_size=12))
def test_the_recurrence_is_that_of_berlekamp_and_massey(sequence: list[Fraction]) -> None:
    fast, slow = shortest_recurrence(sequence), berlekamp_massey(sequence)
    assert fast.degree == slow.degree
    assert not fast.unique or fast.polynomial == slow.polynomial


@given(st.lists(rationals(), min_size=1, max_size=9))
def test_definite_means_that_all_eigenvalues_are_positive(moments: list[Fraction]) -> None:
    size = (len(moments) + 1) // 2
    assert is_definite(moments, size) == (inertia(moments, size) == (size, 0, 0))


@given(st.lists(rationals(), min_size=1, max_size=6), st.lists(rationals(), min_size=6, max_size=6))
def test_the_numerator_is_the_polynomial_part(coefficients: list[Fraction], moments: list[Fraction]) -> None:
    p = fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients] + [1])
    n, full = len(coefficients), [*coefficients, Fraction(1)]
    expected = [sum((full[j] * moments[j - i - 1] for j in range(i + 1, n + 1)), Fraction(0)) for i in range(n)]
    found = numerator(p, moments[:n])
    assert [to_fraction(found[i]) for i in range(n)] == expected


@given(st.fractions(max_denominator=50), st.fractions(min_value=0, max_value=Fraction(1, 5000)))
def test_the_simplest_fraction(value: Fraction, width: Fraction) -> None:
    found = simplest_between(value - width, value + width)
    assert value - width <= found <= value + width
    assert found.denominator <= value.denominator


def test_a_rule_is_confirmed_and_a_wrong_one_is_not() -> None:
    """p = x^2 - 1/2 with masses 1/2 at both roots: moments 1, 0, 1/2, 0."""
    p, moments = fmpq_poly([fmpq(-1, 2), 0, 1]), [Fraction(1), Fraction(0), Fraction(1, 2), Fraction(0)]
    with arb_bits(128):
        node, half, width = arb("0.5").sqrt(), acb(0.5), arb(0, 1) / 2**100
        rule = [(acb(-node + width), half + acb(width)), (acb(node + width), half + acb(width))]
        assert [pole.value.real > 0 for pole in confirmed_poles(p, moments, rule, 128)] == [False, True]
        moved = [(acb(x.real + arb(1) / 2**90), w) for x, w in rule]
        heavier = [(x, w * 2) for x, w in rule]
        twice = [rule[0], rule[0]]
        for wrong in (moved, heavier, twice):
            with pytest.raises(ValueError, match="confirm"):
                confirmed_poles(p, moments, wrong, 128)


def test_minus_log_with_fifty_nodes() -> None:
    """In under 5 seconds on an idle machine; the bound here only catches another order of magnitude."""
    begun = time.process_time()
    found = recover(minus_log(100))
    assert (found.degree, found.digits, found.routes) == (50, 50, (SIGNS, GOLUB_WELSCH))
    assert time.process_time() - begun < 30


def test_beta_with_128_nodes() -> None:
    moments = [Fraction(line) for line in BETA.read_text().split()]
    told: list[str] = []
    found = recover(moments, report=lambda done, whole, text: told.append(text))
    assert (found.degree, found.digits, found.positive) == (128, 50, True)
    with arb_bits(400):
        mass = sum((pole.weight.real for pole in found.poles), arb(0))
        mean = sum((pole.weight.real * pole.value.real for pole in found.poles), arb(0))
        assert mass.contains(1)
        assert abs(mean - arb(fmpq(25, 42))) < arb(10) ** -45
    assert len(told) >= 4


def test_a_rational_node_among_many_is_recognised() -> None:
    """Legendre's rule with 33 nodes has the node 0."""
    moments = [Fraction(2, j + 1) if j % 2 == 0 else Fraction(0) for j in range(66)]
    found = recover(moments, 20)
    assert [pole.exact for pole in found.poles].count(Fraction(0)) == 1
