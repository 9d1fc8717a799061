"""A symmetric student that fits more than 2n lags of n positive nodes has the teacher's measure, whatever its width."""

from collections.abc import Iterator
from fractions import Fraction

from theory.moments.discrete_measure import Measure
from theory.moments.moment_uniqueness import moment_uniqueness_proof, n, negative_square
from verifier.cases.moment_students import (
    Trial,
    counterexample_to_extrapolation,
    fits,
    model,
    random_teacher,
    symmetric_copy,
)
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="moment-uniqueness",
    section="5",
    title="More than 2n lags pin the measure",
    statement=(
        r"Let $g_j = \sum_{i=1}^n w_i x_i^j$ and let $h_j = \int x^j d\mu$ be the response of a symmetric student of "
        r"any width. If $k \ge 2n + 1$ and $L = 0$ then $\mu = \sum_i w_i \delta_{x_i}$, so $h_j = g_j$ for all $j$: "
        r"$\int \pi^2 d\mu = 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$",
        r"$k \ge 2n + 1$",
        r"the student is symmetric: $A = A^T$, $B = C^T$; both are needed",
        r"not needed: positive teacher weights (with a negative one no symmetric student has $L = 0$)",
        r"not needed: distinct nodes (merging nodes only lowers $n$), a spectral bound, a bound on the width",
    ),
    proof=proved_by(
        moment_uniqueness_proof,
        given=("symmetric", "nodes", "fits", "lags"),
        concludes="the student's measure is the teacher's: $h_j = g_j$ for all $j$",
    ),
)

PROOF_WITH_PI = false_proof(
    "pi-in-the-proof", r"the proof with $\pi$ for $\pi^2$", lambda: moment_uniqueness_proof(power=1)
)

PROOF_AT_2N = false_proof("proof-at-2n", "the proof, with k = 2n", lambda: moment_uniqueness_proof(2 * n))


@check("symmetric students")
def symmetric_students(settings: Settings) -> Evidence:
    """Symmetric matrices built with the teacher's measure, atoms split and states reflected: numerics' h is g for ever.

    No other student could be built, says the theorem: that there is none is what `negative_squares` tries.
    """
    random = settings.random("moment-uniqueness")
    trials = []
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        student = symmetric_copy(random, teacher, random.randint(0, 3))
        trials.append(Trial(teacher, student, 2 * len(teacher.nodes) + 1 + random.randint(0, 2)))
    fitting = [trial for trial in trials if fits(trial)]
    what = "students of the teacher's measure, in other coordinates"
    return evidence.sampled(fitting, counterexample_to_extrapolation, what, "fits-and-strays")


@controls(
    "fits-and-strays",
    # two states that swap: h = (1, 0, 1, 0, ...)
    ("k-is-2n", "trains 2n lags only", [[0, 1], [1, 0]], [1, 0], [1, 0], 2),
    # three states in a circle, not symmetric though balanced: h = (1, 0, 0, 1, ...)
    (
        "not-symmetric",
        "A is a cyclic permutation (balanced all the same)",
        [[0, 0, 1], [1, 0, 0], [0, 1, 0]],
        [1, 0, 0],
        [1, 0, 0],
        3,
    ),
    # a signed measure: h = (1, 0, 0, 6, ...)
    ("signed-measure", "A = A^T, but B and C differ", [[1, 0, 0], [0, 2, 0], [0, 0, 3]], [1, 1, 1], [3, -3, 1], 3),
)
def fits_a_pulse(
    settings: Settings, A: list[list[int]], B: list[int | Fraction], C: list[int | Fraction], lags: int
) -> Evidence:
    """The teacher g = (1, 0, 0, ...): n = 1, node 0, weight 1."""
    trial, what = Trial(Measure.of([(0, 1)]), model(A, B, C), lags), "students with zero loss extrapolate"
    return evidence.sampled([trial], counterexample_to_extrapolation, what, "fits-and-strays")


# A second route: each deviation from lag 2n + 1 on gives a polynomial whose square has a negative mean.

Deviation = tuple[Measure, list[Fraction], int]
"""A teacher, a response that leaves it, and the lag at which it does."""


def counterexample_to_negative_square(case: Deviation) -> str | None:
    """A counterexample when no polynomial square has a negative mean: a positive measure may have this response."""
    teacher, response, first = case
    if negative_square(teacher, response) is not None:
        return None
    shown = ", ".join(map(str, response))
    return f"teacher {teacher}: h = {shown} leaves it at lag {first} and no square found has a negative mean"


def deviations(settings: Settings) -> Iterator[Deviation]:
    """Responses that leave the teacher at a lag from k = 2n + 1 on, by any amount, and go on anyhow."""
    random = settings.random("moment-uniqueness deviations")
    for _ in range(settings.pick(100, 1000, 10000)):
        teacher = random_teacher(random)
        n = len(teacher.nodes)
        first = 2 * n + 1 + random.randint(0, 3)
        response = teacher.moments(2 * (first - n) + 1)
        response[first] += random.choice((-1, 1)) * Fraction(random.randint(1, 9), random.randint(1, 9))
        rest = [Fraction(random.randint(-9, 20), random.randint(1, 4)) for _ in response[first + 1 :]]
        yield teacher, response[: first + 1] + rest, first


@check("negative squares")
def negative_squares(settings: Settings) -> Evidence:
    what = "deviating responses, each refuted by an exact negative square"
    return evidence.sampled(deviations(settings), counterexample_to_negative_square, what, "no-negative-square")


@control("square-at-2n", "a deviation at lag 2n", "no-negative-square")
def square_at_2n(settings: Settings) -> Evidence:
    """h = (1, 0, 1): a deviation at lag 2n = 2 upwards makes no square negative."""
    case, what = (Measure.of([(0, 1)]), [Fraction(1), Fraction(0), Fraction(1)], 2), "deviating responses"
    return evidence.sampled([case], counterexample_to_negative_square, what, "no-negative-square")
