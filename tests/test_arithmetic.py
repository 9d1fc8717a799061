"""Every arithmetic against the definition of each operation; exact round trips; nothing global changed, ever."""

import pickle
from fractions import Fraction

import flint
import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.by_name import NAMES, arithmetic
from numerics.arithmetics.protocol import exact_rows
from tests import oracles
from tests.strategies import matrices, rationals

SHAPE = st.integers(1, 4)
DIGITS = 40
TOLERANCE = {"mpmath": Fraction(1, 10**45), "arb": Fraction(1, 10**45), "float64": Fraction(1, 10**11), "exact": 0}


def closely(engine, X, expected):
    """Whether X is what the definition gives: equal, near enough in this arithmetic, or enclosing it."""
    if engine.name == "ball":
        return X.contains(arithmetic("exact").matrix(expected))
    found = engine.fractions(X)
    assert [len(row) for row in found] == [len(row) for row in expected]
    pairs = [(x, y) for rows in zip(found, expected, strict=True) for x, y in zip(*rows, strict=True)]
    return all(abs(x - y) <= TOLERANCE[engine.name] * 1000 for x, y in pairs)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_operations_by_their_definition(name, data):
    engine = arithmetic(name, DIGITS)
    a, b, c = (data.draw(SHAPE) for _ in range(3))
    X, Y = data.draw(matrices(a, b)), data.draw(matrices(b, c))
    Z, factor = data.draw(matrices(a, b)), data.draw(rationals())
    x, y, z = map(engine.matrix, (X, Y, Z))
    assert closely(engine, engine.multiply(x, y), oracles.product(X, Y))
    assert closely(engine, engine.transpose(x), oracles.transposed(X))
    assert closely(engine, engine.transpose_multiply(x, z), oracles.product(oracles.transposed(X), Z))
    assert closely(engine, engine.multiply_transpose(x, z), oracles.product(X, oracles.transposed(Z)))
    assert closely(engine, engine.add(x, z), oracles.plus(X, Z))
    assert closely(engine, engine.subtract(x, z), oracles.plus(X, Z, -1))
    assert closely(engine, engine.scale(factor, x), oracles.plus(oracles.zeros(a, b), X, factor))
    assert closely(engine, engine.beside([x, z, x]), [[*p, *q, *p] for p, q in zip(X, Z, strict=True)])


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_squared_norm_and_bound(name, data):
    engine = arithmetic(name, DIGITS)
    X, Y = data.draw(matrices(2, 3)), data.draw(matrices(1, 2))
    expected = sum(x * x for Z in (X, Y) for row in Z for x in row)
    norm = engine.squared_norm(engine.matrix(X), engine.matrix(Y))
    assert engine.exceeds(norm, expected - Fraction(1, 10**6))
    assert not engine.exceeds(norm, expected + Fraction(1, 10**6))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ball"])
@given(data=st.data())
def test_stored_as_fractions_the_bits_come_back(name, data):
    engine = arithmetic(name, DIGITS)
    X = engine.matrix(data.draw(matrices(3, 2)))
    X = engine.multiply_transpose(X, engine.scale(Fraction(1, 10**30), X))
    stored = engine.fractions(X)
    assert engine.fractions(engine.matrix(stored)) == stored
    if name != "exact":
        assert all((value.denominator & (value.denominator - 1)) == 0 for row in stored for value in row)


def test_a_wrong_value_is_not_close():
    """The comparator above fails where it must: in every arithmetic, on a value, and on a shape."""
    for name in NAMES:
        engine = arithmetic(name, DIGITS)
        assert not closely(engine, engine.matrix([[1, 2]]), [[1, Fraction(2000001, 1000000)]])
    with pytest.raises(AssertionError):
        closely(arithmetic("mpmath"), arithmetic("mpmath").matrix([[1, 2]]), [[1]])


@pytest.mark.parametrize("name", NAMES)
def test_shapes_that_do_not_fit_are_refused_and_nothing_global_changes(name):
    engine = arithmetic(name, DIGITS)
    before = mpmath.mp.prec, mpmath.iv.prec, flint.ctx.prec
    X = engine.matrix([[1, 2, 3]])
    for operation in (engine.multiply, engine.add):
        with pytest.raises(ValueError, match=r".+"):
            operation(engine.transpose(X) if operation == engine.add else X, X)
    assert (mpmath.mp.prec, mpmath.iv.prec, flint.ctx.prec) == before


@pytest.mark.parametrize("name", NAMES)
def test_an_arithmetic_travels_between_processes(name):
    engine = arithmetic(name, DIGITS, 1000)
    assert pickle.loads(pickle.dumps(engine)) == engine
    assert engine.name == name


def test_midpoints_have_no_radius_and_balls_do():
    third = [[Fraction(1, 3)]]
    midpoints, balls = arithmetic("arb", DIGITS), arithmetic("ball", DIGITS)
    assert all(entry.is_exact() for row in midpoints.rows(midpoints.matrix(third)) for entry in row)
    assert all(entry.rad() > 0 for row in balls.rows(balls.matrix(third)) for entry in row)


@pytest.mark.parametrize("rows", [[], [[]], [[1], [1, 2]]])
def test_ragged_rows_are_refused(rows):
    with pytest.raises(ValueError, match="must be equal and at least 1"):
        exact_rows(rows)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="choose one of mpmath, arb"):
        arithmetic("decimal")
