"""Every saddle: the second variation against its definition, inertia, enclosed spectra, what Q sees."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import arb, arb_mat, fmpq, fmpq_mat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.model.linear_rnn import LinearRNN
from numerics.saddles.mode_point import mode_point, origin
from numerics.saddles.saddle_spectrum import (
    enclosed_spectrum,
    hessian,
    padded_student,
    predicted_spectrum,
    symmetric_defect,
)
from tests.strategies import rationals
from tests.test_mass_deficit import BY_HAND, critical_points
from theory.kernel.vector_fields import term
from theory.model.rationals import to_flint
from theory.orbit.inertia import inertia
from theory.saddles.block_words import blocks, by_blocks
from theory.saddles.every_saddle import every_saddle_proof
from theory.saddles.pinned_rank import pinned_rank
from theory.saddles.saddle_instances import Saddle, by_theorem, hessian_form, planar_form, second_order

G = [1 + Fraction((-1) ** j, 2) for j in range(5)]
"""Nodes 1, -1, weights 1, 1/2, k = 5: the saddle a = 1, s = 11/10 with the rate 42/25."""


@st.composite
def moved_saddles(draw):
    """A saddle of any signs with one or two states to spare, any N that shares no node, and a move off the block."""
    modes = draw(critical_points(rationals(9, 5)))
    m, e = len(modes.student.nodes), draw(st.integers(1, 2))
    number = rationals(4, 3)

    def matrix(rows, columns):
        entries = draw(st.lists(number, min_size=rows * columns, max_size=rows * columns))
        return fmpq_mat(rows, columns, list(map(to_flint, entries)))

    saddle = Saddle(modes, tuple(draw(st.lists(number.filter(bool), min_size=m, max_size=m))), matrix(e, e))
    assume(saddle.apart)
    D, Y, X = matrix(m + e, m + e), matrix(m + e, 1), matrix(1, m + e)
    for p in range(m + e):
        for q in range(m + e):
            D[p, q] = D[p, q] if (p < m) != (q < m) else 0
        if p < m:
            Y[p, 0] = X[0, p] = 0
    return saddle, (D, Y, X)


@given(moved_saddles())
def test_off_the_block_the_second_order_is_the_form(case):
    saddle, move = case
    assert second_order(saddle, move) == by_theorem(saddle, move)


@given(moved_saddles(), rationals(4, 3))
def test_A_22_is_not_in_the_second_order(case, entry):
    saddle, (D, Y, X) = case
    last = len(saddle.b) + saddle.spare - 1
    with_A_22 = fmpq_mat(D)
    with_A_22[last, last] = to_flint(entry)
    assert second_order(saddle, (with_A_22, Y, X)) == second_order(saddle, (D, Y, X))


@settings(max_examples=10)
@given(critical_points(rationals(9, 5)), st.integers(1, 2))
def test_inertia_adds_up(modes, spare):
    assume(0 not in modes.student.weights and modes.deficit != 0)
    m = len(modes.student.nodes)
    positive, negative, zero = inertia(planar_form(modes))
    found = inertia(hessian_form(Saddle(modes, (Fraction(1),) * m, fmpq_mat(spare, spare))))
    assert found == (positive + spare, negative + spare, zero + (m + spare) ** 2)


def test_by_hand():
    """y_R = B_2 - b A_21, y_L = C_2 - 11/10 A_12 for b = 1, and R_0 = -2/5."""
    saddle = Saddle(BY_HAND, (Fraction(1),), fmpq_mat(1, 1))
    move = fmpq_mat(2, 2, [0, 2, 3, 0]), fmpq_mat(2, 1, [0, 1]), fmpq_mat(1, 2, [0, 1])
    expected = 2 * Fraction(-2, 5) * (1 - 3) * (1 - Fraction(11, 5))
    assert second_order(saddle, move) == by_theorem(saddle, move) == expected
    assert by_theorem(saddle, move, sign=-1) != expected


def test_the_spectrum_by_hand():
    """lambda = 42/25 at widths 2 and 3; the planar values are those of 3 x 3 matrix with two non-zero ones."""
    point = mode_point([0.9], [1.2], G, 192)
    for width in (2, 3):
        H = hessian(padded_student(point, width), G, 192)
        found = enclosed_spectrum(H, 40)
        assert all(x.overlaps(arb(fmpq(-42, 25))) and x.rad() < arb("1e-35") for x in found[: width - 1])
        assert sum(bool(x.contains(0)) for x in found) == width**2
        predicted = predicted_spectrum(point, width, 40, point.rate)
        assert all(x.overlaps(y) for x, y in zip(found, predicted, strict=True))
        assert all(x.contains(0) for x in symmetric_defect(H, point, width, point.rate))
        assert not all(x.contains(0) for x in symmetric_defect(H, point, width, -point.rate))
        wrong = predicted_spectrum(point, width, 40, 2 * point.deficit)
        assert not all(x.overlaps(y) for x, y in zip(found, wrong, strict=True))


def test_an_enclosed_eigenvalue_is_where_it_must_be():
    """(2 1; 1 2) has 1 and 3; a box of radius 1/100 widens both by 2/100 at least, and holds them."""
    with arb_bits(100):
        box = arb_mat([[arb(2, 0.01), arb(1, 0.01)], [arb(1, 0.01), arb(2, 0.01)]])
        one, three = enclosed_spectrum(box, 30)
        assert one.contains(1 - arb(2) / 100)
        assert one.contains(1 + arb(1) / 100)
        assert three.contains(3 + arb(2) / 100)
        assert three.rad() < arb("0.05")


def test_the_hessian_by_hand():
    """d = 1, L = (C B - 1)^2 + (C A B - 1)^2 at (1, 1, 1)."""
    one = arb_mat([[1]])
    found = hessian(LinearRNN(one, one, one), [Fraction(1)] * 2, 64)
    assert found == arb_mat([[2, 2, 2], [2, 4, 4], [2, 4, 4]])


def test_a_width_below_the_modes_is_refused():
    with pytest.raises(ValueError, match="1 modes do not fit into width 0"):
        padded_student(mode_point([0.9], [1.2], G, 64), 0)
    assert padded_student(origin(G, 64), 2).A.nrows() == 2


@given(st.lists(rationals(5, 3).filter(bool), min_size=1, max_size=3, unique=True), st.integers(0, 2), st.data())
def test_Q_and_y_minus_see_all_that_is_antisymmetric(a, spare, data):
    size = len(a)
    b = data.draw(st.lists(rationals(5, 3).filter(bool), min_size=size, max_size=size))
    d = size + spare
    assert pinned_rank(a, b, d) == d * (d + 1) // 2
    assert pinned_rank(a, b, d, decaying=False) == d * (d + 1) // 2 - spare


def test_blocks_multiply_like_matrices():
    letters = {"A": blocks(["S", "P"], ["", "N"]), "B": blocks(["b"], ["c"])}
    assert [[str(x) for x in row] for row in by_blocks(term("A A B"), letters)] == [
        ["P N c + S P c + S S b"],
        ["N N c"],
    ]
    assert str(by_blocks(term("B' A'"), letters)[0][0]) == "b^{T} S^{T} + c^{T} P^{T}"


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"slope": sp.Symbol("delta")}, "unseen"),
        ({"sign": -1}, "fractions"),
        ({"mass": sp.Symbol("v", nonnegative=True)}, "sign"),
        ({"moves": -1}, "squares"),
    ],
)
def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false(changed, label):
    assert every_saddle_proof().holds is True
    assert every_saddle_proof(**changed).first_failure.label == label
