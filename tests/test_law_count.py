"""The count from both sides: known counts, wrong laws, and what must not be called proved."""

from random import Random

import pytest
from flint import fmpz_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.balance.balancedness import one_sign_flipped
from theory.laws.conserved_functions import broken_law, gradient, jacobian_rank, outputs, polynomials
from theory.laws.law_count import count_laws, integer_point, rnn_laws, two_layer_laws
from theory.model.matrix_products import linear_rnn, two_layer_network
from theory.words.matrix_words import words
from theory.words.symbols import A, B, C

PUBLISHED = {(2, 2, 2): 3, (3, 2, 2): 3, (2, 3, 2): 6, (1, 3, 1): 5, (1, 4, 2): 9, (3, 3, 3): 6, (5, 4, 5): 10}


@pytest.mark.parametrize(("size", "laws"), PUBLISHED.items())
def test_published_counts_of_two_layer_networks(size, laws):
    found = count_laws(two_layer_network(*size), two_layer_laws(), Random(1))
    assert (found.lower, found.upper, found.proved) == (laws, laws, True)


@given(st.integers(1, 4), st.integers(2, 4), st.integers(1, 3), st.integers(1, 3), st.integers(0, 99))
@settings(max_examples=15)
def test_balancedness_is_complete(width, length, inputs, output_size, seed):
    found = count_laws(linear_rnn(width, length, inputs, output_size), rnn_laws(length), Random(seed))
    assert found.lower <= width * (width + 1) // 2 <= found.upper
    assert found.proved


@pytest.mark.parametrize(("width", "length"), [(5, 2), (5, 5), (6, 4)])
def test_wide_students(width, length):
    found = count_laws(linear_rnn(width, length), rnn_laws(length), Random(0))
    assert (found.lower, found.upper) == (width * (width + 1) // 2,) * 2


@pytest.mark.parametrize(
    ("width", "inputs", "output_size", "laws"), [(1, 1, 1, 2), (3, 1, 1, 14), (2, 2, 2, 7), (4, 1, 2, 25)]
)
def test_one_lag(width, inputs, output_size, laws):
    """A stands still: d^2 laws, and those of the two-layer network C B; D - 1 in all only when m = p = 1."""
    found = count_laws(linear_rnn(width, 1, inputs, output_size), rnn_laws(1), Random(0))
    two_layers = count_laws(two_layer_network(output_size, width, inputs), two_layer_laws(), Random(0))
    assert (found.lower, found.upper) == (laws, laws)
    assert laws == width**2 + two_layers.lower
    assert (laws == found.dimension - 1) == (inputs == output_size == 1)


@pytest.mark.parametrize("signs", one_sign_flipped())
def test_a_wrong_sign_is_not_conserved(signs):
    found = count_laws(linear_rnn(1, 2), rnn_laws(2, signs), Random(0))
    assert "changes at rate" in found.broken_law
    assert found.lower == 0
    assert not found.proved


def test_wrong_sign_by_hand():
    """d = 1, Q = b^2 + c^2: along grad h_0 = (0, c, b) it changes at 2 b c + 2 c b."""
    model = linear_rnn(1, 1)
    laws = polynomials(model, [words(B * B.T + C.T * C)])
    assert broken_law(laws, outputs(model)) == (
        "B_00^2 + C_00^2 changes at rate 4*B_00*C_00 along the gradient of B_00*C_00"
    )


def test_too_few_laws_are_not_called_complete():
    """Q without A, at k = 1 conserved, but the entries of A are laws as well: 3 <= laws <= 7."""
    found = count_laws(linear_rnn(2, 1), (words(B * B.T - C.T * C),), Random(0))
    assert (found.lower, found.upper, found.broken_law, found.proved) == (3, 7, None, False)


def test_a_law_that_longer_training_breaks():
    """B B^T - C^T C is conserved by h_0 and not by h_1."""
    laws = (words(B * B.T - C.T * C),)
    assert not broken_law(polynomials(linear_rnn(2, 1), laws), outputs(linear_rnn(2, 1)))
    assert broken_law(polynomials(linear_rnn(2, 2), laws), outputs(linear_rnn(2, 2)))


@pytest.mark.parametrize(
    ("point", "lower"),
    [((3, 0, 0), 0), ((3, 1, 1), 1), ((0, 1, -1), 1)],
)
def test_special_points_of_width_one(point, lower):
    """Q = b^2 - c^2, so dQ = (0, 2 b, -2 c) vanishes exactly where b = c = 0."""
    found = count_laws(linear_rnn(1, 2), rnn_laws(2), Random(0), point)
    assert found.lower == lower
    assert found.point == point


@given(st.integers(1, 3), st.integers(0, 999))
def test_rank_from_below_is_at_most_the_number_of_laws(width, seed):
    model, source = linear_rnn(width, 2), Random(seed)
    laws, point = polynomials(model, rnn_laws(2)), integer_point(model, source)
    rows = [[int(x(*point)) for x in gradient(law)] for law in laws]
    assert len(laws) == width * (width + 1) // 2
    assert jacobian_rank(laws, point) == fmpz_mat(rows).rank() <= len(laws)
    assert all(coordinate != 0 for coordinate in point)


def test_no_laws_have_rank_zero():
    assert jacobian_rank([], [1, 2, 3]) == 0
    assert polynomials(linear_rnn(1, 2), [words(A - A)]) == []


def test_fractions_in_laws_are_refused_not_truncated():
    with pytest.raises(ValueError, match="not an integer"):
        polynomials(linear_rnn(1, 2), [words(A / 2)])


@pytest.mark.parametrize("sizes", [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, -2)])
def test_sizes_below_one_are_refused(sizes):
    with pytest.raises(ValueError, match="at least 1"):
        linear_rnn(*sizes)


def test_a_point_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="coordinates"):
        count_laws(linear_rnn(1, 2), (), Random(0), (1, 2))
