"""The residual polynomial of a critical student on (-1, 1): exact instances, and where the sign is lost."""

from fractions import Fraction
from itertools import islice
from random import Random

import pytest
import sympy as sp

from theory.saddles.deficit_everywhere import deficit_everywhere_proof, m
from verifier.cases.critical_points import drawn, modes_of


@pytest.mark.parametrize("size", [1, 2, 3])
def test_it_is_negative_inside_and_at_the_nodes_it_bends_down(size):
    for modes in islice(drawn(Random(size), size, 1, positive=True), 30):
        for z in (Fraction(-999, 1000), Fraction(-1, 3), Fraction(0), Fraction(1, 7), Fraction(999, 1000)):
            assert modes.residual_at(z) < 0 or z in modes.student.nodes
        assert all(modes.bend_at(a) < 0 for a in modes.student.nodes if abs(a) < 1)


def test_by_hand():
    """r = -(z - 1)^2 (2 z^2 + z + 2)/5, and an example with r(-2) = 275/18."""
    modes = modes_of([(1, "11/10")], [(1, 1), (-1, "1/2")], 5)
    assert modes.residual_at(Fraction(1, 2)) == -Fraction(1, 4) * 3 / 5
    assert modes.bend_at(Fraction(1)) == -2
    outside = modes_of([("1/2", "176/9")], [(1, 6), (0, "265/18")], 4)
    assert outside.gradient == [0, 0]
    assert outside.residual_at(Fraction(-2)) == Fraction(275, 18)


@pytest.mark.parametrize("changed", [(2 * m,), (2 * m + 1, sp.Symbol("p", positive=True))])
def test_a_false_neighbour_of_the_proof_breaks(changed):
    assert deficit_everywhere_proof(*changed).holds is False
