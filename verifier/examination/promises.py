"""Which theorem speaks of a student and its teacher: hypothesis by hypothesis, with numbers; and what it promises."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.rationals import exact_value
from numerics.forcing.response import enclosed_response
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.model.teacher import response_of_system
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.robust.constants import square_annihilator
from numerics.robust.near_symmetric_bound import extrapolation_constants, segment_norms
from verifier.examination.facts import StudentFacts
from verifier.examination.question import Question
from verifier.ground.numbers import rounded_up
from verifier.problem.scope import modes_of

LAST_LAG = 128
"""Beyond it the constants take longer than everything else."""


@dataclass(frozen=True)
class Hypothesis:
    """One hypothesis of one theorem, what it comes to here, and whether it holds."""

    theorem: str
    text: str
    holds: bool


@dataclass(frozen=True)
class Promise:
    """At one lag: C_1, C_2, C_1 sqrt(L) + C_2 asymmetry^2, and the error that there really is; all rounded up."""

    lag: int
    C1: Fraction
    C2: Fraction
    promised: Fraction
    error: Fraction


def hypotheses(question: Question, facts: StudentFacts, loss: Fraction) -> list[Hypothesis]:
    """The theorems on extrapolation, hypothesis by hypothesis; a theorem applies where all of its own hold."""
    modes = None if question.teacher is None else modes_of(question.teacher)
    if modes is None:
        return [Hypothesis("moment-uniqueness", "the teacher's modes are not counted (its channels or states)", False)]
    n, k, d = modes.order, question.lags, facts.width
    asymmetry = facts.least_asymmetry or facts.asymmetry
    size = "not defined" if asymmetry is None else f"at most {rounded_up(asymmetry.upper, 3)}"
    symmetric = asymmetry is not None and not asymmetry.upper
    fit, fits = f"L = 0: L is at most {rounded_up(loss, 3)}", loss == 0
    radius, half = rounded_up(facts.radius.upper, 6), 2 * n + 1 - modes.ends
    real = modes.real == modes.distinct == n
    interval = f"[{question.spectrum.low}, {question.spectrum.high}]"
    return [
        Hypothesis("moment-uniqueness", f"k >= 2n + 1: {k} and {2 * n + 1}", k >= 2 * n + 1),
        Hypothesis("moment-uniqueness", f"a symmetric student: its asymmetry is {size}", symmetric),
        Hypothesis("moment-uniqueness", fit, fits),
        Hypothesis("stable-threshold", f"k >= 2 ind + 1: {k} and {half}", k >= half),
        Hypothesis("stable-threshold", f"spectral radius at most 1: at most {radius}", facts.radius.upper <= 1),
        Hypothesis("small-students-extrapolate", f"d + n <= k: {d} + {n} and {k}", d + n <= k),
        Hypothesis("small-students-extrapolate", fit, fits),
        Hypothesis("near-symmetric-extrapolation", f"real distinct modes: {modes.real} of {n}", real),
        Hypothesis("near-symmetric-extrapolation", f"k >= 2n + 1: {k} and {2 * n + 1}", k >= 2 * n + 1),
        Hypothesis("forced-interval", f"positive modes in {interval}", modes.positive and bool(modes.stable)),
    ]


def promises(question: Question, facts: StudentFacts, root_of_loss: Fraction) -> Iterator[Promise]:
    """What near-symmetric-extrapolation promises at a few lags, where its hypotheses hold."""
    teacher = question.teacher
    modes = None if teacher is None else modes_of(teacher)
    asymmetry = facts.least_asymmetry or facts.asymmetry
    if modes is None or asymmetry is None or teacher is None or teacher.realisation is None:
        return
    n, k = modes.order, question.lags
    if not modes.real == modes.distinct == n or k < 2 * n + 1:
        return
    known = LinearRNN(*teacher.realisation)
    lags = [j for j in (k, k + 1, 2 * k, 4 * k, LAST_LAG) if j < question.horizon and j <= LAST_LAG]
    g = [response[0][0] for response in response_of_system(known, max(*lags, 2 * n + 1) + 1)]
    h = enclosed_response(question.student.model, max(lags) + 1)
    q = square_annihilator(shortest_recurrence(g[: 2 * n + 2]).polynomial)
    chosen = facts.representative if facts.representative is not None else question.student.model
    norms = segment_norms(in_arithmetic(chosen, Exact()))
    for lag in lags:
        at = extrapolation_constants(lag, k, q, norms)
        error = max(abs(exact_value(h[lag].upper()) - g[lag]), abs(exact_value(h[lag].lower()) - g[lag]))
        yield Promise(lag, at.C1, at.C2, at.C1 * root_of_loss + at.C2 * asymmetry.upper**2, error)
