"""From near zero with two modes and even k: every generic start, of any width, ends at the teacher."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from random import Random

import sympy as sp

from numerics.saddles.general_start import GeneralFlow
from numerics.saddles.one_node import critical_points
from numerics.saddles.real_zeros import moments
from numerics.saddles.second_mode import certificate
from theory.moments.discrete_measure import Measure
from theory.two_modes.bivector import SymmetricStudent
from theory.two_modes.near_zero_two_modes import two_modes_proof
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="near-zero-two-modes",
    section="6b",
    title="With two modes and even k, every generic near-zero start reaches the teacher, under conditions on it",
    statement=(
        r"Let $g_j = w_1 x_1^j + w_2 x_2^j$ with $x_1 \ne x_2$ in $[-1, 1]$, $w_i > 0$, $g_1 \ne 0$, let $k \ge 4$ be "
        r"even, and let (U), (Low), (Lev), (B) hold (`one-node-fit`, `second-mode`). Let $d \ge 2$, "
        r"$u_0 = B_0 + C_0^T \ne 0$, and let $S_0 u_0$ be no multiple of $u_0$, $S_0 = (A_0 + A_0^T)/2$. For all small "
        r"$\epsilon$ the flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ "
        r"its limit tends to the symmetric two-node students that fit, and $h_j \to g_j$ for every $j$. For "
        r"$0 \le x_1 < x_2 \le 1$ it is enough that (U) holds, and for $k = 4, 6, 8, 10$ it does: then nothing is "
        r"asked of the teacher."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output; two distinct real nodes, positive weights, $k$ even",
        r"nodes in $[-1, 1]$, or $h_0 < g_0$ at the one-node fit; without either it is false",
        r"each condition on the teacher is decided exactly for rational nodes and weights",
        r"$A_0, B_0, C_0$ otherwise arbitrary, of any width $d \ge 2$",
        r"how small $\epsilon$ must be depends on the start's direction and the teacher; no rate is claimed",
    ),
    builds_on=(
        "gradient",
        "symmetric-invariant",
        "near-zero-one-mode",
        "one-node-fit",
        "every-saddle",
        "mass-deficit",
        "second-mode",
        "from-the-plateau",
    ),
    proof=proved_by(
        two_modes_proof,
        given=("scalar", "teacher", "U", "R", "conditions", "start", "generic", "small", "lags"),
        concludes=(
            r"the flow from $\epsilon (A_0, B_0, C_0)$ converges to a student with $L = 0$; as $\epsilon \to 0$ its "
            r"distance from the symmetric two-node students that fit tends to 0, and $h_j \to g_j$ for every $j$; its "
            r"asymmetry is $O(\epsilon)$ until it leaves $\theta_1$"
        ),
        seconds=8,
    ),
)

NO_SECOND_DIRECTION = false_proof(
    "no-second-direction",
    "S_0 u_0 is a multiple of u_0 in the proof",
    lambda: two_modes_proof(generic=False),
    seconds=8,
)
NO_DEFICIT = false_proof(
    "no-deficit-in-the-proof",
    "h_0 >= g_0 at the one-node fit in the proof",
    lambda: two_modes_proof(deficit=sp.Symbol("m", nonpositive=True)),
    seconds=8,
)
NEGATIVE_MASS = false_proof("negative-mass", "g_0 < 0 in the proof", lambda: two_modes_proof(weight_sign=-1), seconds=8)


# D = u ^ S u, whose rate is linear in D: exact, against the gradient.


def students(random: Random, count: int) -> Iterator[SymmetricStudent]:
    """Widths 2 to 4, k = 2, ..., 6 lags of any teacher."""

    def number() -> sp.Rational:
        return sp.Rational(random.randint(-6, 6), random.randint(1, 4))

    for _ in range(count):
        width = random.randint(2, 4)
        S = sp.Matrix(width, width, lambda p, q: number())
        g = tuple(Fraction(random.randint(-9, 9), random.randint(1, 4)) for _ in range(random.randint(2, 6)))
        yield SymmetricStudent(sp.ImmutableMatrix(S + S.T), sp.ImmutableMatrix([number() for _ in range(width)]), g)


def bivectors(cases: Iterable[SymmetricStudent], moving: int = 1) -> Evidence:
    """u' ^ Su + u ^ S'u + u ^ Su' from the gradient, beside the operator on D."""

    def counterexample(case: SymmetricStudent) -> str | None:
        left, right = case.rate_by_the_gradient(), case.rate_by_the_operator(moving)
        place = next((entry for entry in zip(left, right, strict=True) if entry[0] != entry[1]), None)
        return None if place is None else f"{case}: an entry of D' is {place[0]}, and {place[1]} by the operator"

    return evidence.sampled(cases, counterexample, "D' is the operator on D, exact", "bivector")


@check("bivector", seconds=2)
def bivector(settings: Settings) -> Evidence:
    return bivectors(students(settings.random("near-zero-two-modes bivector"), settings.pick(20, 200, 2000)))


@control("resting-block", "what the motion of S adds is left out", "bivector")
def resting_s(settings: Settings) -> Evidence:
    """S = [[0, 1], [1, 0]], B = (1, 0), g = (0, 0, 0): R = (1, 0, 1)."""
    case = SymmetricStudent(sp.ImmutableMatrix([[0, 1], [1, 0]]), sp.ImmutableMatrix([1, 0]), (Fraction(0),) * 3)
    return bivectors([case], moving=0)


# Whole flows: the controls fall at exact questions, so that no refutation rests on floats.

SCALE = Fraction(1, 10**6)
FITTED = 1e-3
"""The share of the loss of the best one-node student at which a flow has fitted."""


@dataclass(frozen=True)
class NearZero:
    """A teacher of two nodes, k, the width, and the seed of a general start; or a start with A_0 = 0, B_0 = C_0^T."""

    teacher: Measure
    lags: int
    width: int = 3
    seed: int = 0
    one_direction: bool = False

    def __str__(self) -> str:
        start = "A_0 = 0, B_0 = C_0^T" if self.one_direction else f"seed {self.seed}"
        return f"teacher {self.teacher}, k = {self.lags}, width {self.width}, {start}"

    @property
    def least_one_node_loss(self) -> float:
        """A lower bound, from enclosures, of the loss of every one-node student."""
        points = critical_points(moments(self.teacher.nodes, self.teacher.weights, self.lags), self.lags)
        return min(float(point.loss.lower()) for point in points)


def counterexample_to_fit(case: NearZero) -> str | None:
    """What keeps the flow from the teacher, exactly; else its loss at the end, in float64."""
    found = certificate(case.teacher.nodes, case.teacher.weights, case.lags)
    if found.certified is not True:
        return f"{case}: {found.failing[0]}"
    if case.one_direction:
        return f"{case}: S u is a multiple of u for ever; one node, so L > {case.least_one_node_loss:.6f}"
    target = FITTED * case.least_one_node_loss
    flow = GeneralFlow(case.teacher.nodes, case.teacher.weights, case.lags, case.width, SCALE, case.seed)
    end = flow.to(target)
    if end.loss <= target:
        return None
    return f"{case}: L = {end.loss:.3e} at t = {end.time:.0f}, asymmetry {end.asymmetry:.1e}"


def flows(cases: Iterable[NearZero]) -> Evidence:
    """From eps = 1e-6, general starts."""
    what = f"L below {FITTED} of the best one-node fit's, from eps = {float(SCALE)}"
    return evidence.sampled(cases, counterexample_to_fit, what, "no-fit")


def drawn(random: Random) -> Iterator[NearZero]:
    """Nodes in twentieths of [0, 1] or mirrored, at least 1/10 apart; weights 1/4 to 2; k = 4, 6, 8, 10; d = 2..5."""
    while True:
        x, y = (Fraction(p, 20) for p in random.sample(range(21), 2))
        if abs(x - y) >= Fraction(1, 10):
            sign = random.choice((1, -1))
            atoms = [(sign * node, Fraction(random.randint(1, 8), 4)) for node in (x, y)]
            yield NearZero(
                Measure.of(atoms), random.choice((4, 6, 8, 10)), random.randint(2, 5), random.randint(1, 999)
            )


@check("flows", seconds=15)
def whole_flows(settings: Settings) -> Evidence:
    return flows(islice(drawn(settings.random("near-zero-two-modes")), settings.pick(3, 30, 300)))


def of(lags: int, *atoms: tuple[int | str, int | str], one_direction: bool = False) -> NearZero:
    """From pairs (node, weight), fractions as text."""
    return NearZero(Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms]), lags, one_direction=one_direction)


@controls(
    "no-fit",
    ("no-second-start", "A_0 = 0 and B_0 = C_0^T", of(4, (1, 1), ("1/2", 1), one_direction=True)),
    ("first-moment-zero", "g_1 = 0", of(6, ("1/2", 1), ("-1/2", 1))),
    ("nodes-outside", "nodes 3/2 and -3/2, k = 6", of(6, ("3/2", "9/10"), ("-3/2", "1/10"))),
)
def without_a_hypothesis(settings: Settings, case: NearZero) -> Evidence:
    """The flow with nodes outside ends asymmetric of order one (measured in the tests, not used here)."""
    return flows([case])
