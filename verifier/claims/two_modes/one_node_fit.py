"""The one-node fit: unique for two nodes in [0, 1] and k <= 10, and then every planar start on its side flows to it."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from random import Random

from numerics.plateau.one_mode_end import one_node_end
from numerics.saddles.one_node import one_node_fit
from numerics.saddles.real_zeros import moments
from theory.moments.discrete_measure import Measure
from theory.two_modes.one_node_fit import LENGTHS, one_node_fit_proof
from theory.two_modes.planar_fits import Fitting, fitting, planar_fits
from theory.two_modes.ratio_of_weights import value_of_u
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="one-node-fit",
    section="6b",
    title="If the one-node fit is unique, every planar start flows to it; two nodes in [0, 1] have one fit",
    statement=(
        r"Let $N = \sum_{j<k} g_j a^j$ and $D = \sum_{j<k} a^{2j}$ with $g_0, g_1 > 0$, $k \ge 2$, and let $c$ be the "
        r"first positive zero of $N$ ($\infty$ if there is none). (U): $2 N' D - N D'$ has exactly one zero $a_1$ in "
        r"$(0, c)$, and it is simple. Under (U) the flow of the students $h_j = s a^j$ from $0 \le a_0 < c$, $s_0 > 0$ "
        r"is bounded and converges to $(a_1, N(a_1)/D(a_1))$, a non-degenerate minimum of $L$ in $(a, s)$. If "
        r"$g_j = w_1 x_1^j + w_2 x_2^j$ with $0 \le x_1 < x_2 \le 1$ and $4 \le k \le 10$, then (U) holds for all "
        r"$w_1, w_2 > 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output; the student is symmetric on a one-dimensional support",
        r"$g_0 > 0$ and $g_1 > 0$ ($g_1 < 0$ is the mirror image; for $g_1 = 0$ the flow keeps $a = 0$)",
        r"the teacher may have any number of nodes, of any sign and size, as far as (U) holds",
        r"(U) for all weights: nodes in $[0, 1]$ and $k \le 10$; for $k = 11$ and $k = 12$ it is false",
    ),
    builds_on=("single-mode", "symmetric-invariant", "support-invariant"),
    proof=proved_by(
        one_node_fit_proof,
        given=("symmetric", "first-moment", "unique", "side", "two-nodes", "lags", "k"),
        concludes=(
            r"the planar flow from $0 \le a_0 < c$, $s_0 > 0$ is bounded and converges to $(a_1, N(a_1)/D(a_1))$, "
            r"which is a non-degenerate minimum of $L$ in $(a, s)$; and (U) holds for all positive weights if "
            r"$0 \le x_1 < x_2 \le 1$ and $k$ is one of 4, 5, 6, 7, 8, 9, 10"
        ),
        seconds=6,
    ),
)

FALSE_PROOFS = false_proofs(
    one_node_fit_proof,
    "proof-step",
    ("one-lag-in-the-proof", "the proof with k = 1", 1),
    ("eleven-lags-in-the-proof", "U decided for k = 11", 2, (11,)),
    ("twelve-lags-in-the-proof", "U decided for k = 12", 2, (12,)),
    ("no-first-moment-in-the-proof", "g_1 = 0 in the proof", 2, (4,), True),
    ("multiple-zero-in-the-proof", "the zero of 2 N' D - N D' may be multiple", 2, (4,), False, True),
    seconds=3,
)

SEVERAL, NEGATIVE, ANOTHER_LIMIT = "several-fits", "ratio-falls", "another-limit"


def positive_teachers(random: Random) -> Iterator[Fitting]:
    """Two nodes in [0, 1], ends and close neighbours among them, weights of ratio 10^-4 to 10^4, k = 4, ..., 10."""
    while True:
        size = random.choice((10, 1000))
        low, high = sorted(random.sample(range(size + 1), 2))
        weights = [Fraction(random.randint(1, 100), random.choice((1, 100))) for _ in range(2)]
        atoms = ((Fraction(low, size), weights[0]), (Fraction(high, size), weights[1]))
        yield Fitting(Measure.of(atoms), random.choice(LENGTHS))


def counterexample_to_one_fit(case: Fitting) -> str | None:
    """A counterexample where Sturm's count is not one simple zero, or the enclosures say something else."""
    fits = planar_fits(case.teacher, case.lags)
    seen, one = one_node_fit(moments(case.teacher.nodes, case.teacher.weights, case.lags), case.lags)
    if fits.unique and seen.holds and one is not None:
        return None
    return f"{case}: {fits.zeros} zeros of 2 N' D - N D' by Sturm's count; enclosed: {seen.evidence}"


def one_fit(cases: Iterable[Fitting]) -> Evidence:
    """Two routes: Sturm sequences over the rationals, and isolation of all complex zeros in balls."""
    what = "one simple zero of 2 N' D - N D' before that of N, counted and enclosed"
    return evidence.sampled(cases, counterexample_to_one_fit, what, SEVERAL)


@check("one fit", seconds=4)
def one_fit_of_two_nodes(settings: Settings) -> Evidence:
    teachers = positive_teachers(settings.random("one-node-fit"))
    return one_fit(islice(teachers, settings.pick(60, 600, 6000)))


@controls(
    SEVERAL,
    ("eleven-lags", "k = 11", fitting(11, (0, 1), (1, "23/91"))),
    ("twelve-lags", "k = 12", fitting(12, (0, 1), (1, "1/4"))),
    ("twenty-lags", "k = 20", fitting(20, ("1/50", 1), ("49/50", "1/4"))),
    ("both-signs", "a node is negative, k = 10", fitting(10, ("49999/50000", 1), ("-2771/6250", "7048/3125"))),
)
def several_fits(settings: Settings, case: Fitting) -> Evidence:
    """Three one-node students are critical."""
    return one_fit([case])


Point = tuple[int, Fraction, Fraction, Fraction]
"""k, x_1 <= a <= x_2."""


def counterexample_to_u(point: Point) -> str | None:
    """A counterexample where U is not at least 4 (k <= 9), or not positive."""
    lags, x_1, a, x_2 = point
    value = value_of_u(lags, a, x_1, x_2)
    if value >= 4 or (lags >= 10 and value > 0):
        return None
    return f"k = {lags}, x_1 = {x_1}, x_2 = {x_2}, a = {a}: U = {float(value):.6f} (exact: {value})"


@check("U at points")
def u_at_points(settings: Settings) -> Evidence:
    """From the definition of U, not from its expansion; near x_1 = a = 0, where 4 is attained, as well."""
    random = settings.random("one-node-fit U")
    points: list[Point] = []
    for _ in range(settings.pick(200, 2000, 20000)):
        size = random.choice((20, 1000))
        low, middle, high = sorted(random.sample(range(size + 1), 3))
        scale = Fraction(1, size)
        points.append((random.choice(LENGTHS), low * scale, middle * scale, high * scale))
    return evidence.sampled(points, counterexample_to_u, "U >= 4 (k <= 9) and U > 0 (k = 10), exact", NEGATIVE)


@controls(
    NEGATIVE,
    ("slope-at-eleven-lags", "k = 11, a = 61/100 between 0 and 1", 11, Fraction(61, 100)),
    ("slope-at-twelve-lags", "k = 12, a = 13/20 between 0 and 1", 12, Fraction(13, 20)),
)
def u_beyond_ten_lags(settings: Settings, lags: int, a: Fraction) -> Evidence:
    return evidence.sampled([(lags, Fraction(0), a, Fraction(1))], counterexample_to_u, "U > 0", NEGATIVE)


Start = tuple[Fitting, Fraction, Fraction]
"""The teacher and k, a_0 and s_0."""

LATE = 20000.0
"""The time at which the flow is asked to have arrived."""


def counterexample_to_limit(start: Start) -> str | None:
    """What keeps the flow from one fit, exactly; else where it is at the late time, by integration in float64."""
    case, a_0, s_0 = start
    g = case.teacher.moments(case.lags)
    if g[1] == 0:
        return f"{case}: g_1 = 0, so a' = 0 at a = 0: from a_0 = 0 the student keeps h_1 = 0"
    found = counterexample_to_one_fit(case)
    _, one = one_node_fit(moments(case.teacher.nodes, case.teacher.weights, case.lags), case.lags)
    if found or one is None:
        return found
    a, s = one_node_end(a_0, s_0, g, LATE)
    target = (float(one.node), float(one.weight))
    if max(abs(a - target[0]), abs(s - target[1])) < 1e-6:
        return None
    return f"{case}, a_0 = {a_0}, s_0 = {s_0}: (a, s) = ({a:.6f}, {s:.6f}) at t = {LATE:.0f}, the fit is {target}"


def limits(starts: Iterable[Start]) -> Evidence:
    """The controls fall at the exact questions, so that no refutation rests on floats."""
    what = f"|(a, s) - fit| at t = {LATE:.0f} below 1e-6"
    return evidence.sampled(starts, counterexample_to_limit, what, ANOTHER_LIMIT)


@check("limits of the planar flow", seconds=2)
def limits_of_the_flow(settings: Settings) -> Evidence:
    """Small and large starts, a_0 = 0 among them, beyond the fit too."""
    random, count = settings.random("one-node-fit limits"), settings.pick(4, 60, 600)
    return limits([
        (case, Fraction(random.randint(0, 15), 10), Fraction(1, random.choice((1, 10, 10000))))
        for case in islice(positive_teachers(random), count)
    ])  # fmt: skip


@control("first-moment-zero", "g_1 = 0: nodes 1/2 and -1/2 of equal weight", ANOTHER_LIMIT)
def first_moment_zero(settings: Settings) -> Evidence:
    return limits([(fitting(6, ("1/2", 1), ("-1/2", 1)), Fraction(0), Fraction(1, 10))])


@control("three-limits", "k = 20: three critical students, two of them stable", ANOTHER_LIMIT)
def three_limits(settings: Settings) -> Evidence:
    return limits([(fitting(20, ("1/50", 1), ("49/50", "1/4")), Fraction(9, 10), Fraction(1, 2))])
