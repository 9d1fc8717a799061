"""Contexts put back what they found, whatever happens inside."""

from fractions import Fraction

import flint
import mpmath
import pytest

from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.precision import arb_bits, guarded_bits, working_digits
from numerics.descent.descent import Divergence, descend
from numerics.descent.run import Run
from numerics.model.hankel import singular_values
from numerics.model.start import start
from numerics.model.teacher import response_of_values
from numerics.moments.hankel_pencil import hankel_pencil


def precisions():
    return mpmath.mp.prec, mpmath.iv.prec, flint.ctx.prec


@pytest.mark.parametrize(("context", "amount"), [(working_digits, 77), (arb_bits, 333)])
def test_restored_after_an_exception(context, amount):
    before = precisions()
    inside = []

    def fail():
        with context(amount):
            inside.append(precisions())
            raise RuntimeError("inside")

    with pytest.raises(RuntimeError, match="inside"):
        fail()
    assert precisions() == before != inside[0]


def test_contexts_nest():
    with working_digits(30):
        with working_digits(60):
            assert mpmath.mp.dps == 60
        assert mpmath.mp.dps == 30


@pytest.mark.parametrize("name", ["mpmath", "arb", "ball", "float64"])
def test_restored_between_the_steps_of_descent_and_after_divergence(name):
    before, engine = precisions(), arithmetic(name, 60, 10)
    run = descend(Run(start(1, 3, Fraction(1)), response_of_values([1, 2, 3]), Fraction(10**6), 10), engine)
    next(run)
    assert precisions() == before
    with pytest.raises(Divergence):
        list(run)
    assert precisions() == before


def test_restored_when_the_linear_algebra_refuses():
    before = precisions()
    with pytest.raises(ValueError, match="rank below 2"):
        hankel_pencil([1, 1, 1, 1], 2, digits=90)
    with pytest.raises(ValueError, match="at least 1 lags"):
        singular_values([], digits=90)
    assert precisions() == before


@pytest.mark.parametrize(("digits", "steps"), [(1, 1), (50, 1), (50, 20_000), (10_000, 10**9)])
def test_guard_bits(digits, steps):
    """At least 23 bits beyond the digits, and log2 of the steps beyond these."""
    assert 2 ** (guarded_bits(digits, steps) - 23) > 10**digits * steps


@pytest.mark.parametrize(("digits", "steps"), [(0, 1), (50, 0)])
def test_absurd_precision_is_refused(digits, steps):
    with pytest.raises(ValueError, match="both must be at least 1"):
        guarded_bits(digits, steps)
