"""Lazy power series and majorants: the gradient, written once, gives Taylor coefficients and bounds of them."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import arb, arb_poly
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.majorant import Majorants, norm_bound
from numerics.arithmetics.power_series import PowerSeries, SeriesArithmetic
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.flow.taylor_path import flow_series
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from tests import oracles
from tests.strategies import Instance, contractions, instances, matrices

EXACT = Exact()
SERIES = SeriesArithmetic(EXACT)


def polynomial(coefficients: list[Rows]) -> PowerSeries[object]:
    return PowerSeries(lambda n: EXACT.matrix(coefficients[n] if n < len(coefficients) else ZERO))


ZERO = ((Fraction(0), Fraction(0)), (Fraction(0), Fraction(0)))
polynomials = st.lists(matrices(2, 2), min_size=1, max_size=3)


def at(series: PowerSeries[object], degree: int, t: Fraction) -> list[list[Fraction]]:
    """The polynomial's value, naively."""
    total = oracles.zeros(2, 2)
    for n in range(degree + 1):
        total = oracles.plus(total, EXACT.rows(series[n]), t**n)
    return total


@given(polynomials, polynomials, contractions())
def test_operations_are_those_of_the_values(X: list[Rows], Y: list[Rows], t: Fraction) -> None:
    x, y = polynomial(X), polynomial(Y)
    u, v = at(x, 2, t), at(y, 2, t)
    assert at(SERIES.multiply(x, y), 4, t) == oracles.product(u, v)
    assert at(SERIES.transpose_multiply(x, y), 4, t) == oracles.product(oracles.transposed(u), v)
    assert at(SERIES.multiply_transpose(x, y), 4, t) == oracles.product(u, oracles.transposed(v))
    assert at(SERIES.add(x, y), 2, t) == oracles.plus(u, v)
    assert at(SERIES.subtract(x, y), 2, t) == oracles.plus(u, v, -1)
    assert at(SERIES.scale(Fraction(3, 7), x), 2, t) == oracles.plus(oracles.zeros(2, 2), u, Fraction(3, 7))


def test_scalars_are_values_at_zero() -> None:
    x = polynomial([((Fraction(1), Fraction(2)), (Fraction(2), Fraction(0))), ((Fraction(5),) * 2,) * 2])
    assert SERIES.squared_norm(x) == 9
    assert SERIES.rows(x)[0] == [1, 2]
    assert SERIES.fractions(x)[1] == (2, 0)
    assert SERIES.exceeds(SERIES.squared_norm(x), 8)
    assert not SERIES.exceeds(SERIES.squared_norm(x), 9)


def test_coefficients_are_computed_once_and_in_order() -> None:
    asked: list[int] = []
    series = PowerSeries(lambda n: asked.append(n) or n)
    assert [series[3], series[1], series[3]] == [3, 1, 3]
    assert asked == [0, 1, 2, 3]


def lie_derivatives(start: tuple[Fraction, ...], g: list[Fraction], order: int) -> list[list[Fraction]]:
    """x_n = (f . grad)^n x / n! at the start, d = m = p = 1, by sympy: no code of numerics."""
    theta = sp.symbols("a b c")
    a, b, c = theta
    loss = sum((c * a**j * b - sp.Rational(x.numerator, x.denominator)) ** 2 for j, x in enumerate(g))
    f = [-sp.diff(loss, x) for x in theta]
    values = {x: sp.Rational(v.numerator, v.denominator) for x, v in zip(theta, start, strict=True)}
    found, current = [], list(theta)
    for n in range(order + 1):
        terms = [sp.Rational(x.subs(values)) / sp.factorial(n) for x in current]
        found.append([Fraction(int(x.p), int(x.q)) for x in terms])
        current = [sp.expand(sum(rate * sp.diff(x, y) for rate, y in zip(f, theta, strict=True))) for x in current]
    return found


@pytest.mark.parametrize("g", [[Fraction(1)], [Fraction(1), Fraction(1, 2)]])
def test_taylor_coefficients_are_lie_derivatives(g: list[Fraction]) -> None:
    start = (Fraction(1, 2), Fraction(1, 3), Fraction(-2, 3))
    student = in_arithmetic(LinearRNN(*(((x,),) for x in start)), EXACT)
    model, _ = flow_series(student, [((x,),) for x in g], EXACT)
    ours = [[EXACT.rows(part[n])[0][0] for part in (model.A, model.B, model.C)] for n in range(4)]
    assert ours == lie_derivatives(start, g, 3)


@given(instances(), contractions())
def test_majorants_bound_every_coefficient_of_the_gradient(instance: Instance, t: Fraction) -> None:
    from numerics.descent.descent import gradient

    balls, degree = Balls(128), 2
    direction = in_arithmetic(instance.model, balls)
    path = [direction, LinearRNN(*(balls.scale(t, X) for X in parts(direction)))]
    series = SeriesArithmetic(balls)
    moving = LinearRNN(
        *(
            PowerSeries(lambda n, p=p: p[n] if n < 2 else balls.scale(0, p[0]))
            for p in zip(*map(parts, path), strict=True)
        )
    )
    exact = gradient(moving, [series.matrix(rows) for rows in instance.teacher_response], series)
    majorants = Majorants()
    norms = LinearRNN(*(majorants.polynomial(p) for p in zip(*map(parts, path), strict=True)))
    bound = gradient(norms, [majorants.matrix(rows) for rows in instance.teacher_response], majorants)
    for G, over in zip(parts(exact), parts(bound), strict=True):
        for n in range(degree + 1):
            with arb_bits(512):  # at the caller's 53 bits the norm itself would be rounded up past the bound
                assert not norm_bound(G[n].mid()) > over[n].abs_upper()


def parts(model: LinearRNN[object]) -> tuple[object, object, object]:
    return model.A, model.B, model.C


def test_tail_of_a_majorant_by_hand() -> None:
    """1 + 2t + 3t^2 beyond the order 1 on [0, 1/2]: 1 + 3/4."""
    tail = Majorants().tail(arb_poly([1, 2, 3]), 1, Fraction(1, 2))
    assert tail == arb(1.75)
    assert Majorants().tail(arb_poly([1, 2, 3]), 3, Fraction(1, 2)) == 0


def test_majorants_have_no_entries() -> None:
    with pytest.raises(ValueError, match="no matrix entries"):
        Majorants().fractions(arb_poly([1]))
