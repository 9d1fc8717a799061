"""The start is fixed bit for bit: published words of SplitMix64, and the formula of each entry."""

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.model.start import directions, splitmix64, start
from tests.strategies import rationals


def test_published_words():
    """The first words from seed 1234567, as published with reference implementations of SplitMix64."""
    words = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
    assert list(islice(splitmix64(1234567), 5)) == words


@given(st.integers(-(2**70), 2**70), st.integers(1, 5), st.integers(1, 3), st.integers(1, 3), rationals())
def test_shapes_order_and_scale(seed, width, inputs, outputs, scale):
    model = start(seed, width, scale, inputs, outputs)
    flat = [entry for X in (model.A, model.B, model.C) for row in X for entry in row]
    shapes = [(len(X), len(X[0])) for X in (model.A, model.B, model.C)]
    assert shapes == [(width, width), (width, inputs), (outputs, width)]
    assert flat == [scale * entry for entry in islice(directions(seed), len(flat))]


@given(st.integers(0, 2**64 - 1))
def test_directions_are_dyadic(seed):
    for entry in islice(directions(seed), 20):
        assert -1 <= entry < 1
        assert (entry * 2**20).denominator == 1


def test_seeds_differ():
    assert start(1, 3, Fraction(1)) != start(2, 3, Fraction(1))


@pytest.mark.parametrize("sizes", [(0, 1, 1), (1, 0, 1), (1, 1, -1)])
def test_empty_models_are_refused(sizes):
    width, inputs, outputs = sizes
    with pytest.raises(ValueError, match="each must be at least 1"):
        start(1, width, Fraction(1), inputs, outputs)
