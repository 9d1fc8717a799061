"""One mode from near zero: the flow ends at the teacher, symmetric on one line, whatever the width."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from numerics.model.linear_rnn import LinearRNN
from numerics.plateau.one_mode_end import end_from
from theory.model.linear_rnn import linear_rnn
from theory.origin.escape_rates import rates
from theory.origin.near_zero_one_mode import near_zero_proof
from theory.origin.unreachable_starts import counterexample_to_the_limit
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
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
    proof=proved_by(
        near_zero_proof,
        given=("scalar", "teacher", "lags", "start", "small"),
        concludes=(
            r"the flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ its "
            r"limit tends to $(l e e^T, \sqrt{w} e, \sqrt{w} e^T)$, and $h_j \to g_j$ for every $j$, uniformly if "
            "$|l| < 1$"
        ),
        seconds=2,
    ),
)

NEGATIVE_WEIGHT = false_proof("negative-weight", "w < 0 in the proof", lambda: near_zero_proof(weight_sign=-1))
ONE_LAG = false_proof("one-lag", "k = 1 in the proof", lambda: near_zero_proof(length=1))


# The differential inequalities that the escape rests on, at random students, compared exactly.


@dataclass(frozen=True)
class Student:
    """A, B, C with |A| <= 1/2, and the teacher g_j = w l^j on k lags."""

    A: list[list[Fraction]]
    B: list[Fraction]
    C: list[Fraction]
    node: Fraction
    weight: Fraction
    length: int

    def __str__(self) -> str:
        shown = "; ".join(" ".join(map(str, row)) for row in (*self.A, self.B, self.C))
        return f"A, B, C by rows {shown}, l, w, k = {self.node}, {self.weight}, {self.length}"


def within_bounds(students: list[Student], antisymmetric: bool = True) -> Evidence:
    """The seven inequalities; a control leaves out the terms in the antisymmetric part Z of A."""

    def counterexample_to_estimates(student: Student) -> str | None:
        theta = linear_rnn(student.A, [[b] for b in student.B], [student.C])
        for rate in rates(theta, student.node, student.weight, student.length, antisymmetric):
            if not rate.holds:
                return f"{student}: {rate.name}: {rate.left} > {rate.right}"
        return None

    what = "u', v', A', Z', Pu', Y', a' within their bounds"
    return evidence.sampled(students, counterexample_to_estimates, what, "estimate")


@check("estimates of the escape")
def estimates(settings: Settings) -> Evidence:
    random = settings.random("near-zero-one-mode estimates")

    def entries(count: int) -> list[Fraction]:
        return [Fraction(random.randint(-2, 2), 4) for _ in range(count)]

    students = []
    for _ in range(settings.pick(6, 60, 600)):
        width = random.randint(1, 3)
        A = [[entry / width for entry in entries(width)] for _ in range(width)]
        B, C = entries(width), entries(width)
        B[0] += 2
        teacher = (Fraction(random.randint(-9, 9), 5), Fraction(random.randint(1, 9), 5), random.randint(1, 5))
        students.append(Student(A, B, C, *teacher))
    return within_bounds(students)


@control("no-antisymmetric-part", "the estimates without Z", "estimate")
def no_antisymmetric_part(settings: Settings) -> Evidence:
    """A = [[0, 1/4], [-1/4, 0]], B = C^T = (1, 0): v = 0, and v' comes from Z alone."""
    quarter, one, zero = Fraction(1, 4), Fraction(1), Fraction(0)
    rotation = [[zero, quarter], [-quarter, zero]]
    return within_bounds([Student(rotation, [one, zero], [one, zero], one, one, 2)], antisymmetric=False)


# Where flows end: no exact counterexample, and at t = 400 in float64 within sqrt(eps) of the limit.

ANOTHER_LIMIT = "another-limit"


@dataclass(frozen=True)
class SmallStart:
    """A teacher g_j = w l^j, k lags, and the start eps (A_0, B_0, C_0) with integer entries."""

    node: Fraction
    weight: Fraction
    length: int
    A: tuple[tuple[int, ...], ...]
    B: tuple[int, ...]
    C: tuple[int, ...]
    eps: Fraction = Fraction(1, 10**6)

    @property
    def direction(self) -> LinearRNN[tuple[tuple[int, ...], ...]]:
        """(A_0, B_0, C_0)."""
        return LinearRNN(self.A, tuple((b,) for b in self.B), (self.C,))

    def __str__(self) -> str:
        start = f"A_0 = {self.A}, B_0 = {self.B}, C_0 = {self.C}, eps = {self.eps}"
        return f"l = {self.node}, w = {self.weight}, k = {self.length}, {start}"


def limits(starts: list[SmallStart]) -> Evidence:
    """The controls fall at the first question, so that no refutation rests on floats.

    The proof gives O(eps log 1/eps) at the entry into a fixed ball; sqrt(eps) leaves room for its constant.
    """
    what = "distance from the symmetric one-node student at most sqrt(eps)"
    return evidence.sampled(starts, counterexample_to_limit, what, ANOTHER_LIMIT)


def counterexample_to_limit(start: SmallStart) -> str | None:
    """What keeps the flow from its limit, exactly; else how far it is from it at t = 400."""
    exact = linear_rnn(*([[start.eps * entry for entry in row] for row in part] for part in start.direction.parts))
    found = counterexample_to_the_limit(exact, start.node, start.weight, start.length, start.eps)
    if found is not None:
        return f"{start}: {found}"
    end = end_from(start.direction, start.eps, start.node, start.weight, start.length, 400.0)
    if end.distance <= float(start.eps) ** 0.5:
        return None
    seen = ", ".join(f"{value:.4f}" for value in end.response)
    return f"{start}: distance {end.distance:.4f} > sqrt(eps) at t = 400, where h_0..h_k = ({seen})"


def random_starts(random: Random) -> Iterator[SmallStart]:
    """d = 2..4, k = 2..4, nodes of both signs, starts with entries in [-2, 2], none symmetric by design."""

    def entries(count: int) -> tuple[int, ...]:
        return tuple(random.randint(-2, 2) for _ in range(count))

    while True:
        width = random.randint(2, 4)
        B, C = entries(width), entries(width)
        if any(b + c for b, c in zip(B, C, strict=True)):
            node, weight = Fraction(random.randint(-12, 12), 10), Fraction(random.randint(5, 20), 10)
            A = tuple(entries(width) for _ in range(width))
            yield SmallStart(node or Fraction(1, 2), weight, random.randint(2, 4), A, B, C)


@check("limits of flows", seconds=3)
def limits_of_flows(settings: Settings) -> Evidence:
    starts = random_starts(settings.random("near-zero-one-mode"))
    return limits([next(starts) for _ in range(settings.pick(2, 40, 400))])


HALF, DIAGONAL, CYCLIC = Fraction(1, 2), ((1, 0), (0, 0)), ((0, 0, 1), (1, 0, 0), (0, 1, 0))


@controls(
    ANOTHER_LIMIT,
    ("negative-g0", "g_0 < 0: h_0 = |B|^2 on symmetric starts", HALF, -1, 3, DIAGONAL, (1, 1), (1, 1)),
    ("no-u", "B_0 + C_0^T = 0: h_0 = -|B|^2 when A_0 = A_0^T", HALF, 1, 3, DIAGONAL, (1, 1), (-1, -1)),
    ("one-lag-flow", "k = 1: A never moves", HALF, 1, 1, DIAGONAL, (1, 1), (1, 1), Fraction(1, 100)),
    (
        "large-start",
        "eps = 1: a cyclic permutation fits, L = 0 and h_3 = 1",
        0,
        1,
        3,
        CYCLIC,
        (1, 0, 0),
        (1, 0, 0),
        Fraction(1),
    ),
)
def without_a_hypothesis(settings: Settings, node: Fraction | int, weight: int, *rest: Any) -> Evidence:
    return limits([SmallStart(Fraction(node), Fraction(weight), *rest)])
