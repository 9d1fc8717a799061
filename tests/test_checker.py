"""The independent checker: its balls, its bounds of the Hessian, its run and its measurements."""

import ast
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.checker import curvature, descent, quantities, response, rule, spectrum
from numerics.checker.balls import Ball, Fixed, Interval
from numerics.checker.model import Student, gradient
from numerics.checker.start import start
from numerics.checker.teacher import markov_parameters
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.asymmetry import squared_asymmetry
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.model.start import start as known_start
from numerics.model.teacher import response_of_measure
from numerics.rigour.hessian import FloatStudent, hessian
from tests.strategies import contractions, matrices, rationals

ROOM = sorted((Path(__file__).parent.parent / "numerics" / "checker").glob("*.py"))


def listed(X):
    """An exact matrix of any kind as rows of fractions."""
    rows = X.tolist() if hasattr(X, "tolist") else X
    return [[Fraction(int(x.p), int(x.q)) if hasattr(x, "p") else Fraction(x) for x in row] for row in rows]


def within(ball, X, bits):
    """Whether the exact matrix lies in the ball, decided exactly."""
    pairs = zip(listed(X), ball.rows, strict=True)
    return sum((x * 2**bits - y) ** 2 for row in pairs for x, y in zip(*row, strict=True)) <= ball.radius**2


def product(X, Y):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*Y, strict=True)] for row in X]


def difference(X, Y, sign=1):
    return [[x - y for x, y in zip(*pair, strict=True)] for pair in zip(X, Y, strict=True)]


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


@st.composite
def problems(draw, entries=None):
    """A start and a teacher's lags, of one or two inputs and outputs."""
    d, m, p, k = (draw(st.integers(1, most)) for most in (3, 2, 2, 4))
    entries = contractions() if entries is None else entries
    student = tuple(draw(matrices(*shape, entries)) for shape in ((d, d), (d, m), (p, d)))
    return student, [draw(matrices(p, m, entries)) for _ in range(k)]


def exactly(student):
    return in_arithmetic(LinearRNN(*student), Exact())


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


@given(problems(), st.integers(0, 20))
def test_the_quantities_are_those_of_the_house(problem, radius_bits):
    student, g = problem
    fixed, exact = Fixed(120), exactly(student)
    balls = Student(*(Ball(Fixed(120).ball(X).rows, 1 << radius_bits) for X in student))
    h = markov_parameters(*student, len(g))
    loss = sum(x**2 for h_j, g_j in zip(h, g, strict=True) for row in difference(h_j, listed(g_j)) for x in row)
    found = quantities.loss(balls, g, fixed)
    assert found.lower <= loss <= found.upper
    assert within(quantities.balancedness(balls, fixed), balancedness(exact, Exact()), 120)
    if len(student[2]) == len(student[1][0]):
        size, square = quantities.asymmetry(balls, fixed), Fraction(squared_asymmetry(exact, Exact()))
        assert size.lower**2 <= square <= size.upper**2


@given(problems(), problems(), st.integers(1, 40))
def test_the_error_below_a_horizon_is_enclosed(first, second, horizon):
    (student, _), (teacher, _) = first, second
    assume(len(student[1][0]) == len(teacher[1][0]) and len(student[2]) == len(teacher[2]))
    fixed = Fixed(300)
    pair = [Student(*map(fixed.ball, X)) for X in (student, teacher)]
    h, g = (markov_parameters(*X, horizon) for X in (student, teacher))
    squares = [sum(x**2 for row in difference(a, b) for x in row) for a, b in zip(h, g, strict=True)]
    found, lag = response.largest_error(*pair, horizon, fixed, lambda step: None)
    assert found.lower**2 <= max(squares) <= found.upper**2
    assert found.upper - found.lower < Fraction(1, 2**100)
    at = response.error_at(*pair, lag, fixed)
    assert at.lower**2 <= squares[lag] <= at.upper**2
    by_list = response.largest_of_list(pair[0], g, fixed)
    assert by_list.lower**2 <= max(squares) <= by_list.upper**2


def scalar(node, weight, fixed):
    return Student(fixed.ball([[node]]), fixed.ball([[weight]]), fixed.ball([[Fraction(1)]]))


def test_every_lag_needs_decay_and_finds_the_supremum():
    fixed = Fixed(200)
    student, teacher = scalar(Fraction(99, 100), Fraction(1), fixed), scalar(Fraction(9, 10), Fraction(1), fixed)
    errors = [Fraction(99, 100) ** j - Fraction(9, 10) ** j for j in range(200)]
    found = response.error_at_every_lag(student, teacher, fixed, lambda step: None)
    assert found is not None
    assert found.lower <= max(errors) <= found.upper
    assert found.upper - found.lower < Fraction(1, 10**30)
    forever = scalar(Fraction(1), Fraction(1), fixed)
    assert response.error_at_every_lag(student, forever, fixed, lambda step: None) is None


@given(matrices(3, 3), st.integers(0, 30))
def test_the_spectral_radius_is_enclosed(A, radius_bits):
    fixed = Fixed(150)
    found = spectrum.spectral_radius(Ball(fixed.ball(A).rows, 1 << radius_bits), fixed)
    largest = max(abs(np.linalg.eigvals(np.array(A, dtype=float))))
    assert float(found.lower) <= largest + 1e-4
    assert largest - 1e-4 <= float(found.upper)


def test_the_spectral_radius_is_sharp_and_vanishes_for_a_nilpotent_matrix():
    fixed = Fixed(200)
    mixing = [[Fraction(3, 5), Fraction(1, 5)], [Fraction(1, 5), Fraction(3, 5)]]
    symmetric = spectrum.spectral_radius(fixed.ball(mixing), fixed)
    assert symmetric.lower <= Fraction(4, 5) <= symmetric.upper
    assert symmetric.upper - symmetric.lower < Fraction(1, 10**12)
    nilpotent = fixed.ball([[Fraction(0), Fraction(1)], [Fraction(0), Fraction(0)]])
    assert spectrum.spectral_radius(nilpotent, fixed).upper < Fraction(1, 2**50)


def boxes(values, radius):
    return [Interval(value - radius, value + radius) for value in values]


@st.composite
def measures(draw):
    count = draw(st.integers(1, 3))
    grid = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count, unique=True))
    weights = draw(st.lists(st.integers(1, 9).map(lambda w: Fraction(w, 4)), min_size=count, max_size=count))
    return [Fraction(x, 10) for x in grid], weights


@given(measures(), st.data())
def test_a_rule_is_confirmed_and_a_moved_one_refuted(measure, data):
    nodes, weights = measure
    moments = response_of_measure(nodes, weights, 2 * len(nodes))
    h = boxes([g[0][0] for g in moments], Fraction(1, 10**40))
    radius = Fraction(1, 10**12)
    assert rule.holds(boxes(nodes, radius), boxes(weights, radius), h) is True
    which = data.draw(st.integers(0, 2 * len(nodes) - 1))
    moved = [*nodes, *weights]
    moved[which] += Fraction(3, 10**12)
    found = rule.holds(boxes(moved[: len(nodes)], radius), boxes(moved[len(nodes) :], radius), h)
    assert found is False
    assert rule.holds(boxes(nodes, Fraction(1, 10**60)), boxes(weights, Fraction(1, 10**60)), h) is None


def test_a_permuted_rule_is_the_same_rule():
    nodes, weights = [Fraction(1, 2), Fraction(-1, 3)], [Fraction(1), Fraction(2)]
    h = boxes([g[0][0] for g in response_of_measure(nodes, weights, 4)], Fraction(1, 10**40))
    radius = Fraction(1, 10**10)
    assert rule.holds(boxes(nodes[::-1], radius), boxes(weights[::-1], radius), h) is True
    assert rule.holds(boxes(nodes, radius), boxes(weights[::-1], radius), h) is not True
