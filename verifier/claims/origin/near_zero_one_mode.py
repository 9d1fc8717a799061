"""One mode from near zero: the flow ends at the teacher, symmetric on one line, whatever the width."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

LIMIT = "another-limit"

Student = tuple[list[list[Fraction]], list[Fraction], list[Fraction], tuple[Fraction, Fraction, int]]
"""A, B, C and the teacher (l, w, k)."""


@dataclass(frozen=True)
class Run:
    """A teacher g_j = w l^j, k lags, and the start eps (A_0, B_0, C_0) with integer entries."""

    node: Fraction
    weight: Fraction
    length: int
    A: tuple[tuple[int, ...], ...]
    B: tuple[int, ...]
    C: tuple[int, ...]
    eps: Fraction = Fraction(1, 10**6)

    def __str__(self) -> str:
        start = f"A_0 = {self.A}, B_0 = {self.B}, C_0 = {self.C}, eps = {self.eps}"
        return f"l = {self.node}, w = {self.weight}, k = {self.length}, {start}"


def proof(settings: Settings, weight_sign: int = 1, length: int = 2) -> Evidence:
    """The derivation of theory.origin.near_zero_one_mode."""
    from theory.origin.near_zero_one_mode import near_zero_proof

    return evidence.proof(near_zero_proof(weight_sign, length))


def limits(runs: list[Run]) -> Evidence:
    """The flow ends within sqrt(eps) of (l e e^T, sqrt|w| e, sqrt|w| e^T): no exact obstacle, then float64 to t = 400.

    The controls fall at the first question, so that no refutation rests on floats. The proof gives O(eps log 1/eps) at
    the entry into a fixed ball; sqrt(eps) leaves room for its constant.
    """
    return evidence.sampled(runs, _misses, "distance from the symmetric one-node student at most sqrt(eps)", LIMIT)


def _misses(run: Run) -> str | None:
    from theory.model.linear_rnn import linear_rnn
    from theory.origin.unreachable_starts import obstacle

    rows = ([list(row) for row in run.A], [[b] for b in run.B], [list(run.C)])
    exact = linear_rnn(*([[run.eps * entry for entry in row] for row in part] for part in rows))
    found = obstacle(exact, run.node, run.weight, run.length, run.eps)
    return f"{run}: {found}" if found else _measured_miss(run)


def _measured_miss(run: Run) -> str | None:
    import numpy as np

    from numerics.flow.stiff_flow import distance, flow, response
    from numerics.model.linear_rnn import LinearRNN
    from numerics.plateau.one_mode import one_mode_student

    eps, width = float(run.eps), len(run.B)
    A, B, C = (np.array(part, dtype=float) for part in (run.A, run.B, run.C))
    direction = LinearRNN(A, B.reshape(width, 1), C.reshape(1, width))
    target = one_mode_student(direction, float(run.node), float(run.weight))
    teacher = [float(run.weight * run.node**j) for j in range(run.length)]
    (end,) = flow(LinearRNN(*(eps * part for part in direction.parts)), teacher, [400.0])
    found = distance(end, target)
    if found <= eps**0.5:
        return None
    h = response(end, run.length + 1)
    seen = ", ".join(f"{value:.4f}" for value in h)
    return f"{run}: distance {found:.4f} > sqrt(eps) at t = 400, where h_0..h_k = ({seen})"


def sample(settings: Settings) -> Evidence:
    """d = 2..4, k = 2..4, nodes of both signs, starts with entries in [-2, 2], none symmetric by design."""
    random = settings.random("near-zero-one-mode")

    def entries(count: int) -> tuple[int, ...]:
        return tuple(random.randint(-2, 2) for _ in range(count))

    runs: list[Run] = []
    while len(runs) < settings.pick(2, 40, 400):
        width = random.randint(2, 4)
        B, C = entries(width), entries(width)
        if any(b + c for b, c in zip(B, C, strict=True)):
            node, weight = Fraction(random.randint(-12, 12), 10), Fraction(random.randint(5, 20), 10)
            A = tuple(entries(width) for _ in range(width))
            runs.append(Run(node or Fraction(1, 2), weight, random.randint(2, 4), A, B, C))
    return limits(runs)


def estimates(settings: Settings) -> Evidence:
    """The seven differential inequalities of the escape at random students with |A| <= 1/2, compared exactly."""
    random = settings.random("near-zero-one-mode estimates")

    def entries(count: int) -> list[Fraction]:
        return [Fraction(random.randint(-2, 2), 4) for _ in range(count)]

    starts = []
    for _ in range(settings.pick(6, 60, 600)):
        width = random.randint(1, 3)
        A = [[entry / width for entry in entries(width)] for _ in range(width)]
        B, C = entries(width), entries(width)
        B[0] += 2
        teacher = (Fraction(random.randint(-9, 9), 5), Fraction(random.randint(1, 9), 5), random.randint(1, 5))
        starts.append((A, B, C, teacher))
    return within_bounds(starts)


def within_bounds(starts: list[Student], antisymmetric: bool = True) -> Evidence:
    """The comparison itself; a control leaves out the terms in the antisymmetric part Z of A."""
    what = "u', v', A', Z', Pu', Y', a' within their bounds"
    return evidence.sampled(starts, lambda start: _exceeds(*start, antisymmetric), what, "estimate")


def _exceeds(
    A: list[list[Fraction]],
    B: list[Fraction],
    C: list[Fraction],
    teacher: tuple[Fraction, Fraction, int],
    antisymmetric: bool,
) -> str | None:
    from theory.model.linear_rnn import linear_rnn
    from theory.origin.escape_rates import rates

    for rate in rates(linear_rnn(A, [[b] for b in B], [C]), *teacher, antisymmetric):
        if not rate.holds:
            shown = "; ".join(" ".join(map(str, row)) for row in (*A, B, C))
            given = f"A, B, C by rows {shown}, l, w, k = {', '.join(map(str, teacher))}"
            return f"{given}: {rate.name}: {rate.left} > {rate.right}"
    return None


def _rotation(settings: Settings) -> Evidence:
    """A = [[0, 1/4], [-1/4, 0]], B = C^T = (1, 0): v = 0, and v' comes from Z alone."""
    quarter, one, zero = Fraction(1, 4), Fraction(1), Fraction(0)
    start = ([[zero, quarter], [-quarter, zero]], [one, zero], [one, zero], (one, one, 2))
    return within_bounds([start], antisymmetric=False)


def _neighbour(name: str) -> Evidence:
    """One small start without one hypothesis, through the same comparison."""
    half, one = Fraction(1, 2), Fraction(1)
    diagonal = ((1, 0), (0, 0))
    cyclic = ((0, 0, 1), (1, 0, 0), (0, 1, 0))
    run = {
        "negative": Run(half, -one, 3, diagonal, (1, 1), (1, 1)),
        "no-u": Run(half, one, 3, diagonal, (1, 1), (-1, -1)),
        "one-lag": Run(half, one, 1, diagonal, (1, 1), (1, 1), eps=Fraction(1, 100)),
        "large": Run(Fraction(0), one, 3, cyclic, (1, 0, 0), (1, 0, 0), eps=one),
    }[name]
    return limits([run])


CLAIM = Claim(
    id="near-zero-one-mode",
    section="6",
    title="With one mode, every near-zero start reaches the teacher",
    statement=(
        r"Let $g_j = w l^j$ with $w > 0$, $k \ge 2$ and $B_0 + C_0^T \ne 0$. For every width and small $\epsilon$ the "
        r"flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ its limit "
        r"tends to $(l e e^T, \sqrt{w} e, \sqrt{w} e^T)$, $e$ the direction of $B_0 + C_0^T$, and $h_j \to g_j$ for "
        r"every $j$, uniformly in $j$ if $|l| < 1$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output, $w > 0$, $k \ge 2$, any real $l$",
        r"$B_0 + C_0^T \ne 0$; $A_0, B_0, C_0$ otherwise arbitrary, of any width",
        r"how small $\epsilon$ must be depends on the start's direction, $l$, $w$ and $k$; no rate is claimed",
    ),
    builds_on=("gradient", "single-mode", "symmetric-invariant", "support-invariant"),
    proof=Check("proof", proof, seconds=2),
    checks=(Check("estimates of the escape", estimates), Check("limits of flows", sample, seconds=3)),
    controls=(
        Control("negative-weight", "w < 0 in the proof", "proof-step", lambda s: proof(s, weight_sign=-1)),
        Control("one-lag", "k = 1 in the proof", "proof-step", lambda s: proof(s, length=1)),
        Control("no-antisymmetric-part", "the estimates without Z", "estimate", _rotation),
        Control("negative-g0", "g_0 < 0: h_0 = |B|^2 on symmetric starts", LIMIT, lambda s: _neighbour("negative")),
        Control("no-u", "B_0 + C_0^T = 0: h_0 = -|B|^2 when A_0 = A_0^T", LIMIT, lambda s: _neighbour("no-u")),
        Control("one-lag-flow", "k = 1: A never moves", LIMIT, lambda s: _neighbour("one-lag")),
        Control(
            "large-start", "eps = 1: a cyclic permutation fits, L = 0 and h_3 = 1", LIMIT, lambda s: _neighbour("large")
        ),
    ),
)
