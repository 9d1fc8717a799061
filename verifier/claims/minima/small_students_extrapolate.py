"""A student so narrow that d + n <= k extrapolates as soon as it fits; one state more and it need not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    import random

    from theory.minima.realisation import Realization

STRAYS = "fits-and-strays"


@dataclass(frozen=True)
class Pair:
    """A student and a teacher of any shapes p x m, and the number k of trained lags."""

    student: Realization
    teacher: Realization
    lags: int


def strays(pair: Pair) -> str | None:
    """A counterexample when the responses agree on k lags but not on all of the next 12."""
    from verifier.cases.moment_students import numeric_markov_parameters

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


def _random_model(random: random.Random, states: int, inputs: int, outputs: int) -> Realization:
    from flint import fmpq_mat

    from theory.minima.realisation import Realization

    shapes = ((states, states), (states, inputs), (outputs, states))
    return Realization(*(fmpq_mat(r, c, [random.randint(-1, 1) for _ in range(r * c)]) for r, c in shapes))


def models(settings: Settings) -> Evidence:
    """Those of the random pairs that agree on the k lags: only they say something."""
    from verifier.cases.moment_students import numeric_markov_parameters

    pairs = list(random_pairs(settings))
    agreeing = [
        p for p in pairs if numeric_markov_parameters(p.student, p.lags) == numeric_markov_parameters(p.teacher, p.lags)
    ]
    details = {"pairs drawn": str(len(pairs))}
    what = "pairs with d + n = k that agree on k lags agree on 12 more"
    return evidence.sampled(agreeing, strays, what, STRAYS, details)


@dataclass(frozen=True)
class Threshold:
    """The first terms g_0, ..., g_{q-1} of a teacher of degree n, then g_q + 1: who realises them?"""

    terms: tuple[str, ...]
    degree: int
    lags: int


def too_narrow(case: Threshold) -> str | None:
    """A counterexample when fewer than k + 1 - n states leave the teacher at some lag q >= k; by Hankel ranks only."""
    from flint import fmpq

    from theory.minima.realisation import smallest_width

    terms = [fmpq(*(int(part) for part in term.split("/"))) for term in case.terms]
    width = smallest_width(terms)
    if width + case.degree > case.lags:
        return None
    return f"{width} states realise {case.terms} and fit k = {case.lags} lags of a teacher of degree {case.degree}"


def thresholds(settings: Settings) -> Iterator[Threshold]:
    """Degenerate and random teachers, k from n to 2n + 3, the first deviation at lag k, k + 1 or k + 2."""
    from theory.minima.realisation import series
    from verifier.cases.moment_students import degenerate_teachers, random_transfer_function

    random = settings.random("small-students-extrapolate threshold")
    drawn = (random_transfer_function(random) for _ in range(settings.pick(40, 400, 4000)))
    for teacher in (*degenerate_teachers(), *drawn):
        n = teacher.degree
        for k in range(n, 2 * n + 4):
            for first in (k, k + 1, k + 2):
                g = series(teacher, first + 1)
                yield Threshold((*map(str, g[:first]), str(g[first] + random.choice((-2, 1)))), n, k)


def grid(settings: Settings) -> Evidence:
    """Over teachers and k: the least width that fits and strays is never below k + 1 - n."""
    return evidence.sampled(thresholds(settings), too_narrow, "least widths that stray, by Hankel ranks", STRAYS)


def proof(settings: Settings) -> Evidence:
    """The numerator of H - G has degree below d + n."""
    from theory.minima.realisation_proofs import small_students_proof

    return evidence.proof(small_students_proof())


def one_lag_fewer(settings: Settings) -> Evidence:
    """The same derivation at k = d + n - 1."""
    from theory.minima.realisation_proofs import d, n, small_students_proof

    return evidence.proof(small_students_proof(d + n - 1))


def wider(settings: Settings) -> Evidence:
    """n = 1, k = 2: the student of width 2 = k - n + 1 that non-extrapolating-minima builds."""
    from flint import fmpq, fmpq_poly

    from theory.minima.realisation import non_extrapolating_student, realize, transfer_function

    teacher = transfer_function(fmpq_poly([1]), fmpq_poly([-1, 1]))
    pair = Pair(non_extrapolating_student(teacher, 2, fmpq(2), 2), realize(teacher, 1), 2)
    return evidence.sampled([pair], strays, "a student with d + n = k + 1", STRAYS)


def undercounted(settings: Settings) -> Evidence:
    """g = 1, 2, 5, 13, ... has degree 2; counted as 1, k = 2 lags would do, and the student 1, 2, 4, ... fits them."""
    from flint import fmpq_poly

    from theory.minima.realisation import realize, transfer_function

    teacher = transfer_function(fmpq_poly([-1, 1]), fmpq_poly([1, -3, 1]))
    student = transfer_function(fmpq_poly([1]), fmpq_poly([-2, 1]))
    pair = Pair(realize(student, 1), realize(teacher, 2), 2)
    return evidence.sampled([pair], strays, "a teacher of two states counted as one", STRAYS)


CLAIM = Claim(
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
    proof=Check("proof", proof),
    checks=(Check("random small models", models), Check("the threshold by Hankel ranks", grid)),
    controls=(
        Control("one-state-more", "d + n = k + 1", STRAYS, wider),
        Control("degree-undercounted", "a teacher of two states counted as one", STRAYS, undercounted),
        Control("proof-one-lag-fewer", "the proof, with k = d + n - 1", "proof-step", one_lag_fewer),
    ),
)
