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
from numerics.robust.near_symmetric_bound import extrapolation_constants, segment_norms
from numerics.robust.constants import square_annihilator
from verifier.examine.facts import StudentFacts
from verifier.examine.question import Question
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


def hypotheses(question: Question, facts: StudentFacts, loss: Fraction) -> Iterator[Hypothesis]:
    """The theorems on extrapolation, hypothesis by hypothesis; those alone that are true can be applied."""
    k, d = question.lags, facts.width
    teacher = question.teacher
    modes = None if teacher is None else modes_of(teacher)
    fits = Hypothesis("moment-uniqueness", f"L = 0: L is {float(loss):.3g}", loss == 0)
    if modes is None:
        yield Hypothesis("moment-uniqueness", "the teacher's modes are not counted: see its inputs and outputs", False)
        return
    n = modes.order
    asymmetry = facts.least_asymmetry or facts.asymmetry
    yield Hypothesis("moment-uniqueness", f"k >= 2n + 1: {k} and {2 * n + 1}", k >= 2 * n + 1)
    size = "not defined" if asymmetry is None else f"{float(asymmetry.upper):.3g}"
    yield Hypothesis(
        "moment-uniqueness", f"the student is symmetric: its asymmetry is {size}", bool(asymmetry and not asymmetry.upper)
    )
    yield fits
    inside = facts.radius.upper <= 1
    yield Hypothesis(
        "stable-threshold",
        f"k >= 2 ind + 1: {k} and {2 * n + 1 - modes.ends}; spectral radius at most {float(facts.radius.upper):.6g}",
        inside and k >= 2 * n + 1 - modes.ends,
    )
    yield Hypothesis("small-students-extrapolate", f"d + n <= k: {d} + {n} and {k}", d + n <= k)
    yield Hypothesis(fits.theorem.replace("moment-uniqueness", "small-students-extrapolate"), fits.text, fits.holds)
    yield Hypothesis(
        "near-symmetric-extrapolation", f"real modes, k >= 2n + 1: {modes.real} of {n} real",
        modes.real == modes.distinct == n and k >= 2 * n + 1,
    )  # fmt: skip
    yield Hypothesis(
        "forced-interval",
        f"positive modes in [{question.spectrum.low}, {question.spectrum.high}]",
        modes.positive and bool(modes.stable),
    )


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
