"""For spectra in [-1, 1] a node at an end counts one half, and the range of the first free lag is known exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import Integer

from numerics.robust.robust_bound import robust_constant
from numerics.robust.stable_bound import stable_annihilator
from theory.moments import stable_threshold as threshold
from theory.moments.annihilator import is_nonnegative_on
from theory.moments.discrete_measure import Measure, loss
from theory.moments.stable_range import barrier, extreme_deviation, is_stable, stable_student
from theory.moments.stable_range_proof import threshold_and_range_proof
from theory.moments.symmetric_student import expectation
from verifier.cases.moment_students import (
    Trial,
    counterexample_to_extrapolation,
    model,
    numeric_response,
    random_teacher,
)
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="stable-threshold",
    section="5",
    title="Stable students need fewer lags: an end counts one half",
    statement=(
        r"Let the spectrum of a symmetric student lie in $[-1, 1]$ and let $\mathrm{ind}$ count each node once, "
        r"but one half at $1$ or $-1$. If $k \ge 2 \mathrm{ind} + 1$ and $L = 0$ then $h_j = g_j$ for all $j$. At "
        r"$k = 2 \mathrm{ind} > 0$ the number $h_k - g_k$ fills the interval between $0$ and $\sigma / \sum_i "
        r"v_i^2 / e(x_i)$, where $v_i = 1 / (\sqrt{w_i} \pi'(x_i))$, $e(x)$ is the product of those of $1 - x$ and "
        r"$1 + x$ whose root is no node, and $\sigma$ is $-1$ if $1$ is a node and $1$ if not; width $n + 1$ "
        r"suffices. With $q = (1-x)^{e_+} (1+x)^{e_-} \prod_{x_i \ne \pm 1} (x - x_i)^2$, $c$ its coefficients and "
        r"$x^j = s_j q + r_j$, the error is bounded for $k \ge 2 \mathrm{ind} + 1$ by $|h_j - g_j| \le "
        r"(\lVert r_j \rVert + \lVert c \rVert \max_{[-1,1]} |s_j|) \sqrt{L}$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$",
        r"the student is symmetric with spectrum in $[-1, 1]$; both are needed",
        r"$k \ge 2 \mathrm{ind} + 1$ to force and to bound, $k = 2 \mathrm{ind}$ for the range",
        r"for the range: $n \ge 1$ distinct nodes in $[-1, 1]$ with positive weights",
        r"not needed to force or to bound: positive teacher weights, teacher nodes in $[-1, 1]$, a bound on the width",
    ),
    builds_on=("moment-uniqueness", "moment-sharpness", "robust-extrapolation"),
    proof=proved_by(
        threshold_and_range_proof,
        given=("stable", "nodes", "fits", "lags", "range/nodes", "range/coupled"),
        concludes=(
            r"$h_j = g_j$ for all $j$; and where $L \le \ell$ instead, $|h_j - g_j| \le (\lVert r_j \rVert + M "
            r"\lVert c \rVert) \sqrt{\ell}$; at $k = 2 \mathrm{ind}$ every deviation $h_k - g_k$ between $0$ and "
            r"the far end is reached by a stable student, and none beyond; the far end is $\frac{2}{- \phi(-1) + "
            r"\phi(1)}$ where no end is a node, $\frac{1}{\phi(1)}$ where only $-1$ is one, $\frac{1}{\phi(-1)}$ "
            r"where only $1$ is, $- \frac{1}{N}$ where both are; that is $\sigma / \sum_i v_i^2 / e(x_i)$"
        ),
    ),
)

OTHER_PROOFS = false_proofs(
    threshold_and_range_proof,
    "proof-step",
    ("simple-factors-in-the-proof", "a factor $x - x_i$ of $q$ where its square is due", None, 1),
    ("far-end-doubled-in-the-proof", r"the range up to $4 / (\phi(1) - \phi(-1))$ where no end is a node", None, 2, 4),
)

PROOF_AT_TWICE_INDEX = false_proof(
    "proof-at-twice-index",
    "the proof, with k = 2 ind",
    lambda: threshold.stable_threshold_proof(2 * threshold.interior + threshold.plus + threshold.minus),
)


@controls(
    "fits-and-strays",
    ("k-is-twice-index", "the integrator on one lag", 1, 1, [[-1]], [1], [1]),
    ("interior-counts-half", "the node 0 on two lags: two states that swap", 0, 2, [[0, 1], [1, 0]], [1, 0], [1, 0]),
    ("unstable", "the integrator on two lags, an eigenvalue 2", 1, 2, [[0, 0], [0, 2]], [1, 1], [Fraction(1, 2)] * 2),
    ("not-symmetric", "the integrator on two lags, a nilpotent A", 1, 2, [[0, 1], [0, 0]], [1, 1], [1, 0]),
)
def without_a_hypothesis(
    settings: Settings, node: int, lags: int, A: list[list[int]], B: list[int | Fraction], C: list[int | Fraction]
) -> Evidence:
    trial = Trial(Measure.of([(node, 1)]), model(A, B, C), lags)
    return evidence.sampled(
        [trial], counterexample_to_extrapolation, "students with zero loss extrapolate", "fits-and-strays"
    )


# A second route to the threshold: each deviation from lag 2 ind + 1 on has a negative integral somewhere.

Deviation = tuple[Measure, int, Fraction]


def counterexample_to_negative_mean(case: Deviation) -> str | None:
    """A counterexample when no polynomial >= 0 on [-1, 1] has a negative mean after a deviation at this lag."""
    teacher, first, deviation = case
    found = threshold.negative_mean(teacher.nodes, first, deviation)
    if found is not None and is_nonnegative_on(found, Integer(-1), Integer(1)):
        return None
    return f"teacher {teacher}: h leaves it at lag {first} by {deviation}, and no polynomial found has a negative mean"


def deviations(settings: Settings) -> Iterator[Deviation]:
    """The integrator at k = 2, then random teachers with and without ends; the first deviation from 2 ind + 1 on."""
    random = settings.random("stable-threshold deviations")
    yield Measure.of([(1, 1)]), 2, Fraction(-1)
    for _ in range(settings.pick(20, 200, 2000)):
        teacher = random_teacher(random)
        deviation = random.choice((-1, 1)) * Fraction(random.randint(1, 9), 10)
        yield teacher, threshold.twice_index(teacher.nodes) + 1 + random.randint(0, 3), deviation


@check("negative means")
def negative_means(settings: Settings) -> Evidence:
    what = "deviations from lag 2 ind + 1 on, each refuted by a polynomial >= 0 on [-1, 1] (Sturm) of negative mean"
    return evidence.sampled(deviations(settings), counterexample_to_negative_mean, what, "no-negative-mean")


@control("deviation-at-twice-index", "the integrator on one lag, downwards", "no-negative-mean")
def deviation_at_twice_index(settings: Settings) -> Evidence:
    case = (Measure.of([(1, 1)]), 1, -Fraction(1))
    return evidence.sampled([case], counterexample_to_negative_mean, "deviations", "no-negative-mean")


# The range: stable symmetric students of width at most n + 1 across it, and a barrier polynomial that ends it.


@dataclass(frozen=True)
class Share:
    """A teacher, the lags of which zero loss is claimed, and the share of the extreme deviation asked for."""

    teacher: Measure
    lags: int
    share: Fraction


def counterexample_to_range(case: Share) -> str | None:
    """A counterexample when the student built does not fit, is not stable, is too wide, or passes the barrier."""
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
    random = settings.random("stable-threshold range")
    for _ in range(settings.pick(20, 200, 2000)):
        teacher = random_teacher(random)
        for share in (Fraction(0), Fraction(3, 4), Fraction(15, 16), Fraction(1)):
            yield Share(teacher, threshold.twice_index(teacher.nodes), share)


@check("the range, exactly")
def ranges(settings: Settings) -> Evidence:
    what = "stable students at k = 2 ind across the range"
    return evidence.sampled(shares(settings), counterexample_to_range, what, "range")


@controls(
    "range",
    ("range-one-lag-more", "the range claimed at k = 2 ind + 1", [(1, 1)], 2),
    ("range-node-outside", "the range for a node 2", [(2, 1)], 2),
    ("range-repeated-node", "the range for a node counted twice", [(0, 1)] * 2, 4),
    ("range-negative-weight", "the range for a weight -1", [(0, -1)], 2),
)
def range_of_others(settings: Settings, atoms: list[tuple[int, int]], lags: int) -> Evidence:
    case = Share(Measure.of(atoms), lags, Fraction(1))
    return evidence.sampled([case], counterexample_to_range, "stable students across the range", "range")


# The robust bound made from q, by theory's exact constant and by numerics' tighter one.


@dataclass(frozen=True)
class Near:
    """A teacher, a stable student as a measure, k lags, the lag looked at, and the share of the bounds claimed."""

    teacher: Measure
    student: Measure
    lags: int
    lag: int
    share: Fraction = Fraction(1)


def counterexample_to_bound(case: Near) -> str | None:
    """A counterexample when the error exceeds the robust bound made from q, as theory or as numerics makes it."""
    error = case.student.moment(case.lag) - case.teacher.moment(case.lag)
    total = case.share**2 * loss(case.student, case.teacher, case.lags)
    tight = robust_constant(case.lag, stable_annihilator(case.teacher.nodes), (Fraction(-1), Fraction(1)))
    if error**2 <= tight**2 * total and not threshold.exceeds_bound(case.teacher.nodes, case.lag, error, total):
        return None
    return f"teacher {case.teacher}, student {case.student}, k = {case.lags}: loss {total}, error {error} at {case.lag}"


def split_integrator(share: Fraction = Fraction(1)) -> Near:
    """The teacher 2 at 1 and 2 lags, half of it moved to 1 - eta and eta/2 added: R = (eta/2, -eta/2) is along c."""
    eta, lag = Fraction(1, 10**4), 40
    student = Measure.of([(1, 1 + eta / 2), (1 - eta, 1)])
    return Near(Measure.of([(1, 2)]), student, 2, lag, share)


def near_students(settings: Settings) -> Iterator[Near]:
    """One that nearly attains it; then nodes moved inwards, weights changed a little, one light atom; k = 2 ind + 1."""
    random = settings.random("stable-threshold robust")
    yield split_integrator()
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        size = Fraction(1, 10 ** random.randint(1, 4))
        moved = [x * (1 - size * Fraction(random.randint(0, 9), 10)) for x in teacher.nodes]
        scaled = [w * (1 + size * Fraction(random.randint(-5, 5), 10)) for w in teacher.weights]
        light = Measure.of([(Fraction(random.randint(-10, 10), 10), size)])
        k = threshold.twice_index(teacher.nodes) + 1
        yield Near(teacher, Measure(tuple(moved), tuple(scaled)) + light, k, k + random.randint(0, 20))


@check("robust bound from q")
def robust(settings: Settings) -> Evidence:
    what = "errors within the robust bound from q"
    return evidence.sampled(near_students(settings), counterexample_to_bound, what, "error-exceeds-bound")


@control("below-the-robust-bound", "$19/20$ of the bound", "error-exceeds-bound")
def below_the_robust_bound(settings: Settings) -> Evidence:
    case = split_integrator(Fraction(19, 20))
    return evidence.sampled([case], counterexample_to_bound, "errors within the robust bound", "error-exceeds-bound")


@control("robust-at-twice-index", "the robust bound on 2 ind lags", "error-exceeds-bound")
def robust_at_twice_index(settings: Settings) -> Evidence:
    case = Near(Measure.of([(1, 1)]), Measure.of([(-1, 1)]), 1, 1)
    return evidence.sampled([case], counterexample_to_bound, "errors within the robust bound", "error-exceeds-bound")
