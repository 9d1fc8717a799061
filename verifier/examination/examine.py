"""``examine``: a question about a student in, an examination out: what is forced, what is proved wrong or open."""

import time
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.ball import Balls
from numerics.forcing.every_lag import families
from numerics.forcing.extrapolation import Extrapolation, extrapolation
from numerics.forcing.forced_interval import ForcedInterval, Forcing, NoMeasure, Undecided, forcing
from numerics.forcing.response import enclosed_response
from numerics.rigour.response_error import Ball, tail_bound
from verifier.examination.facts import StudentFacts, facts_of
from verifier.examination.question import Question
from verifier.examination.taught import Taught, taught

CONSECUTIVE = 4
"""So many lags after the trained ones are answered sharply one by one; further ones twice as far each."""

FARTHEST_SHARP = 1024
LONGEST = 4096
BITS = 256


@dataclass(frozen=True)
class Examination:
    """The answer to a question.

    ``forced`` bounds the error against every teacher of positive modes, where the student's lags allow one; else
    ``distance`` is how many times the accuracy every such teacher is away, proved, or ``obstacle`` says why nothing is
    known. ``sharp`` are the intervals at a few lags with the measures that reach them. ``taught`` compares with the
    teacher that was given.
    """

    question: Question
    facts: StudentFacts
    forced: Extrapolation | None
    sharp: tuple[ForcedInterval, ...]
    distance: Fraction | None
    obstacle: str
    taught: Taught | None
    seconds: float


def examine(question: Question) -> Examination:
    """Answers a question about a trained student; see `verifier.examination.question.question`.

    Args:
        question: the student, its trained lags, and what is taken for granted of the data.

    Returns:
        Bounds that are theorems, and facts about the student.

    Raises:
        InputError: the student's response grows too fast to be followed to the horizon.
    """
    begun = time.monotonic()
    noise = question.accuracy.unit(0)
    facts = facts_of(question.student.model, question.lags, noise)
    forced: Extrapolation | None = None
    sharp: tuple[ForcedInterval, ...] = ()
    distance, obstacle = None, ""
    if question.channels != (1, 1):
        obstacle = "several inputs or outputs: intervals are found for one of each (choose them: --channel)"
    else:
        try:
            ready = forcing(question.data)
            forced, sharp = _forced(question, ready)
        except NoMeasure as error:
            distance = error.distance
        except Undecided as error:
            obstacle = str(error)
    against = None if question.teacher is None else taught(question, facts)
    return Examination(question, facts, forced, sharp, distance, obstacle, against, time.monotonic() - begun)


def _forced(question: Question, ready: Forcing) -> tuple[Extrapolation, tuple[ForcedInterval, ...]]:
    model, balls = question.student.model, Balls(BITS)
    every = families(ready)
    sharp = tuple(ready.intervals(chosen_lags(question.lags, question.horizon)))
    tails: dict[int, Fraction | None] = {}

    def tail(lag: int) -> Fraction | None:
        if lag not in tails:
            tails[lag] = tail_bound(Ball(model, Fraction(0)), lag, balls)
        return tails[lag]

    stable = tail(LONGEST) is not None
    response = enclosed_response(model, max(question.horizon, LONGEST if stable else 0))
    by_lag = {interval.lag: interval for interval in sharp}
    return extrapolation(response, question.data, every, by_lag, question.horizon, tail), sharp


def chosen_lags(first: int, horizon: int) -> list[int]:
    """K, K + 1, ..., then twice as far each time with the lag after it, below the horizon.

    >>> chosen_lags(5, 60)
    [5, 6, 7, 8, 16, 17, 32, 33]
    """
    lags, lag = list(range(first, first + CONSECUTIVE)), 2 * (first + CONSECUTIVE - 1)
    while lag <= FARTHEST_SHARP:
        lags += [lag, lag + 1]
        lag *= 2
    return [lag for lag in lags if lag < horizon]
