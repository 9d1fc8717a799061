"""The two kinds of step: each must be able to fail, and to say that it does not know."""

import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from theory.kernel.steps import at_most, equation

x, y = sp.symbols("x y")
n = sp.Symbol("n", integer=True, nonnegative=True)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_equation_decides_polynomial_identities(a, b):
    assert equation((x + a) * (x + b), x**2 + (a + b) * x + a * b, "expand", name="p").holds is True
    assert equation((x + a) * (x + b), x**2 + (a + b) * x + a * b + 1, "expand").holds is False


def test_equation_uses_what_is_given_and_nothing_else():
    assert equation(x * y, sp.Integer(1), "inverse", {y: 1 / x}).holds is True
    wrong = equation(x * y, sp.Integer(1), "inverse")
    assert wrong.holds is False
    assert wrong.counterexample == "the two sides differ by x y - 1"


def test_a_name_stands_for_a_side_and_is_not_compared_with_it():
    assert equation(x + x, 2 * x, "sum", name="s").relation == ":="
    assert equation((x + 1) ** 2, x**2 + 2 * x + 1, "square", name="s").before.startswith("s := ")


def test_inequality_holds_fails_or_is_undecided():
    assert at_most(n, n**2 + n, "n >= 0").holds is True
    assert at_most(n + 1, n, "no").holds is False
    assert at_most(x, y, "nothing is known").counterexample == "at x = 2, y = 1: x exceeds y by 1"
    assert at_most(sp.sin(n), sp.cos(n) + 2, "too hard, and true where it is tried").holds is None
    assert at_most(x, n, "given", {x: n - 1}).holds is True
    assert at_most(x, n, "given", {x: n + 2}).counterexample == "n + 2 exceeds n by 2"
