"""Instances on which claims about fitting and extrapolating are tried: drawn at random, small numbers first, exact."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from flint import fmpq_mat, fmpq_poly

from numerics.arithmetics.exact import Exact
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic
from theory.minima.realisation import Realization, TransferFunction, transfer_function
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import diagonal, diagonal_student, reflected


@dataclass(frozen=True)
class Trial:
    """A teacher, a student, and the number of lags on which the student is trained."""

    teacher: Measure
    student: Realization
    lags: int

    def __str__(self) -> str:
        A, B, C = (matrix.tolist() for matrix in (self.student.A, self.student.B, self.student.C))
        return f"teacher {self.teacher}, k = {self.lags}, student A = {A}, B = {B}, C = {C}"


def fits(trial: Trial) -> bool:
    """Whether the loss is zero, by numerics in exact arithmetic."""
    return numeric_response(trial.student, trial.lags) == trial.teacher.moments(trial.lags)


def counterexample_to_extrapolation(trial: Trial, further: int = 8) -> str | None:
    """A counterexample to "fitting is extrapolating": h = g on k lags, and not at one of the `further` ones."""
    horizon = trial.lags + further
    pairs = zip(numeric_response(trial.student, horizon), trial.teacher.moments(horizon), strict=True)
    off = next(((lag, h, g) for lag, (h, g) in enumerate(pairs) if h != g), None)
    if off is None or off[0] < trial.lags:
        return None
    return f"{trial}: zero loss, but h_{off[0]} = {off[1]} and g_{off[0]} = {off[2]}"


def numeric_response(model: Realization, length: int) -> list[Fraction]:
    """h_0, ..., h_{length-1} of a scalar model as numerics finds it."""
    return [h[0][0] for h in numeric_markov_parameters(model, length)]


def numeric_markov_parameters(model: Realization, length: int) -> list[list[list[Fraction]]]:
    """The p x m matrices C A^j B, j < length, as numerics finds them; exact."""
    exact = Exact()
    A, B, C = (tuple(map(tuple, exact.rows(matrix))) for matrix in (model.A, model.B, model.C))
    student = in_arithmetic(LinearRNN(A, B, C), exact)
    return [exact.rows(h) for h in impulse_response(student, length, exact)] if length else []


def model(A: list[list[int]], B: list[int | Fraction], C: list[int | Fraction]) -> Realization:
    """A small scalar model written out: rows of A, entries of B and of C."""

    column, row = ([to_flint(entry) for entry in entries] for entries in (B, C))
    return Realization(fmpq_mat(A), fmpq_mat(len(B), 1, column), fmpq_mat(1, len(C), row))


def random_teacher(random: Random, most: int = 3, ends: bool = True) -> Measure:
    """One to `most` distinct nodes in [-1, 1] (fifths; the ends likely where allowed), weights that are squares."""
    inner = random.sample(range(-4, 5), random.randint(1, most))
    nodes = {Fraction(a, 5) for a in inner}
    if ends:
        nodes |= {Fraction(end) for end in (-1, 1) if random.random() < 0.4}
    chosen = sorted(nodes)[:most]
    return Measure.of([(node, Fraction(random.randint(1, 4), random.randint(1, 3)) ** 2) for node in chosen])


def symmetric_copy(random: Random, teacher: Measure, spare: int) -> Realization:
    """A symmetric student with the teacher's measure: atoms split 9:16, `spare` silent states, then two reflections."""
    atoms = [(x, w * part) for x, w in zip(teacher.nodes, teacher.weights, strict=True) for part in _parts(random)]
    spectrum = [x for x, _ in atoms] + [Fraction(random.randint(-3, 3), 2) for _ in range(spare)]
    plain = diagonal_student(Measure.of(atoms)).symmetric
    width = len(spectrum)
    B = _column([plain.B[i, 0] for i in range(len(atoms))], width)
    student = Realization(diagonal([to_flint(x) for x in spectrum]), B, B.transpose())
    for _ in range(2):
        vector = [Fraction(random.randint(-2, 2)) for _ in range(width - 1)] + [Fraction(1)]
        student = reflected(student, vector)
    return student


def _parts(random: Random) -> tuple[Fraction, ...]:
    return (Fraction(9, 25), Fraction(16, 25)) if random.random() < 0.5 else (Fraction(1),)


def _column(entries: list[object], height: int) -> fmpq_mat:

    return fmpq_mat(height, 1, entries + [0] * (height - len(entries)))


def degenerate_teachers() -> tuple[TransferFunction, ...]:
    """Zero, a constant, a pure delay, a double pole, a delay beside a pole, complex poles, a cancelled pole."""

    fractions = (
        ([0], [0, 1]),
        ([1], [-1, 1]),
        ([1], [0, 0, 1]),
        ([0, 1], [1, -2, 1]),
        ([1], [0, 0, -1, 1]),
        ([1, 1], [1, 0, 1]),
        ([-2, 1], [2, -3, 1]),
    )
    return tuple(transfer_function(fmpq_poly(c), fmpq_poly(a)) for c, a in fractions)


def random_transfer_function(random: Random, most: int = 3) -> TransferFunction:
    """Degree at most `most`, integer coefficients in [-2, 2]; common factors cancel, so degenerate ones occur."""

    states = random.randint(0, most)
    numerator, denominator = ([random.randint(-2, 2) for _ in range(states)] for _ in range(2))
    return transfer_function(fmpq_poly(numerator), fmpq_poly([*denominator, 1]))
