"""What is asked of a student: how many lags it was trained on, how well it fits them, what the data can have been."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.protocol import Rows
from numerics.forcing.accuracy import Accuracy, Ball, Box
from numerics.forcing.contacts import Spectrum
from numerics.forcing.exchange import Data
from numerics.model.teacher import response_of, response_of_system
from verifier.ground.errors import InputError
from verifier.ground.numbers import rounded_up
from verifier.problem.teacher import Teacher
from verifier.student.trained import TrainedStudent

LEAST_ACCURACY = Fraction(1, 10**40)
"""Exact fits are taken as fits to this part of the largest lag: a larger set of errors, so still a theorem."""

MAXIMAL_LAGS = 40
"""The most lags for which bounds are sought."""

DEFAULT_SHARE = Fraction(1, 10)
"""Within this part of the largest trained lag a student is said to extrapolate, when nobody says otherwise."""


@dataclass(frozen=True)
class Question:
    """A student, its K trained lags, and what is taken for granted of the data."""

    student: TrainedStudent
    lags: int
    accuracy: Accuracy
    spectrum: Spectrum
    horizon: int
    tolerance: Fraction
    teacher: Teacher | None = None

    @property
    def channels(self) -> tuple[int, int]:
        """(m, p)."""
        return len(self.student.B[0]), len(self.student.C)

    @property
    def data(self) -> Data:
        """The trained lags of a student with one input and one output, and their accuracy."""
        response = response_of_system(self.student.model, self.lags)
        return Data(tuple(h[0][0] for h in response), self.accuracy, self.spectrum)


def question(
    student: TrainedStudent,
    lags: int,
    *,
    loss: Fraction | None = None,
    accuracy: Fraction | None = None,
    teacher: Teacher | None = None,
    spectrum: tuple[Fraction, Fraction] = (Fraction(-1), Fraction(1)),
    horizon: int = 1001,
    within: Fraction | None = None,
) -> Question:
    """The question, complete.

    Args:
        student: A, B, C.
        lags: K, how many lags it was trained on.
        loss: the sum of the squared residuals on them is at most this.
        accuracy: or: each of them is within this of the data.
        teacher: or: what the data were, from which the loss follows.
        spectrum: where the modes of the data lie.
        horizon: how many lags are asked about.
        within: how far from the data counts as extrapolating; a tenth of the largest trained lag when None.

    Returns:
        What `examine` answers.

    Raises:
        InputError: too few or too many lags, an empty interval, no or two statements of how well the student fits.
    """
    if not 2 <= lags <= MAXIMAL_LAGS:
        raise InputError("--lags", f"{lags} is out of bounds", f"it must be at least 2 and at most {MAXIMAL_LAGS}")
    if spectrum[0] >= spectrum[1]:
        raise InputError("--spectrum", f"{spectrum[0]} {spectrum[1]} is no interval", "give the lower end first")
    if loss is not None and accuracy is not None:
        raise InputError("--loss", "does not go with --accuracy", "say one of them")
    response = response_of_system(student.model, lags)
    largest = max((abs(entry) for h in response for row in h for entry in row), default=Fraction(0))
    known = _accuracy(response, lags, loss, accuracy, teacher, largest)
    tolerance = Fraction(rounded_up(largest * DEFAULT_SHARE or 2 * known.unit(0)))
    return Question(student, lags, known, Spectrum(*spectrum), max(horizon, lags + 1), within or tolerance, teacher)


def _accuracy(
    response: Sequence[Rows],
    lags: int,
    loss: Fraction | None,
    accuracy: Fraction | None,
    teacher: Teacher | None,
    largest: Fraction,
) -> Accuracy:
    least = LEAST_ACCURACY * (largest or 1)
    if accuracy is not None:
        return Box((max(accuracy, least),) * lags)
    if loss is None and teacher is not None:
        loss = exact_loss(response, lags, teacher)
    if loss is None:
        cause = "nobody says how well the student fits its lags"
        raise InputError("examine", cause, "give --loss, --accuracy, --teacher or --response")
    return Ball(max(loss, least**2))


def exact_loss(response: Sequence[Rows], lags: int, teacher: Teacher) -> Fraction:
    """The loss of a response on the trained lags.

    Raises:
        InputError: the teacher is known for fewer lags or has other inputs and outputs.
    """
    if teacher.known_lags is not None and teacher.known_lags < lags:
        raise InputError("--lags", f"the response is known for {teacher.known_lags} lags", "give a longer response")
    shape = len(response[0][0]), len(response[0])
    if (teacher.inputs, teacher.outputs) != shape:
        cause = f"has {teacher.inputs} inputs and {teacher.outputs} outputs, the student {shape[0]} and {shape[1]}"
        raise InputError("teacher", cause, "give one with the student's inputs and outputs")
    pairs = zip(response, response_of(teacher.known, lags), strict=True)
    gaps = (a - b for h, g in pairs for x, y in zip(h, g, strict=True) for a, b in zip(x, y, strict=True))
    return sum((gap * gap for gap in gaps), Fraction(0))
