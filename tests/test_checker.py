"""The independent checker: its balls, its bounds of the Hessian and its run, against exact rationals."""

import ast
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.checker import curvature, descent
from numerics.checker.balls import Ball, Fixed
from numerics.checker.model import Student, gradient
from numerics.checker.start import start
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start as known_start
from numerics.model.teacher import response_of_measure
from numerics.rigour.hessian import FloatStudent, hessian
from tests.checker_examples import difference, listed, problems, product, within
from tests.strategies import contractions, matrices, rationals

ROOM = sorted((Path(__file__).parent.parent / "numerics" / "checker").glob("*.py"))


def test_it_shares_no_code_and_needs_no_library():
    nodes = [node for path in ROOM for node in ast.walk(ast.parse(path.read_text()))]
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    foreign = {name for name in names if not name.startswith("numerics.checker")}
    assert foreign <= set(sys.stdlib_module_names) | {"collections.abc"}
    assert not foreign & {"decimal", "cmath"}
    assert not [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]


@st.composite
def known_balls(draw, rows, columns, bits):
    """A ball and a matrix in it, as far from the middle as the radius allows in one entry, or a multiple of that."""
    middle = draw(st.lists(st.lists(st.integers(-(2**bits), 2**bits), min_size=columns, max_size=columns),
                           min_size=rows, max_size=rows))  # fmt: skip
    radius = draw(st.integers(0, 2 ** (bits // 2)))
    share = draw(st.lists(contractions(), min_size=rows * columns, max_size=rows * columns))
    length = sum(x**2 for x in share)
    scale = radius / max(Fraction(1), length)  # |share| <= max(1, |share|^2)
    moved = [[Fraction(x + scale * share[i * columns + j]) / 2**bits for j, x in enumerate(row)]
             for i, row in enumerate(middle)]  # fmt: skip
    return Ball(tuple(map(tuple, middle)), radius), moved


@given(st.data(), st.sampled_from([3, 8, 40]), rationals())
def test_what_is_computed_contains_the_exact_result(data, bits, factor):
    fixed = Fixed(bits)
    (X, x), (Y, y) = data.draw(known_balls(2, 3, bits)), data.draw(known_balls(3, 2, bits))
    Z, z = data.draw(known_balls(2, 3, bits))
    assert within(fixed.multiply(X, Y), product(x, y), bits)
    assert within(fixed.subtract(X, Z), difference(x, z), bits)
    assert within(fixed.scale(factor, X), [[factor * e for e in row] for row in x], bits)
    square = sum(e**2 for row in x for e in row)
    norm = fixed.norm(X)
    assert norm.lower**2 <= square <= norm.upper**2
    assert X.size**2 >= X.squared


@given(matrices(2, 3), st.integers(1, 30))
def test_a_rounded_matrix_lies_in_its_ball(X, bits):
    assert within(Fixed(bits).ball(X), X, bits)


def test_each_term_of_a_products_radius_is_needed():
    """Rows (1, 1), radii 2: the exact product of the farthest points is reached by |X| r_Y + r_X |Y| + r_X r_Y."""
    fixed, one = Fixed(10), 1 << 10
    X = Ball(((one,),), 2)
    exact = Fraction((one + 2) ** 2, one) - one
    radius = fixed.multiply(X, X).radius
    assert exact <= radius <= exact + 2
    assert fixed.multiply(X, Ball(((one,),), 0)).radius >= 2
    assert fixed.multiply(Ball(((0,),), one), Ball(((0,),), one)).radius >= one
    third = fixed.multiply(fixed.ball([[Fraction(1, 2)]]), Ball(((1,),), 0))
    assert within(third, [[Fraction(1, 2 * one)]], 10), "the rounding of the product itself"


@given(problems(), st.sampled_from([16, 64, 200]))
def test_the_gradient_is_that_of_the_house(problem, bits):
    student, g = problem
    fixed = Fixed(bits)
    found = gradient(Student(*map(fixed.ball, student)), [fixed.ball(g_j) for g_j in g], fixed)
    run = Run(LinearRNN(*student), tuple(g), Fraction(1), 0)
    (iterate,) = descend(run, Exact())
    assert all(within(X, Y, bits) for X, Y in zip(found.parts, iterate.gradient.parts, strict=True))


def eigenvalues(student, g):
    """Of the Hessian in float64: to 1e-9 of its size at these students."""
    A, B, C = (np.array(X, dtype=float) for X in student)
    return np.linalg.eigvalsh(hessian(FloatStudent(A, B, C, np.array(g, dtype=float))))


@given(problems(), st.data())
def test_the_hessian_stays_between_the_bounds(problem, data):
    student, g = problem
    spare = Fraction(1, 2 ** data.draw(st.integers(2, 20)))
    balls = Student(*(Fixed(100).ball(X) for X in student)).middle
    around = curvature.curvature(balls, g, int(spare * curvature.ONE), 100)
    share = [data.draw(matrices(len(X), len(X[0]), contractions())) for X in student]
    length = max(Fraction(1), sum(x**2 for X in share for row in X for x in row))
    near = [[[x + spare * s / length for x, s in zip(*rows, strict=True)] for rows in zip(X, S, strict=True)]
            for X, S in zip(student, share, strict=True)]  # fmt: skip
    found = eigenvalues(near, g)
    size = 1e-9 * max(1.0, *map(abs, found))
    assert -around.nu / curvature.ONE - size <= found[0]
    assert found[-1] <= around.beta / curvature.ONE + size


def test_the_bounds_of_the_hessian_are_attained():
    """A = B = C = 0: Hess L has the eigenvalues +-2 g_0 and 0; a scalar student at its teacher: 2 |Dh|^2."""
    zero = Student(*(Ball(((0,),), 0) for _ in range(3)))
    around = curvature.curvature(zero, [[[Fraction(3)]]], 0, 64)
    assert 6 <= around.nu / curvature.ONE < 6.01
    one = Student(*(Ball(((1 << 64,),), 0) for _ in range(3)))
    at_teacher = curvature.curvature(one, [[[Fraction(1)]]] * 2, 0, 64)
    assert at_teacher.nu / curvature.ONE < 0.01
    assert at_teacher.beta / curvature.ONE * 1.0001 >= 3 + 5**0.5 + 1
    assert at_teacher.beta / curvature.ONE <= eigenvalues([[[1]]] * 3, [[[1]], [[1]]])[-1] * 1.2


@pytest.mark.parametrize("pair", ["AA", "AB", "AC", "BC"])
def test_every_pair_of_letters_counts(pair):
    """Students at which only words with this pair of letters replaced remain in the residual's part of Hess L."""
    zero, one = [[Fraction(0)] * 2] * 2, [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    first, second = [[Fraction(1)], [Fraction(0)]], [[Fraction(0), Fraction(1)]]
    nothing, flat = [[Fraction(0)], [Fraction(0)]], [[Fraction(0), Fraction(0)]]
    student, lag = {
        "AA": ((zero, first, second), 2),
        "AB": ((zero, nothing, second), 1),
        "AC": ((zero, first, flat), 1),
        "BC": ((one, nothing, flat), 1),
    }[pair]
    g = [[[Fraction(0)]]] * lag + [[[Fraction(1)]]]
    balls = Student(*(Fixed(80).ball(X) for X in student)).middle
    around = curvature.curvature(balls, g, 0, 80)
    least = -eigenvalues(student, g)[0]
    assert least > 0.5
    assert least <= around.nu / curvature.ONE * (1 + 1e-9)


small = st.fractions(min_value=Fraction(1, 50), max_value=Fraction(1, 10), max_denominator=60)


@given(problems(), small, st.integers(0, 3), st.sampled_from([160, 400]))
def test_the_run_encloses_exact_descent_and_its_energy(problem, eta, steps, bits):
    student, g = problem
    end = descent.descend(student, g, eta, steps, bits, lambda step: None)
    *taken, last = descend(Run(LinearRNN(*student), tuple(g), eta, steps), Exact())
    found = [(Ball(X.rows, end.radius), Y) for X, Y in zip(end.student.parts, last.model.parts, strict=True)]
    assert all(within(X, Y, end.bits) for X, Y in found)
    energy = sum(x**2 for it in taken for X in it.gradient.parts for row in listed(X) for x in row)
    assert end.energy.lower <= energy <= end.energy.upper
    assert end.radius.bit_length() < end.bits - bits // 2


def test_a_run_drops_the_bits_that_the_error_has_made_worthless(monkeypatch):
    monkeypatch.setattr(descent, "GUARD", 4)
    student, g = known_start(3, 2, Fraction(1, 3)).parts, response_of_measure([Fraction(9, 10)], [Fraction(2)], 5)
    end = descent.descend(student, g, Fraction(1, 100), 300, 300, lambda step: None)
    assert end.bits < 300
    monkeypatch.undo()
    sharp = descent.descend(student, g, Fraction(1, 100), 300, 300, lambda step: None)
    for X, Y in zip(end.student.parts, sharp.student.parts, strict=True):
        exact = [[Fraction(entry, 2**sharp.bits) for entry in row] for row in Y.rows]
        assert within(Ball(X.rows, end.radius + 1), exact, end.bits)


def test_too_few_bits_are_noticed():
    student, g = known_start(3, 2, Fraction(1, 4)).parts, response_of_measure([Fraction(9, 10)], [Fraction(2)], 5)
    with pytest.raises(descent.Outgrown, match="too large to be followed"):
        descent.descend(student, g, Fraction(1, 100), 400, 20, lambda step: None)


@given(st.integers(-(2**65), 2**65), st.integers(1, 3), rationals().filter(bool))
def test_the_start_is_that_of_the_house(seed, width, scale):
    known = known_start(seed, width, scale, 2, 1)
    assert [listed(X) for X in start(seed, width, scale, 2, 1)] == [listed(X) for X in known.parts]
