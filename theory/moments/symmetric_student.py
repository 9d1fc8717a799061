"""Symmetric students, exactly: their impulse response is the moments of a positive measure on their spectrum.

A = A^T and C = B^T give h_j = sum_i w_i lambda_i^j. To stay rational, students are kept in coordinates where the inner
product is a positive diagonal W: W A is symmetric and C = B^T W. The coordinates W^{1/2} s make A symmetric and B = C^T
in the ordinary sense, with the same impulse response.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpq_poly

from theory.minima.realisation import Realization
from theory.model.rationals import rational_root, to_flint, to_fraction
from theory.moments.discrete_measure import Measure


@dataclass(frozen=True)
class SelfAdjoint:
    """A student that is symmetric for the inner product diag(`weights`), all of them positive."""

    A: fmpq_mat
    B: fmpq_mat
    weights: tuple[fmpq, ...]

    def __post_init__(self) -> None:
        """Raises ValueError unless W > 0 and W A is symmetric."""
        WA = diagonal(self.weights) * self.A
        if min(self.weights, default=fmpq(1)) <= 0:
            raise ValueError(
                f"SelfAdjoint: the weight {min(self.weights)} is not positive, so the student not symmetric"
            )
        if WA.transpose() != WA:
            raise ValueError("SelfAdjoint: W A is not symmetric; check the order of the weights")

    @property
    def realization(self) -> Realization:
        """The same student as (A, B, C), in its own rational coordinates."""
        return Realization(self.A, self.B, self.B.transpose() * diagonal(self.weights))

    @property
    def symmetric(self) -> Realization:
        """The same student with A = A^T and B = C^T; raises ValueError when a weight is not a rational square."""
        root = [to_flint(rational_root(to_fraction(weight))) for weight in self.weights]
        inverse = diagonal([1 / value for value in root])
        B = diagonal(root) * self.B
        return Realization(diagonal(root) * self.A * inverse, B, B.transpose())


def expectation(polynomial: fmpq_poly, sequence: Sequence[Fraction]) -> Fraction:
    """sum_m c_m h_m: the integral of the polynomial against any measure with these moments.

    >>> expectation(fmpq_poly([1, 0, 2]), [Fraction(3), Fraction(0), Fraction(1, 2)])
    Fraction(4, 1)
    """
    terms = [to_fraction(c) for c in polynomial.coeffs()]
    return sum((c * h for c, h in zip(terms, sequence[: len(terms)], strict=True)), Fraction(0))


def node_polynomial(nodes: Sequence[Fraction]) -> fmpq_poly:
    """pi = prod (x - x_i), monic.

    >>> node_polynomial([Fraction(1), Fraction(-1)])
    x^2 + (-1)
    """
    product = fmpq_poly([1])
    for node in nodes:
        product *= fmpq_poly([-to_flint(node), 1])
    return product


def slopes(nodes: Sequence[Fraction]) -> list[fmpq]:
    """pi'(x_i); raises ValueError when two nodes coincide (then one of these is zero)."""
    derivative = node_polynomial(nodes).derivative()
    found = [derivative(to_flint(node)) for node in nodes]
    if 0 in found:
        raise ValueError("slopes: two nodes coincide; merge them and add their weights")
    return found


def diagonal_student(measure: Measure) -> SelfAdjoint:
    """The student that is the measure itself: A = diag(nodes), one state per node; B = (1, ..., 1) before scaling."""
    size = len(measure.nodes)
    A = diagonal([to_flint(node) for node in measure.nodes])
    return SelfAdjoint(A, fmpq_mat(size, 1, [1] * size), tuple(to_flint(weight) for weight in measure.weights))


def padded(student: SelfAdjoint, width: int) -> SelfAdjoint:
    """The student with zero states added up to `width`; its impulse response is unchanged."""
    old = len(student.weights)
    if width < old:
        raise ValueError(f"padded: the student has {old} states already, more than the {width} asked for")
    A, B = fmpq_mat(width, width), fmpq_mat(width, 1)
    for row in range(old):
        B[row, 0] = student.B[row, 0]
        for column in range(old):
            A[row, column] = student.A[row, column]
    return SelfAdjoint(A, B, student.weights + (fmpq(1),) * (width - old))


def reflected(model: Realization, vector: Sequence[Fraction]) -> Realization:
    """The same model after the reflection 1 - 2 v v^T / |v|^2 of its state space: symmetric stays symmetric."""
    v = fmpq_mat(len(vector), 1, [to_flint(entry) for entry in vector])
    reflection = diagonal([fmpq(1)] * len(vector)) - v * v.transpose() * (2 / (v.transpose() * v)[0, 0])
    return Realization(reflection * model.A * reflection, reflection * model.B, model.C * reflection)


def reachable_dimension(model: Realization) -> int:
    """Rank of [B, A B, ..., A^{d-1} B]: the dimension of the space in which the state can ever be."""
    d = model.A.nrows()
    columns, column = [], model.B
    for _ in range(d):
        columns.append([column[row, input_] for input_ in range(column.ncols()) for row in range(d)])
        column = model.A * column
    inputs = model.B.ncols()
    rows = [entries[i * d : (i + 1) * d] for entries in columns for i in range(inputs)]
    return int(fmpq_mat(rows).rank())


def diagonal(entries: Sequence[fmpq]) -> fmpq_mat:
    """The diagonal matrix with these entries."""
    size = len(entries)
    return fmpq_mat([[entries[i] if i == j else fmpq(0) for j in range(size)] for i in range(size)])
