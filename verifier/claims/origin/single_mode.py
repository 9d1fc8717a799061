"""One mode: every start on the right side flows to the teacher, for every training length."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numerics.plateau.one_mode_end import planar_end
from theory.origin.nullclines import SingleMode
from theory.origin.single_mode import single_mode_proof
from theory.origin.valley import INSTANCE, counterexample_to_the_limit
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="single-mode",
    section="6",
    title="With one mode, every start on the teacher's side reaches the teacher",
    statement=(
        r"Let $g_j = w l^j$ with $w > 0$, $k \ge 2$, and let the student be symmetric on a one-dimensional support, "
        r"$h_j = s a^j$. The gradient flow from any $a_0 l \ge 0$, $s_0 > 0$ stays bounded and converges to "
        r"$a = l$, $s = w$. For $l > 0$ it never leaves $[0, M] \times [\sigma, w + \sqrt{L_0}]$ with "
        r"$M = \max(1, 1/l, a_0, w k l / m_0)$, $m_0 = \min(s_0, w / \sum_{j<k} l^{2j})$ and "
        r"$\sigma = w \sum_{j<k} (M l)^j / \sum_{j<k} M^{2j}$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$",
        r"$k \ge 2$, $w > 0$, $s_0 > 0$",
        r"$a_0$ and the node $l$ have one sign ($l < 0$ is the mirror image), or $l = 0$ and $a_0$ is anything",
    ),
    builds_on=("symmetric-invariant", "support-invariant"),
    proof=proved_by(
        single_mode_proof,
        given=("symmetric", "positive", "side", "lags"),
        concludes=(
            r"for $l > 0$ the flow never leaves $[0, M] \times [\sigma, w + \sqrt{L_0}]$, and it converges to $a = "
            "l$, $s = w$; for $l < 0$ it is the mirror image of such a flow; for $l = 0$ it converges to $a = 0$, "
            "$s = w$"
        ),
        seconds=2,
    ),
)

OPPOSITE_SIDES = false_proof(
    "opposite-sides", "a l < 0 in the proof", lambda: single_mode_proof(node_sign=-1), seconds=2
)
ONE_LAG = false_proof("one-lag", "k = 1 in the proof", lambda: single_mode_proof(length=1), seconds=2)

Start = tuple[SingleMode, Fraction, Fraction]
"""The teacher and k, a_0, s_0."""

OUT_OF_ORDER, LEAVES, ANOTHER_LIMIT = "nullclines-out-of-order", "box", "another-limit"
MIRRORED = (SingleMode(Fraction(-1), Fraction(1), 3), Fraction(3, 2), Fraction(4, 19))


def random_starts(settings: Settings, name: str, count: int) -> list[Start]:
    """l, w, a_0, s_0 rational, 2 <= k <= 7; a_0 = 0 among them."""
    random = settings.random(name)

    def number(low: int, high: int) -> Fraction:
        return Fraction(random.randint(low, high), random.randint(1, 9))

    return [
        (SingleMode(number(1, 20), number(1, 20), random.randint(2, 7)), number(0, 30), number(1, 30))
        for _ in range(count)
    ]


def order(starts: Sequence[Start]) -> Evidence:
    """The nullcline of a lies below that of s beyond the node and above it before: exact comparison."""
    at_nodes = [(mode, a) for mode, a, _ in starts if a]
    what = "s_A < s_* iff |a| > |l|, compared exactly"
    return evidence.sampled(at_nodes, lambda pair: pair[0].counterexample_to_order(pair[1]), what, OUT_OF_ORDER)


@check("order of the nullclines")
def order_of_the_nullclines(settings: Settings) -> Evidence:
    return order(random_starts(settings, "single-mode order", settings.pick(200, 2000, 20000)))


@control("nullclines-cross-over", "a l < 0: the nullclines change places", OUT_OF_ORDER)
def nullclines_cross_over(settings: Settings) -> Evidence:
    return order([MIRRORED])


def box(starts: Sequence[Start]) -> Evidence:
    """No start leaves its box: the three edges decided exactly, the polynomial one by a Sturm count."""

    def counterexample_to_box(start: Start) -> str | None:
        mode, a_0, s_0 = start
        found = mode.counterexample_to_box(a_0, s_0)
        return None if found is None else f"{mode}, a_0 = {a_0}, s_0 = {s_0}: {found}"

    return evidence.sampled(
        starts, counterexample_to_box, "the flow enters [0, M] x [sigma, oo) through every edge", LEAVES
    )


@check("invariant box")
def invariant_box(settings: Settings) -> Evidence:
    return box(random_starts(settings, "single-mode box", settings.pick(40, 400, 4000)))


@control("one-lag-box", "k = 1: the edge a = 0 does not repel", LEAVES)
def one_lag_box(settings: Settings) -> Evidence:
    return box([(SingleMode(Fraction(1), Fraction(1), 1), Fraction(0), Fraction(1))])


LATE = 2000.0
"""The time at which the flow is asked to have arrived."""


def counterexample_to_limit(start: Start) -> str | None:
    """What keeps the flow from the teacher, exactly; else where it is at the late time, by integration in float64."""
    mode, a_0, s_0 = start
    found = counterexample_to_the_limit(mode, a_0, s_0)
    if found is not None:
        return found
    a, s = planar_end(a_0, s_0, mode.node, mode.weight, mode.length, LATE)
    target = (float(mode.node), float(mode.weight))
    before = max(abs(float(a_0) - target[0]), abs(float(s_0) - target[1]))
    if max(abs(a - target[0]), abs(s - target[1])) < 1e-6 * before:
        return None
    return f"{mode}, a_0 = {a_0}, s_0 = {s_0}: (a, s) = ({a:.4f}, {s:.4f}) at t = {LATE:.0f}"


def limits(starts: Sequence[Start]) -> Evidence:
    """The controls fall at the first question, so that no refutation rests on floats."""
    what = f"|(a, s) - (l, w)| at t = {LATE:.0f} below 1e-6 times the same at t = 0"
    return evidence.sampled(starts, counterexample_to_limit, what, ANOTHER_LIMIT)


@check("limits of the flow", seconds=2)
def limits_of_the_flow(settings: Settings) -> Evidence:
    """Random starts with nodes and weights of moderate size, so that t = 2000 is long."""
    random = settings.random("single-mode limits")

    def tenths(low: int, high: int) -> Fraction:
        return Fraction(random.randint(low, high), 10)

    count = settings.pick(2, 60, 600)
    return limits([
        (SingleMode(tenths(2, 15), tenths(2, 20), random.randint(2, 6)), tenths(0, 30), tenths(1, 30))
        for _ in range(count)
    ])  # fmt: skip


@controls(
    ANOTHER_LIMIT,
    ("valley-at-infinity", "a_0 = -3/2 where l = 1", INSTANCE, Fraction(-3, 2), Fraction(4, 19)),
    ("mirrored-valley", "a_0 = 3/2 where l = -1", *MIRRORED),
    (
        "one-lag-limit",
        "k = 1: nothing moves a",
        SingleMode(Fraction(1, 2), Fraction(1), 1),
        Fraction(1, 4),
        Fraction(1, 2),
    ),
)
def kept_from_the_teacher(settings: Settings, *start: Any) -> Evidence:
    return limits([start])
