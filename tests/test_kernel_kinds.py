"""Finite sums, remainders, expectations, derivatives of traces and brackets: each can hold, fail, or not know."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from theory.kernel.expectation import expectation
from theory.kernel.finite_sums import same_sum
from theory.kernel.matrix_calculus import slope, slope_at
from theory.kernel.remainders import remainder
from theory.kernel.vector_fields import ZERO, bracket_is, linear, moves, term
from theory.model.samples import sample_values
from theory.words.matrix_words import words
from theory.words.rewriting import rule
from theory.words.symbols import A, B, C, W, d

i, j, n = sp.symbols("i j n", integer=True)
f, g = (sp.Function(name, commutative=False) for name in "fg")


def total(summand, low, high):
    return sp.Sum(summand, (i, low, high))


@given(st.integers(-3, 3), st.integers(0, 3), st.integers(0, 3))
def test_a_sum_is_moved_turned_and_split(shift, start, more):
    whole = total(f(i) * g(n - i), 0, n + more)
    moved = total(f(i - shift) * g(n - i + shift), shift, n + more + shift)
    turned = total(f(n + more - i) * g(i - more), 0, n + more)
    head = sum((f(value) * g(n - value) for value in range(start)), sp.Integer(0))
    split = head + total(f(i) * g(n - i), start, n + more)
    for other in (moved, turned, split):
        assert same_sum(whole + f(n), other + f(n), "the same terms", "s").holds is True
        assert same_sum(whole, other + f(0), "one more").holds is False


def test_sums_over_ranges_that_are_not_fixed_are_undecided_or_refuted():
    assert same_sum(total(f(i), 0, n), total(f(i), 0, 2 * n), "wrong").holds is False
    assert same_sum(total(f(i), 0, j) - total(f(i), 0, j), sp.Integer(0), "nothing", "s").holds is True
    x = sp.Symbol("x", real=True)
    assert same_sum(total(f(i), 0, sp.floor(x)), total(f(i), 0, sp.ceiling(x)), "unknown").holds is None


def test_order_matters_in_a_sum():
    assert same_sum(total(f(i) * g(i), 0, n), total(g(i) * f(i), 0, n), "no").holds is False


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_remainders_of_shifts(a, b):
    d = sp.Symbol("d", integer=True, positive=True)
    inside = sp.Mod(i + a, d, evaluate=False)
    both = sp.Mod(inside + b, d, evaluate=False)
    assert remainder(both, sp.Mod(i + a + b, d, evaluate=False), "shifts add", "j").holds is True
    assert remainder(both, sp.Mod(i + a + b + 1, d, evaluate=False), "off by one").holds is False


def test_an_expectation_wants_its_product_once_in_every_word():
    second = rule("x x'", (2, "M"))
    assert expectation(term("r x x' r'"), term("r M r'", 2), second, "mean").holds is True
    assert expectation(term("x' r' r x"), term("r' r M", 2), second, "turned round").holds is True
    assert expectation(term("r x x' r'"), term("r M r'"), second, "half of it").holds is None
    for inside in ("r r'", "x x' x x'", "x r x' r"):
        assert expectation(term(inside), term(inside), second, "no such product").holds is None


def test_the_slope_of_a_trace_is_compared_in_words_and_in_numbers():
    values = sample_values((A, B, C, W))
    assert slope(W.T * C * A * B, B, A.T * C.T * W, "right", values).holds is True
    wrong = slope(W.T * C * A * B, B, A * C.T * W, "no transpose", values)
    assert wrong.holds is False
    assert "left" in wrong.counterexample
    row = sp.MatrixSymbol("c", 1, d)
    at = {"c": term("u'"), "A": ZERO}
    assert slope_at(row * A * row.T, A, at, term("u u'"), "at c = u^T").holds is True
    assert slope_at(row * A * row.T, A, at, term("u"), "no").holds is None


def test_brackets_change_sign_and_shifts_are_taken_off():
    E, G = {"u": term("u")}, {"u": term("S u"), "S": term("u u'")}
    for first, second, sign in (("E", "G", 1), ("G", "E", -1)):
        fields = {"E": E, "G": G}
        result = {"S": term("u u'", 2 * sign)}
        steps = bracket_is((first, fields[first]), (second, fields[second]), ("2 F", result), (), "signs")
        assert [step.holds for step in steps] == [True, True]
        wrong = bracket_is((first, fields[first]), (second, fields[second]), ("F", {}), (), "signs")
        assert None in [step.holds for step in wrong]
    doubled = linear((4, {"S": term("u u'")}))
    steps = bracket_is(("E", E), ("F", {"S": term("u u'")}), ("4 F", doubled), (), "twice", shift=0, power=2)
    assert all(step.holds for step in steps)


def test_a_matrix_that_must_stand_still_may_not_be_moved():
    with pytest.raises(ValueError, match="must stand still"):
        bracket_is(("F", {"S": term("u u'")}), ("E", {"u": term("u")}), ("0", {}), (), "no", frozenset("S"))


def test_the_rate_of_change_along_a_field():
    assert moves(words(A * A.T), {"A": words(A)}, words(2 * A * A.T), "product rule").holds is True
    assert moves(words(A * A.T), {"A": words(A)}, words(A * A.T), "half").holds is None
