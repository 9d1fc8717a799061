"""A student against the teacher it was given: the error at every lag, and what each theorem of the project promises."""

from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds, root
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from numerics.rigour.end_state import MAXIMAL_LISTED, realised
from numerics.rigour.response_error import Ball, error_at_every_lag, response_error
from verifier.examination.facts import StudentFacts
from verifier.examination.promises import Hypothesis, Promise, hypotheses, promises
from verifier.examination.question import Question, exact_loss
from verifier.ground.errors import InputError

BITS = 256


@dataclass(frozen=True)
class Taught:
    """max |h_j - g_j| below the horizon, the lag where it is, and over all lags where that could be bounded."""

    loss: Fraction
    error: Bounds
    lag: int
    horizon: int
    every: Bounds | None
    missing: str
    hypotheses: tuple[Hypothesis, ...]
    promises: tuple[Promise, ...]


def taught(question: Question, facts: StudentFacts) -> Taught:
    """The comparison with the teacher; raises InputError when it is a list of more lags than can be compared."""
    teacher, balls = question.teacher, Balls(BITS)
    assert teacher is not None
    if teacher.known_lags is not None and teacher.known_lags > MAXIMAL_LISTED:
        raise InputError("--response", f"has {teacher.known_lags} lags", f"at most {MAXIMAL_LISTED} are compared")
    known, state = realised(teacher.known), Ball(question.student.model, Fraction(0))
    horizon = min(question.horizon, teacher.known_lags or question.horizon)
    error, lag = response_error(state, known, horizon, balls)
    every, missing = None, ""
    if not isinstance(teacher.known, LinearRNN):
        missing = "the teacher's response is known at finitely many lags only"
    else:
        try:
            every = error_at_every_lag(state, known, balls)
        except ValueError as failed:
            missing = str(failed)
    loss = exact_loss(response_of_system(question.student.model, question.lags), question.lags, teacher)
    size = root(Bounds(loss, loss), 128).upper
    return Taught(
        loss,
        error,
        lag,
        horizon,
        every,
        missing,
        tuple(hypotheses(question, facts, loss)),
        tuple(promises(question, facts, size)),
    )
