"""Deviations of two responses, and the asymmetry of a student, against naive references, exactly."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.deviation import deviations, response_stream
from numerics.model.linear_rnn import impulse_response, in_arithmetic
from tests.strategies import linear_rnns

EXACT = Exact()
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3))


def drawn(data, shape):
    return in_arithmetic(data.draw(linear_rnns(*shape)), EXACT)


@given(SHAPES, st.data())
def test_the_stream_is_the_impulse_response(shape, data):
    model = drawn(data, shape)
    assert list(islice(response_stream(model, EXACT), 6)) == impulse_response(model, 6, EXACT)


@given(SHAPES, st.integers(1, 8), st.data())
def test_deviations_are_those_of_each_lag(shape, horizon, data):
    h, g = (impulse_response(drawn(data, shape), horizon, EXACT) for _ in range(2))
    found = deviations(h, g, horizon, (0, 3, 7), EXACT)
    naive = [EXACT.subtract(*pair) for pair in zip(h, g, strict=True)]
    assert [(d.lag, d.difference) for d in found.at] == [(j, naive[j]) for j in (0, 3, 7) if j < horizon]
    sizes = [EXACT.squared_norm(X) for X in naive]
    assert EXACT.squared_norm(found.largest.difference) == max(sizes) == sizes[found.largest.lag]


def test_a_response_that_ends_too_early_is_refused():
    h = [EXACT.matrix([[1]])] * 3
    for student, teacher, horizon in ((h, h[:2], 3), (h[:2], h, 3), (h, h, 4), (h, h, 0), ([], [], 1)):
        with pytest.raises(ValueError, match="horizon"):
            deviations(student, teacher, horizon, (), EXACT)


@given(st.integers(1, 4), st.integers(1, 3), st.data())
def test_the_symmetric_rest_is_symmetric(width, inputs, data):
    model = drawn(data, (width, inputs, inputs))
    part = antisymmetric_part(model, EXACT)
    A, B, C = (EXACT.subtract(X, Y) for X, Y in zip(vars(model).values(), vars(part).values(), strict=True))
    assert EXACT.transpose(A) == A
    assert EXACT.transpose(B) == C
    assert EXACT.transpose(part.A) == EXACT.scale(-1, part.A)
    assert EXACT.transpose(part.B) == EXACT.scale(-1, part.C)
