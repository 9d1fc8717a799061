"""Questions about trained students, teachers and data: `examine`, `bound`, `recover`.

>>> half = TrainedStudent.of_matrices([["1/2"]], [[1]], [[1]])
>>> print(examine(half, lags=3, loss="1e-12"))
CERTIFIED Forced: within 5.8e-6 at every lag, if the data come from positive modes in [-1, 1]: proved.
"""

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.data.values import as_array, number_text
from verifier.examination.answer import answer_to
from verifier.examination.bounds import TeacherBounds
from verifier.examination.bounds import bound as constants_of
from verifier.examination.examine import Examination
from verifier.examination.examine import examine as examination_of
from verifier.examination.question import question
from verifier.examination.shown import bound_rows, bound_to_json, facts_rows, interval_rows, promise_rows, to_json
from verifier.face.result import Result, TextTable, text_table
from verifier.ground.numbers import parse_rational, rounded_up
from verifier.ground.versions import versions
from verifier.problem.scope import outside_lines
from verifier.problem.teacher import Teacher
from verifier.student.trained import TrainedStudent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from numerics.recovery.recovery_result import Recovery

Number = Any
"""An int, a Fraction, text such as "1e-8", or a float, which is the rational that it is."""


def examine(
    student: TrainedStudent,
    *,
    lags: int,
    loss: Number | None = None,
    accuracy: Number | None = None,
    teacher: Teacher | None = None,
    spectrum: tuple[Number, Number] = (-1, 1),
    horizon: int = 1001,
    within: Number | None = None,
    channel: tuple[int, int] | None = None,
) -> Result[Examination]:
    """Will a trained student extrapolate? What its trained lags force, with proofs; `verifier examine`.

    Args:
        student: A, B, C: `Student.of_matrices`, `Student.read`, `Student.of_system`.
        lags: K, how many lags it was trained on.
        loss: the sum of the squared residuals on them is at most this; or
        accuracy: each residual is at most this; or
        teacher: what it was trained on, from which the loss follows.
        spectrum: between which numbers the modes of the data lie.
        horizon: how many lags are asked about.
        within: what counts as extrapolating; a tenth of the largest trained lag when None.
        channel: of several outputs and inputs, look at this output and this input alone; counted from 1.

    Returns:
        A sentence, tables, a picture; the value is the `Examination`.

    Raises:
        InputError: a question that cannot be asked; one line says why.
    """
    if channel is not None:
        student, teacher = student.channel(*channel), teacher and teacher.channel(*channel)
    low, high = (_required(end, "spectrum") for end in spectrum)
    stated = {"loss": loss, "accuracy": accuracy, "within": within}
    numbers = {name: _exact(value, name) for name, value in stated.items()}
    asked = question(student, lags, teacher=teacher, spectrum=(low, high), horizon=horizon, **numbers)
    return _told(examination_of(asked))


def _told(found: Examination) -> Result[Examination]:
    answer = answer_to(found)
    document = {**to_json(found), "versions": versions(), "seconds": f"{found.seconds:.3f}"}

    def draw() -> "Figure":
        from verifier.examination.picture import examination_figure

        return examination_figure(found)

    return Result(found, answer.verdict.value, (answer.sentence,), tuple(_tables(found)), document, draw)


def _tables(found: Examination) -> Iterator[TextTable]:
    """The student; what is forced; what the theorems say of it and its teacher."""
    yield text_table(("the student", ""), list(facts_rows(found)))
    if found.forced is not None:
        headings = ("lag", "h_j", "every g_j that agrees lies in", "|h_j - g_j| at most")
        yield text_table(headings, list(interval_rows(found)))
    if found.taught is not None:
        rows = [(h.theorem, h.text, "yes" if h.holds else "no") for h in found.taught.hypotheses]
        yield text_table(("theorem", "hypothesis", "holds"), rows)
    if found.taught is not None and found.taught.promises:
        constants = ("lag", "C_1", "C_2", "C_1 sqrt(L) + C_2 asymmetry^2", "the error")
        yield text_table(constants, promise_rows(found.taught))


def bound(teacher: Teacher, *, lags: int, loss: Number, at: Sequence[int] = ()) -> Result[TeacherBounds]:
    """What a loss on K lags promises of symmetric students of a teacher, lag by lag; `verifier bound`.

    Args:
        teacher: with one input and one output.
        lags: K.
        loss: the student's loss on them is at most this.
        at: the lags that are asked for; a few when empty.

    Returns:
        C_1, C_2, kappa_j, the formula and the best possible bound; or what hinders, in sentences.

    Raises:
        InputError: too few or too many lags, a negative loss.

    >>> found = bound(Teacher.of_modes(["1/2"], [1]), lags=3, loss="1e-8", at=[5])
    >>> found.value.rows[0].lag, found.value.modes.lags_needed
    (5, 3)
    """
    begun = time.monotonic()
    found = constants_of(teacher, lags, _required(loss, "loss"), tuple(at))
    lines = []
    if found.modes is not None:
        ends = found.modes.ends if found.modes.stable else 0
        stable = f", {found.modes.lags_needed - ends} if the student is stable" if ends else ""
        lines.append(
            f"n = {found.modes.order}, 2n + 1 = {found.modes.lags_needed} lags pin it{stable}; "
            f"K = {lags}, loss at most {rounded_up(found.loss, 3)}"
        )
    lines += outside_lines(teacher, lags)
    headings = ("lag", "C_1", "C_1 sqrt(E)", "best possible", "reached by a student", "kappa_j", "C_2")
    tables = (text_table(headings, bound_rows(found)),) if found.rows else ()
    seconds = f"{time.monotonic() - begun:.3f}"
    return Result(found, "", tuple(lines), tables, {**bound_to_json(found), "versions": versions(), "seconds": seconds})


def recover(
    values: Any, *, digits: int | None = None, accuracy: Number | None = None, horizon: int = 0, exact: bool = False
) -> "Result[Recovery]":
    """Poles and weights of the response whose first lags are given; `verifier recover`.

    Args:
        values: h_0, h_1, ..., numbers.
        digits: decimals that every pole and weight shall have.
        accuracy: how far a number may be from the truth.
        horizon: up to which lag the response is continued.
        exact: the numbers are meant exactly, however they look.

    Returns:
        The verdict, what is certified and on which hypotheses; the value is the `Recovery`.

    Raises:
        InputError: no numbers, or complex ones.

    >>> recover([1, "1/2", "1/4", "1/8"]).value.degree
    1
    """
    from numerics.recovery.recovery import recover as recovered
    from verifier.terminal import recovery_text as text

    moments = as_array(values, "values").vector()
    found = recovered(moments, digits, accuracy=_exact(accuracy, "accuracy"), horizon=horizon, exact=exact)
    poles = (text_table(text.pole_headings(found), text.pole_rows(found)),) if found.poles else ()
    later = (text_table(("lag", "response"), text.extrapolation_rows(found)),) if found.extrapolation else ()
    document = {**text.to_json(found), "versions": versions()}
    return Result(found, text.verdict_of(found).value, tuple(text.lines_of(found)), (*poles, *later), document)


def _exact(value: Number | None, place: str) -> Fraction | None:
    return None if value is None else _required(value, place)


def _required(value: Number, place: str) -> Fraction:
    return parse_rational(value if isinstance(value, str) else number_text(value, place), place)
