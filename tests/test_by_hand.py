"""Examples worked by hand, compared exactly. Each computation fits into its comment, so that a reader can redo it."""

from fractions import Fraction

import pytest

from numerics.arithmetics.exact import Exact
from numerics.descent.descent import Divergence, descend, gradient, move
from numerics.descent.run import Run
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, exact_values, impulse_response, loss

EXACT = Exact()


def exact_model(A, B, C):
    return LinearRNN(EXACT.matrix(A), EXACT.matrix(B), EXACT.matrix(C))


def scalars(values):
    return [EXACT.matrix([[value]]) for value in values]


def test_width_one():
    """a = 2, b = 3, c = 1, g = (1, 0, 0), k = 3.

    h = (3, 6, 12), R = (2, 6, 12), L = 4 + 36 + 144 = 184.
    dL/da = 2 (R_1 c b + R_2 2 a c b) = 2 (18 + 144) = 324.
    dL/db = 2 c (R_0 + R_1 a + R_2 a^2) = 2 (2 + 12 + 48) = 124, and dL/dc = 3 times as much, 372.
    """
    model, g = exact_model([[2]], [[3]], [[1]]), scalars([1, 0, 0])
    assert [EXACT.rows(h) for h in impulse_response(model, 3, EXACT)] == [[[3]], [[6]], [[12]]]
    assert loss(model, g, EXACT) == 184
    G = gradient(model, g, EXACT)
    assert [EXACT.rows(X) for X in (G.A, G.B, G.C)] == [[[324]], [[124]], [[372]]]
    assert EXACT.rows(balancedness(model, EXACT)) == [[9 - 1]]


def test_one_step_of_width_one():
    """The same, one step of size 1/2: a = 2 - 162, b = 3 - 62, c = 1 - 186.

    The new h = (59 * 185, ...) = (10915, -160 * 10915, 25600 * 10915) has a loss of 7.8e16: descent diverged at step 1.
    """
    model, g = exact_model([[2]], [[3]], [[1]]), scalars([1, 0, 0])
    moved = move(model, Fraction(1, 2), gradient(model, g, EXACT), EXACT)
    assert [EXACT.rows(X) for X in (moved.A, moved.B, moved.C)] == [[[-160]], [[-59]], [[-185]]]
    with pytest.raises(Divergence) as caught:
        list(descend(Run(exact_values(model, EXACT), tuple(map(EXACT.fractions, g)), Fraction(1, 2), 1), EXACT))
    assert caught.value.step == 1
    assert loss(moved, g, EXACT) == 10914**2 + (160 * 10915) ** 2 + (25600 * 10915) ** 2


def test_width_two():
    """A = E_12, B = e_2, C = (1, 0), g = (0, 0), k = 2.

    A B = e_1, so h = (0, 1), R = (0, 1), L = 1.
    dL/dA = 2 C^T R_1 B^T = 2 e_1 e_2^T; dL/dB = 2 A^T C^T R_1 = 2 e_2; dL/dC = 2 R_1 (A B)^T = (2, 0).
    Q = E_11 - E_22 + E_22 - E_11 = 0: balanced, and not symmetric.
    """
    model, g = exact_model([[0, 1], [0, 0]], [[0], [1]], [[1, 0]]), scalars([0, 0])
    assert [EXACT.rows(h) for h in impulse_response(model, 2, EXACT)] == [[[0]], [[1]]]
    assert loss(model, g, EXACT) == 1
    G = gradient(model, g, EXACT)
    assert [EXACT.rows(X) for X in (G.A, G.B, G.C)] == [[[0, 2], [0, 0]], [[0], [2]], [[2, 0]]]
    assert EXACT.rows(balancedness(model, EXACT)) == [[0, 0], [0, 0]]


def test_two_inputs_one_output():
    """A = (3), B = (1, 2), C = (1), g_0 = g_1 = (0, 0): h_0 = (1, 2), h_1 = (3, 6), L = 5 + 45 = 50.

    dL/dA = 2 C^T R_1 B^T = 2 (3 + 12) = 30; dL/dB = 2 (R_0 + 3 R_1) = (20, 40); dL/dC = 2 (5 + 3 * 15) = 100.
    """
    model, g = exact_model([[3]], [[1, 2]], [[1]]), [EXACT.matrix([[0, 0]])] * 2
    assert loss(model, g, EXACT) == 50
    G = gradient(model, g, EXACT)
    assert [EXACT.rows(X) for X in (G.A, G.B, G.C)] == [[[30]], [[20, 40]], [[100]]]
