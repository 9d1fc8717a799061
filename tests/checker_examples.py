"""What the tests of the checker share: exact matrices, whether a ball holds them, and problems drawn at random."""

from fractions import Fraction

from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from tests.strategies import contractions, matrices


def listed(X):
    """An exact matrix of any kind as rows of fractions."""
    rows = X.tolist() if hasattr(X, "tolist") else X
    return [[Fraction(int(x.p), int(x.q)) if hasattr(x, "p") else Fraction(x) for x in row] for row in rows]


def within(ball, X, bits):
    """Whether the exact matrix lies in the ball, decided exactly."""
    pairs = zip(listed(X), ball.rows, strict=True)
    return sum((x * 2**bits - y) ** 2 for row in pairs for x, y in zip(*row, strict=True)) <= ball.radius**2


def product(X, Y):
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*Y, strict=True)] for row in X]


def difference(X, Y, sign=1):
    return [[x - y for x, y in zip(*pair, strict=True)] for pair in zip(X, Y, strict=True)]


@st.composite
def problems(draw, entries=None):
    """A start and a teacher's lags, of one or two inputs and outputs."""
    d, m, p, k = (draw(st.integers(1, most)) for most in (3, 2, 2, 4))
    entries = contractions() if entries is None else entries
    student = tuple(draw(matrices(*shape, entries)) for shape in ((d, d), (d, m), (p, d)))
    return student, [draw(matrices(p, m, entries)) for _ in range(k)]


def exactly(student):
    return in_arithmetic(LinearRNN(*student), Exact())
