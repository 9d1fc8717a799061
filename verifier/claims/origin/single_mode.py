"""One mode: every start on the right side flows to the teacher, for every training length."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from theory.origin.nullclines import SingleMode

ORDER, LIMIT = "nullclines-out-of-order", "another-limit"

Start = tuple["SingleMode", Fraction, Fraction]


def proof(settings: Settings, node_sign: int = 1, length: int | None = None) -> Evidence:
    """The derivation of theory.origin.single_mode."""
    from theory.origin.single_mode import single_mode_proof

    return evidence.proof(single_mode_proof(node_sign, length))


def random_starts(settings: Settings, name: str, count: int) -> list[Start]:
    """l, w, a_0, s_0 rational, 2 <= k <= 7; a_0 = 0 among them."""
    from theory.origin.nullclines import SingleMode

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
    return evidence.sampled(at_nodes, lambda pair: pair[0].disorder(pair[1]) or None, what, ORDER)


def box(starts: Sequence[Start]) -> Evidence:
    """No start leaves its box: the three edges decided exactly, the polynomial one by a Sturm count."""
    what = "the flow enters [0, M] x [sigma, oo) through every edge"
    return evidence.sampled(starts, _leak, what, "box")


def _leak(start: Start) -> str | None:
    mode, a_0, s_0 = start
    found = mode.leak(a_0, s_0)
    return f"{mode}, a_0 = {a_0}, s_0 = {s_0}: {found}" if found else None


def limits(starts: Sequence[Start], time: float = 2000.0) -> Evidence:
    """Does the flow reach the teacher? First, exactly: is there an obstacle? Then d = 1 integrated in float64.

    The controls fall at the first question, so that no refutation rests on floats.
    """
    what = f"|(a, s) - (l, w)| at t = {time:.0f} below 1e-6 times the same at t = 0"
    return evidence.sampled(starts, lambda start: _strays(start, time), what, LIMIT)


def _strays(start: Start, time: float) -> str | None:
    import numpy as np

    from numerics.flow.stiff_flow import flow, response
    from numerics.model.linear_rnn import LinearRNN
    from theory.origin.valley import obstacle

    mode, a_0, s_0 = start
    if exact := obstacle(mode, a_0, s_0):
        return exact
    teacher = [float(mode.weight * mode.node**j) for j in range(mode.length)]
    root = np.array([[float(s_0) ** 0.5]])
    (end,) = flow(LinearRNN(np.array([[float(a_0)]]), root, root), teacher, [time])
    a, s = float(end.A.item()), float(response(end, 1)[0])
    target = (float(mode.node), float(mode.weight))
    before = max(abs(float(a_0) - target[0]), abs(float(s_0) - target[1]))
    after = max(abs(a - target[0]), abs(s - target[1]))
    if after < 1e-6 * before:
        return None
    return f"{mode}, a_0 = {a_0}, s_0 = {s_0}: (a, s) = ({a:.4f}, {s:.4f}) at t = {time:.0f}"


def sampled_limits(settings: Settings) -> Evidence:
    """Random starts with nodes and weights of moderate size, so that t = 2000 is long."""
    from theory.origin.nullclines import SingleMode

    random = settings.random("single-mode limits")
    starts = [
        (
            SingleMode(Fraction(random.randint(2, 15), 10), Fraction(random.randint(2, 20), 10), random.randint(2, 6)),
            Fraction(random.randint(0, 30), 10),
            Fraction(random.randint(1, 30), 10),
        )
        for _ in range(settings.pick(2, 60, 600))
    ]
    return limits(starts)


def _opposite_start() -> list[Start]:
    from theory.origin.valley import INSTANCE

    return [(INSTANCE, Fraction(-3, 2), INSTANCE.s_nullcline(Fraction(-3, 2)))]


def _mirrored() -> list[Start]:
    from theory.origin.nullclines import SingleMode

    return [(SingleMode(Fraction(-1), Fraction(1), 3), Fraction(3, 2), Fraction(4, 19))]


def _one_lag() -> list[Start]:
    from theory.origin.nullclines import SingleMode

    return [(SingleMode(Fraction(1, 2), Fraction(1), 1), Fraction(1, 4), Fraction(1, 2))]


def _one_lag_edge() -> list[Start]:
    from theory.origin.nullclines import SingleMode

    return [(SingleMode(Fraction(1), Fraction(1), 1), Fraction(0), Fraction(1))]


CLAIM = Claim(
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
        r"$k \ge 2$, $w > 0$, $s_0 > 0$",
        r"$a_0$ and the node $l$ have one sign ($l < 0$ is the mirror image), or $l = 0$ and $a_0$ is anything",
    ),
    builds_on=("symmetric-invariant", "support-invariant"),
    proof=Check("proof", proof, seconds=2),
    checks=(
        Check(
            "order of the nullclines", lambda s: order(random_starts(s, "single-mode order", s.pick(200, 2000, 20000)))
        ),
        Check("invariant box", lambda s: box(random_starts(s, "single-mode box", s.pick(40, 400, 4000)))),
        Check("limits of the flow", sampled_limits, seconds=2),
    ),
    controls=(
        Control("opposite-sides", "a l < 0 in the proof", "proof-step", lambda s: proof(s, node_sign=-1), seconds=2),
        Control("one-lag", "k = 1 in the proof", "proof-step", lambda s: proof(s, length=1), seconds=2),
        Control("nullclines-cross-over", "a l < 0: the nullclines change places", ORDER, lambda s: order(_mirrored())),
        Control("one-lag-box", "k = 1: the edge a = 0 does not repel", "box", lambda s: box(_one_lag_edge())),
        Control("valley-at-infinity", "a_0 = -3/2 where l = 1", LIMIT, lambda s: limits(_opposite_start())),
        Control("mirrored-valley", "a_0 = 3/2 where l = -1", LIMIT, lambda s: limits(_mirrored())),
        Control("one-lag-limit", "k = 1: nothing moves a", LIMIT, lambda s: limits(_one_lag())),
    ),
)
