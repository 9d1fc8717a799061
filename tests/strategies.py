"""What the property tests draw from. All numbers are exact, small first, with stated bounds."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN

NUMERATOR, DENOMINATOR = 12, 9
"""Bounds of the rational numbers drawn: |numerator| <= 12, denominator <= 9."""


def rationals(bound: int = NUMERATOR, denominators: int = DENOMINATOR) -> st.SearchStrategy[Fraction]:
    """p/q with |p| <= bound and 1 <= q <= denominators; shrinks towards 0."""
    return st.builds(Fraction, st.integers(-bound, bound), st.integers(1, denominators))


def positive_rationals(bound: int = NUMERATOR, denominators: int = DENOMINATOR) -> st.SearchStrategy[Fraction]:
    """p/q with 1 <= p <= bound and 1 <= q <= denominators."""
    return st.builds(Fraction, st.integers(1, bound), st.integers(1, denominators))


def contractions(denominators: int = DENOMINATOR) -> st.SearchStrategy[Fraction]:
    """Rational numbers in [-1, 1] of denominators up to the bound; shrinks towards 0."""

    def inside(p: int, q: int) -> Fraction:
        return Fraction(p, q) if abs(p) <= q else Fraction(q if p > 0 else -q, abs(p))

    return st.builds(inside, st.integers(-denominators, denominators), st.integers(1, denominators))


@st.composite
def matrices(draw: st.DrawFn, rows: int, columns: int, entries: st.SearchStrategy[Fraction] | None = None) -> Rows:
    """A rows x columns matrix of rational numbers."""
    numbers = rationals() if entries is None else entries
    row = st.tuples(*[numbers] * columns)
    return draw(st.tuples(*[row] * rows))


@st.composite
def symmetric_matrices(draw: st.DrawFn, width: int, entries: st.SearchStrategy[Fraction] | None = None) -> Rows:
    """A symmetric width x width matrix of rational numbers."""
    X = draw(matrices(width, width, entries))
    return tuple(tuple(X[max(i, j)][min(i, j)] for j in range(width)) for i in range(width))


@dataclass(frozen=True)
class Instance:
    """A student and a teacher's response of matching shapes: width d, m inputs, p outputs, k lags."""

    model: LinearRNN[Rows]
    teacher_response: tuple[Rows, ...]
    eta: Fraction

    @property
    def width(self) -> int:
        return len(self.model.A)

    @property
    def length(self) -> int:
        return len(self.teacher_response)


@st.composite
def linear_rnns(draw: st.DrawFn, width: int, inputs: int = 1, outputs: int = 1) -> LinearRNN[Rows]:
    """A linear RNN with entries in [-1, 1], so that its impulse response stays readable."""
    A, B, C = (matrices(*shape, contractions()) for shape in ((width, width), (width, inputs), (outputs, width)))
    return LinearRNN(draw(A), draw(B), draw(C))


@st.composite
def _sizes(draw: st.DrawFn) -> tuple[int, int]:
    """(d, k): small one time in five, so that half of what is drawn has d >= 3 and k >= 4 in spite of repetitions."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.tuples(st.integers(1, 3), st.integers(1, 4)))
    return draw(st.tuples(st.integers(3, 4), st.integers(4, 6)))


@st.composite
def instances(draw: st.DrawFn, square: bool = False, scalar: bool = False) -> Instance:
    """Student, teacher and step size; m, p <= 2, equal when `square`, 1 when `scalar`; d <= 4, k <= 6."""
    width, length = draw(_sizes())
    inputs = 1 if scalar else draw(st.integers(1, 2))
    outputs = inputs if scalar or square else draw(st.integers(1, 2))
    model = draw(linear_rnns(width, inputs, outputs))
    response = draw(st.tuples(*[matrices(outputs, inputs, contractions())] * length))
    return Instance(model, response, draw(st.sampled_from((Fraction(1, 100), Fraction(1, 10), Fraction(1, 3)))))


@st.composite
def measures(draw: st.DrawFn, most: int = 4) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Distinct nodes in [-1, 1], at most `most` of them, with as many positive weights."""
    nodes = draw(st.lists(contractions(), min_size=1, max_size=most, unique=True))
    weights = draw(st.lists(positive_rationals(), min_size=len(nodes), max_size=len(nodes)))
    return tuple(nodes), tuple(weights)
