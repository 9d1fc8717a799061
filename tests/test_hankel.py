"""Hankel matrices, their rank, and the pencil: known nodes come back, and what is not there is not found."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mpc, mpf, workdps

from numerics.arithmetics.mp_matrix import number
from numerics.model.hankel import hankel, singular_values
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import moment, response_of_measure, response_of_system
from numerics.moments.hankel_pencil import hankel_pencil
from tests.strategies import linear_rnns, measures

THREE = [Fraction(9, 10), Fraction(-1, 2), Fraction(1, 5)], [Fraction(1), Fraction(2), Fraction(1, 3)]


def moments(nodes, weights, length):
    return [moment(nodes, weights, lag) for lag in range(length)]


def rank(response, tolerance):
    """How many singular values exceed the tolerance times the largest."""
    values = singular_values(response, 50)
    return sum(value > mpf(tolerance) * values[0] for value in values)


@given(st.integers(1, 3), st.integers(1, 3), st.data())
def test_entries_of_a_block_hankel_matrix(inputs, outputs, data):
    response = response_of_system(data.draw(linear_rnns(2, inputs, outputs)), 6)
    rows, shift = data.draw(st.integers(1, 4)), data.draw(st.integers(0, 2))
    H = hankel(response, rows, shift)
    assert (H.rows, H.cols) == (rows * outputs, (7 - shift - rows) * inputs)
    for i in range(H.rows):
        for j in range(H.cols):
            entry = response[i // outputs + j // inputs + shift][i % outputs][j % inputs]
            assert H[i, j] == mpf(entry.numerator) / entry.denominator


@given(measures())
def test_rank_is_the_number_of_nodes(measure):
    """Distinct nodes, positive weights: with 2n lags or more the rank is n, and is never more."""
    nodes, weights = measure
    for length in (2 * len(nodes), 2 * len(nodes) + 3):
        assert rank(moments(nodes, weights, length), "1e-35") == len(nodes)
        assert rank(response_of_measure(nodes, weights, length), "1e-35") == len(nodes)


def test_rank_follows_the_tolerance():
    """A third node of weight 1e-12 counts when the tolerance is below it, and does not when it is above."""
    weights = [*THREE[1][:2], Fraction(1, 10**12)]
    response = moments(THREE[0], weights, 8)
    assert rank(response, "1e-20") == 3
    assert rank(response, "1e-9") == 2


def test_rank_of_nothing_is_zero():
    assert rank([0, 0, 0], "1e-20") == 0


def test_singular_values_of_a_symmetric_example():
    """[[2, 1], [1, 2]] has singular values 3 and 1."""
    with workdps(40):
        three, one = singular_values([2, 1, 2], 40)
        assert abs(three - 3) < mpf(10) ** -38
        assert abs(one - 1) < mpf(10) ** -38


@given(measures(most=3), st.integers(0, 3))
def test_the_pencil_finds_nodes_and_weights(measure, extra):
    """Nodes at least 1/72 apart, weights at most 108 to 1: 25 of 60 digits survive."""
    nodes, weights = measure
    found = hankel_pencil(moments(nodes, weights, 2 * len(nodes) + extra), len(nodes), digits=60)
    with workdps(60):
        expected = sorted(zip(map(number, nodes), map(number, weights), strict=True))
        for (x, w), (y, v) in zip(sorted(zip(found.nodes, found.weights, strict=True)), expected, strict=True):
            assert abs(x - y) < mpf(10) ** -25
            assert abs(w - v) < mpf(10) ** -25
        assert found.misfit < mpf(10) ** -25


def test_the_pencil_extrapolates():
    """From seven moments of three nodes, lag 100; zero-padding methods miss even the next lag."""
    found = hankel_pencil(moments(*THREE, 7), 3, digits=50)
    with workdps(50):
        exact = moment(*THREE, 100)
        assert abs(found.lag(100) - mpf(exact.numerator) / exact.denominator) < mpf(10) ** -43


def test_complex_nodes():
    """1, 0, -1, 0, ... has the nodes i and -i with weights 1/2, on which mpmath's QR divides by zero."""
    found = hankel_pencil([1, 0, -1, 0, 1], 2)
    with workdps(50):
        assert all(min(abs(x - mpc(0, sign)) for sign in (1, -1)) < mpf(10) ** -45 for x in found.nodes)
        assert all(abs(w - mpf(1) / 2) < mpf(10) ** -45 for w in found.weights)
        assert abs(found.nodes[0] - found.nodes[1]) > 1


def test_data_of_higher_rank_show_in_the_misfit():
    """Two nodes asked for where there are three: the misfit says so."""
    assert hankel_pencil(moments(*THREE, 7), 2).misfit > mpf("1e-3")
    assert hankel_pencil(moments(*THREE, 7), 3).misfit < mpf("1e-40")


@pytest.mark.parametrize(("response", "rank"), [([1, 1, 1, 1], 2), ([0, 0], 1)])
def test_rank_that_is_not_there_is_refused(response, rank):
    with pytest.raises(ValueError, match=f"rank below {rank}"):
        hankel_pencil(response, rank)


@pytest.mark.parametrize(("length", "rank"), [(3, 2), (4, 0), (0, 1)])
def test_too_few_lags_are_refused(length, rank):
    with pytest.raises(ValueError, match="2 rank lags"):
        hankel_pencil([1] * length, rank)


def test_teachers_agree():
    """The measure's moments are the response of the diagonal system A = diag(x), B = w, C = (1, ..., 1)."""
    nodes, weights = THREE
    A = tuple(tuple(x if i == j else Fraction(0) for j in range(3)) for i, x in enumerate(nodes))
    system = LinearRNN(A, tuple((w,) for w in weights), ((Fraction(1),) * 3,))
    assert response_of_system(system, 9) == response_of_measure(nodes, weights, 9)
