"""A student so narrow that d + n <= k extrapolates as soon as it fits; one state more and it need not."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from flint import fmpq, fmpq_mat, fmpq_poly

from theory.minima import realisation_proofs as proofs
from theory.minima.realisation import (
    Realization,
    non_extrapolating_student,
    realize,
    series,
    smallest_width,
    transfer_function,
)
from verifier.cases.moment_students import degenerate_teachers, numeric_markov_parameters, random_transfer_function
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="small-students-extrapolate",
    section="4",
    title="Narrow students that fit extrapolate",
    statement=(
        r"If $d + n \le k$ and $L = 0$ then $h_j = g_j$ for all $j$, since the numerator of $H - G$ has degree below "
        r"$d + n$. With non-extrapolating-minima the threshold is exact: $d = k - n$ forces, $d = k - n + 1$ does not "
        r"(for one input and output and $n \le (k+1)/2$)."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$d + n \le k$, where the teacher can be realised by $n$ states",
        "not needed: a minimal teacher or student, symmetry, distinct poles, one input and one output",
    ),
    builds_on=("non-extrapolating-minima",),
    proof=proved_by(
        proofs.small_students_proof,
        given=("teacher", "fits", "lags"),
        concludes="the numerator of $H - G$ is zero: $h_j = g_j$ for all $j$",
    ),
)

PROOF_ONE_LAG_FEWER = false_proof(
    "proof-one-lag-fewer",
    "the proof, with k = d + n - 1",
    lambda: proofs.small_students_proof(proofs.d + proofs.n - 1),
)


@dataclass(frozen=True)
class Pair:
    """A student and a teacher of any shapes p x m, and the number k of trained lags."""

    student: Realization
    teacher: Realization
    lags: int

    @property
    def agree(self) -> bool:
        """Whether the student fits the trained lags."""
        h, g = (numeric_markov_parameters(model, self.lags) for model in (self.student, self.teacher))
        return h == g


def counterexample_to_extrapolation(pair: Pair) -> str | None:
    """A counterexample when the responses agree on k lags but not on all of the next 12."""
    length = pair.lags + 12
    h, g = (numeric_markov_parameters(model, length) for model in (pair.student, pair.teacher))
    first = next((lag for lag in range(length) if h[lag] != g[lag]), length)
    if not pair.lags <= first < length:
        return None
    shown = [str(entry[0][0]) for entry in h[: first + 1]], [str(entry[0][0]) for entry in g[: first + 1]]
    return f"k = {pair.lags}, d = {pair.student.A.nrows()}: h = {shown[0]} against g = {shown[1]}"


def random_pairs(settings: Settings) -> Iterator[Pair]:
    """Entries in {-1, 0, 1}, widths 1 and 2, m, p <= 2, k = d + n: small enough for many pairs to agree by accident."""
    random = settings.random("small-students-extrapolate")
    for _ in range(settings.pick(400, 4000, 40000)):
        inputs, outputs = random.randint(1, 2), random.randint(1, 2)
        student, teacher = (_random_model(random, random.randint(1, 2), inputs, outputs) for _ in range(2))
        yield Pair(student, teacher, student.A.nrows() + teacher.A.nrows())


def _random_model(random: Random, states: int, inputs: int, outputs: int) -> Realization:
    shapes = ((states, states), (states, inputs), (outputs, states))
    return Realization(*(fmpq_mat(r, c, [random.randint(-1, 1) for _ in range(r * c)]) for r, c in shapes))


@check("random small models")
def models(settings: Settings) -> Evidence:
    """Those of the random pairs that agree on the k lags: only they say something."""
    pairs = list(random_pairs(settings))
    agreeing = [pair for pair in pairs if pair.agree]
    details = {"pairs drawn": str(len(pairs))}
    what = "pairs with d + n = k that agree on k lags agree on 12 more"
    return evidence.sampled(agreeing, counterexample_to_extrapolation, what, "fits-and-strays", details)


@control("one-state-more", "d + n = k + 1", "fits-and-strays")
def wider(settings: Settings) -> Evidence:
    """n = 1, k = 2: the student of width 2 = k - n + 1 that non-extrapolating-minima builds."""
    teacher = transfer_function(fmpq_poly([1]), fmpq_poly([-1, 1]))
    pair = Pair(non_extrapolating_student(teacher, 2, fmpq(2), 2), realize(teacher, 1), 2)
    what = "a student with d + n = k + 1"
    return evidence.sampled([pair], counterexample_to_extrapolation, what, "fits-and-strays")


@control("degree-undercounted", "a teacher of two states counted as one", "fits-and-strays")
def undercounted(settings: Settings) -> Evidence:
    """g = 1, 2, 5, 13, ... has degree 2; counted as 1, k = 2 lags would do, and the student 1, 2, 4, ... fits them."""
    teacher = transfer_function(fmpq_poly([-1, 1]), fmpq_poly([1, -3, 1]))
    student = transfer_function(fmpq_poly([1]), fmpq_poly([-2, 1]))
    pair = Pair(realize(student, 1), realize(teacher, 2), 2)
    what = "a teacher of two states counted as one"
    return evidence.sampled([pair], counterexample_to_extrapolation, what, "fits-and-strays")


@dataclass(frozen=True)
class Threshold:
    """The first terms g_0, ..., g_{q-1} of a teacher of degree n, then another g_q: who realises them?"""

    terms: tuple[str, ...]
    degree: int
    lags: int


def counterexample_to_threshold(case: Threshold) -> str | None:
    """A counterexample when fewer than k + 1 - n states leave the teacher at some lag q >= k; by Hankel ranks only."""
    terms = [fmpq(*(int(part) for part in term.split("/"))) for term in case.terms]
    width = smallest_width(terms)
    if width + case.degree > case.lags:
        return None
    return f"{width} states realise {case.terms} and fit k = {case.lags} lags of a teacher of degree {case.degree}"


def thresholds(settings: Settings) -> Iterator[Threshold]:
    """Degenerate and random teachers, k from n to 2n + 3, the first deviation at lag k, k + 1 or k + 2."""
    random = settings.random("small-students-extrapolate threshold")
    drawn = (random_transfer_function(random) for _ in range(settings.pick(40, 400, 4000)))
    for teacher in (*degenerate_teachers(), *drawn):
        n = teacher.degree
        for k in range(n, 2 * n + 4):
            for first in (k, k + 1, k + 2):
                g = series(teacher, first + 1)
                yield Threshold((*map(str, g[:first]), str(g[first] + random.choice((-2, 1)))), n, k)


@check("the threshold by Hankel ranks")
def least_widths(settings: Settings) -> Evidence:
    """Over teachers and k: the least width that fits and strays is never below k + 1 - n."""
    what = "least widths that stray, by Hankel ranks"
    return evidence.sampled(thresholds(settings), counterexample_to_threshold, what, "fits-and-strays")
