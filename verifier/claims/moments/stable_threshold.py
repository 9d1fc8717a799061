"""For spectra in [-1, 1] a node at an end counts one half, and the range of the first free lag is known exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.moments.discrete_measure import Measure

STRAYS = "fits-and-strays"
NO_OBSTACLE = "no-negative-mean"
RANGE = "range"
BOUND = "error-exceeds-bound"


def without_obstacle(case: tuple[Measure, int, Fraction]) -> str | None:
    """A counterexample when no polynomial >= 0 on [-1, 1] has a negative mean after a deviation at this lag."""
    from sympy import Integer

    from theory.moments.annihilator import is_nonnegative_on
    from theory.moments.stable_threshold import negative_mean

    teacher, first, deviation = case
    found = negative_mean(teacher.nodes, first, deviation)
    if found is not None and is_nonnegative_on(found, Integer(-1), Integer(1)):
        return None
    return f"teacher {teacher}: h leaves it at lag {first} by {deviation}, and no polynomial found has a negative mean"


def deviations(settings: Settings) -> Iterator[tuple[Measure, int, Fraction]]:
    """The integrator at k = 2, then random teachers with and without ends; the first deviation from 2 ind + 1 on."""
    from theory.moments.discrete_measure import Measure
    from theory.moments.stable_threshold import twice_index
    from verifier.cases.moment_students import random_teacher

    random = settings.random("stable-threshold deviations")
    yield Measure.of([(1, 1)]), 2, Fraction(-1)
    for _ in range(settings.pick(20, 200, 2000)):
        teacher = random_teacher(random)
        deviation = random.choice((-1, 1)) * Fraction(random.randint(1, 9), 10)
        yield teacher, twice_index(teacher.nodes) + 1 + random.randint(0, 3), deviation


def obstacles(settings: Settings) -> Evidence:
    """A second route to the threshold, exact: each deviation has a negative integral somewhere."""
    what = "deviations from lag 2 ind + 1 on, each refuted by a polynomial >= 0 on [-1, 1] (Sturm) of negative mean"
    return evidence.sampled(deviations(settings), without_obstacle, what, NO_OBSTACLE)


@dataclass(frozen=True)
class Share:
    """A teacher, the lags of which zero loss is claimed, and the share of the extreme deviation asked for."""

    teacher: Measure
    lags: int
    share: Fraction


def out_of_range(case: Share) -> str | None:
    """A counterexample when the student built does not fit, is not stable, is too wide, or passes the barrier."""
    from theory.moments.stable_range import barrier, extreme_deviation, is_stable, stable_student
    from theory.moments.symmetric_student import expectation
    from verifier.cases.moment_students import numeric_response

    k = case.lags
    try:
        student = stable_student(case.teacher, case.share)
    except ValueError as reason:
        return f"teacher {case.teacher}, k = {k}: no such student; {reason}"
    h, g = numeric_response(student.realization, k + 1), case.teacher.moments(k + 1)
    far, mean = extreme_deviation(case.teacher), expectation(barrier(case.teacher), h)
    fits = h[:k] == g[:k] and h[k] - g[k] == case.share * far
    narrow = len(student.weights) <= len(case.teacher.nodes) + 1
    if fits and narrow and is_stable(student) and mean >= 0 and (mean == 0) == (case.share == 1):
        return None
    return f"teacher {case.teacher}, k = {k}, share {case.share}: h = {', '.join(map(str, h))}, barrier {mean}"


def shares(settings: Settings) -> Iterator[Share]:
    """Random teachers, the shares 0, 3/4, 15/16 and 1 of the range (1 - share a square, as two ends ask)."""
    from theory.moments.stable_threshold import twice_index
    from verifier.cases.moment_students import random_teacher

    random = settings.random("stable-threshold range")
    for _ in range(settings.pick(20, 200, 2000)):
        teacher = random_teacher(random)
        for share in (Fraction(0), Fraction(3, 4), Fraction(15, 16), Fraction(1)):
            yield Share(teacher, twice_index(teacher.nodes), share)


def ranges(settings: Settings) -> Evidence:
    """Stable symmetric students of width at most n + 1 across the range; a barrier polynomial ends it."""
    return evidence.sampled(shares(settings), out_of_range, "stable students at k = 2 ind across the range", RANGE)


@dataclass(frozen=True)
class Near:
    """A teacher, a stable student as a measure, k lags, and the lag at which the robust bound is tried."""

    teacher: Measure
    student: Measure
    lags: int
    lag: int


def exceeds(case: Near) -> str | None:
    """A counterexample when the error exceeds the robust bound made from q, as theory or as numerics makes it."""
    from numerics.robust.robust_bound import robust_constant
    from numerics.robust.stable_bound import stable_annihilator
    from theory.moments.discrete_measure import loss
    from theory.moments.stable_threshold import exceeds_bound

    error = case.student.moment(case.lag) - case.teacher.moment(case.lag)
    total = loss(case.student, case.teacher, case.lags)
    tight = robust_constant(case.lag, stable_annihilator(case.teacher.nodes), (Fraction(-1), Fraction(1)))
    if error**2 <= tight**2 * total and not exceeds_bound(case.teacher.nodes, case.lag, error, total):
        return None
    return f"teacher {case.teacher}, student {case.student}, k = {case.lags}: loss {total}, error {error} at {case.lag}"


def near_students(settings: Settings) -> Iterator[Near]:
    """Nodes moved inwards a little, weights changed a little, one light atom; k = 2 ind + 1."""
    from theory.moments.discrete_measure import Measure
    from theory.moments.stable_threshold import twice_index
    from verifier.cases.moment_students import random_teacher

    random = settings.random("stable-threshold robust")
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        size = Fraction(1, 10 ** random.randint(1, 4))
        moved = [x * (1 - size * Fraction(random.randint(0, 9), 10)) for x in teacher.nodes]
        scaled = [w * (1 + size * Fraction(random.randint(-5, 5), 10)) for w in teacher.weights]
        light = Measure.of([(Fraction(random.randint(-10, 10), 10), size)])
        k = twice_index(teacher.nodes) + 1
        yield Near(teacher, Measure(tuple(moved), tuple(scaled)) + light, k, k + random.randint(0, 20))


def robust(settings: Settings) -> Evidence:
    """Both constants, theory's exact one and numerics' tighter one, compared exactly with the error."""
    return evidence.sampled(near_students(settings), exceeds, "errors within the robust bound from q", BOUND)


def proof(settings: Settings) -> Evidence:
    """The integral of q forces the measure; the range at k = 2 ind."""
    from theory.moments.stable_range_proof import threshold_and_range_proof

    return evidence.proof(threshold_and_range_proof())


def proof_at_index(settings: Settings) -> Evidence:
    """The derivation of the threshold at k = 2 ind."""
    from theory.moments.stable_threshold import interior, minus, plus, stable_threshold_proof

    return evidence.proof(stable_threshold_proof(2 * interior + plus + minus))


def _straying(node: int, lags: int, A: list[list[int]], B: list[int | Fraction], C: list[int | Fraction]) -> Evidence:
    from theory.moments.discrete_measure import Measure
    from verifier.cases.moment_students import Trial, model, strays

    trial = Trial(Measure.of([(node, 1)]), model(A, B, C), lags)
    return evidence.sampled([trial], strays, "students with zero loss extrapolate", STRAYS)


def _range(atoms: list[tuple[int, int]], lags: int) -> Evidence:
    from theory.moments.discrete_measure import Measure

    case = Share(Measure.of(atoms), lags, Fraction(1))
    return evidence.sampled([case], out_of_range, "stable students across the range", RANGE)


def _deviation_at_index(settings: Settings) -> Evidence:
    from theory.moments.discrete_measure import Measure

    case = (Measure.of([(1, 1)]), 1, -Fraction(1))
    return evidence.sampled([case], without_obstacle, "deviations", NO_OBSTACLE)


def _robust_at_index(settings: Settings) -> Evidence:
    from theory.moments.discrete_measure import Measure

    case = Near(Measure.of([(1, 1)]), Measure.of([(-1, 1)]), 1, 1)
    return evidence.sampled([case], exceeds, "errors within the robust bound", BOUND)


CLAIM = Claim(
    id="stable-threshold",
    section="5",
    title="Stable students need fewer lags: an end counts one half",
    statement=(
        r"Let the spectrum of a symmetric student lie in $[-1, 1]$ and let $\mathrm{ind}$ count each node once, but "
        r"one half at $1$ or $-1$. If $k \ge 2 \mathrm{ind} + 1$ and $L = 0$ then $h_j = g_j$ for all $j$. At $k = 2 "
        r"\mathrm{ind} > 0$ the number $h_k$ fills an interval, exactly known, with $g_k$ at one end (the lower one "
        r"unless $1$ is a node); width $n + 1$ suffices. With $q = (1-x)^{e_+} (1+x)^{e_-} \prod (x - x_i)^2$, $c$ its "
        r"coefficients and $x^j = s_j q + r_j$, the error is bounded for $k \ge 2 \mathrm{ind} + 1$ by "
        r"$|h_j - g_j| \le (\lVert r_j \rVert + \lVert c \rVert \max_{[-1,1]} |s_j|) \sqrt{L}$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the student is symmetric with spectrum in $[-1, 1]$; both are needed",
        r"$k \ge 2 \mathrm{ind} + 1$ to force and to bound, $k = 2 \mathrm{ind}$ for the range",
        r"for the range: $n \ge 1$ distinct nodes in $[-1, 1]$ with positive weights",
        r"not needed to force or to bound: positive teacher weights, teacher nodes in $[-1, 1]$, a bound on the width",
    ),
    builds_on=("moment-uniqueness", "moment-sharpness", "robust-extrapolation"),
    proof=Check("proof", proof),
    checks=(
        Check("negative means", obstacles),
        Check("the range, exactly", ranges),
        Check("robust bound from q", robust),
    ),
    controls=(
        Control("k-is-twice-index", "the integrator on one lag", STRAYS, lambda s: _straying(1, 1, [[-1]], [1], [1])),
        Control(
            "interior-counts-half",
            "the node 0 on two lags: two states that swap",
            STRAYS,
            lambda s: _straying(0, 2, [[0, 1], [1, 0]], [1, 0], [1, 0]),
        ),
        Control(
            "unstable",
            "the integrator on two lags, an eigenvalue 2",
            STRAYS,
            lambda s: _straying(1, 2, [[0, 0], [0, 2]], [1, 1], [Fraction(1, 2), Fraction(1, 2)]),
        ),
        Control(
            "not-symmetric",
            "the integrator on two lags, a nilpotent A",
            STRAYS,
            lambda s: _straying(1, 2, [[0, 1], [0, 0]], [1, 1], [1, 0]),
        ),
        Control("range-one-lag-more", "the range claimed at k = 2 ind + 1", RANGE, lambda s: _range([(1, 1)], 2)),
        Control("range-node-outside", "the range for a node 2", RANGE, lambda s: _range([(2, 1)], 2)),
        Control("range-repeated-node", "the range for a node counted twice", RANGE, lambda s: _range([(0, 1)] * 2, 4)),
        Control("range-negative-weight", "the range for a weight -1", RANGE, lambda s: _range([(0, -1)], 2)),
        Control("deviation-at-twice-index", "the integrator on one lag, downwards", NO_OBSTACLE, _deviation_at_index),
        Control("robust-at-twice-index", "the robust bound on 2 ind lags", BOUND, _robust_at_index),
        Control("proof-at-twice-index", "the proof, with k = 2 ind", "proof-step", proof_at_index),
    ),
)
