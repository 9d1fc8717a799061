"""From general starts near zero every positive teacher of several modes that was tried is fitted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from random import Random

from flint import fmpq_poly

from numerics.arithmetics.rationals import to_flint
from numerics.model.teacher import moment
from numerics.saddles.general_start import ROUNDS, Ended, GeneralFlow
from numerics.saddles.one_node import critical_points
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="several-modes-fit",
    section="6b",
    title="Near-zero starts fit every positive teacher of several modes that was tried, nearly symmetrically",
    statement=(
        r"Let the teacher have $n = 2$ or $3$ nodes in $[-1, 1]$, positive weights and $k \ge 2n$. From "
        r"$\epsilon \theta_0$ with a general $\theta_0$ the gradient flow fits: it passes the best fit of one mode and "
        r"its loss falls below a thousandth of that fit's. The asymmetry at the end, over $\epsilon$, depends on the "
        r"teacher; it is reported, and can be very large for nodes close together."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        r"$\epsilon = 10^{-6}$, width $n + 1, \ldots, n + 3$, nodes at least $1/10$ apart",
        r"nodes in $[-1, 1]$; with nodes beyond, of both signs, it is false",
    ),
    builds_on=("mass-deficit",),
)

NO_FIT = "no-fit"
SCALE = Fraction(1, 10**6)
SHARE = 1e-3
"""Of the loss of the best one-mode fit: what counts as fitted, if it is no more than `SMALL`."""
SMALL = 1e-6


@dataclass(frozen=True)
class Teacher:
    """Nodes and weights, with k, the width of the student and the seed of its start."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    lags: int
    width: int
    seed: int

    @property
    def target(self) -> float:
        """The loss at which the flow has fitted."""
        N = fmpq_poly([to_flint(moment(self.nodes, self.weights, j)) for j in range(self.lags)])
        return min(SMALL, SHARE * min(float(point.loss.mid()) for point in critical_points(N, self.lags)))

    def ended(self, rounds: int = ROUNDS) -> Ended:
        """The flow from near zero."""
        flow = GeneralFlow(self.nodes, self.weights, self.lags, self.width, SCALE, self.seed)
        return flow.to(self.target, rounds)

    def __str__(self) -> str:
        nodes, weights = (", ".join(map(str, values)) for values in (self.nodes, self.weights))
        return f"nodes {nodes}, weights {weights}, k = {self.lags}, width {self.width}, seed {self.seed}"


def drawn(random: Random, modes: int) -> Iterator[Teacher]:
    """Nodes in twentieths of [-1, 1], weights 1/4, ..., 2 in quarters; k = 2n, ..., 10."""
    while True:
        nodes = sorted(Fraction(i, 20) for i in random.sample(range(-20, 21), modes))
        if all(late - early >= Fraction(1, 10) for early, late in pairwise(nodes)):
            weights = tuple(Fraction(random.randint(1, 8), 4) for _ in nodes)
            lags, width = random.randint(2 * modes, 10), modes + random.randint(1, 3)
            yield Teacher(tuple(nodes), weights, lags, width, random.randint(1, 10**6))


def judged(teachers: Sequence[Teacher], rounds: int = ROUNDS) -> Evidence:
    """SUPPORTED where all fit; the asymmetries are reported, not judged."""
    ratios: list[tuple[float, Teacher]] = []
    for teacher in teachers:
        try:
            ended, lost = teacher.ended(rounds), ""
        except ArithmeticError as error:
            ended, lost = Ended(0, float("inf"), float("nan"), float("nan")), str(error)
        if ended.loss > teacher.target:
            text = lost or f"loss {ended.loss:.3e} and asymmetry {ended.asymmetry:.3e} at t = {ended.time:.0f}"
            details = {"counterexample": f"{teacher}: {text}; fitted is {teacher.target:.1e}"}
            return Evidence(Verdict.REFUTED, f"{teacher}: not fitted", NO_FIT, details)
        ratios.append((ended.asymmetry / float(SCALE), teacher))
    ratios.sort(key=lambda pair: pair[0])
    middle, (most, worst) = ratios[len(ratios) // 2][0], ratios[-1]
    above = sum(ratio > 100 for ratio, _ in ratios)
    seen = {
        "scale": "1e-6",
        "asymmetry / eps": f"median {middle:.3g}, largest {most:.4g} ({worst}), {above} above 100",
    }
    return Evidence(Verdict.SUPPORTED, f"{len(teachers)} teachers, all fitted; asymmetry/eps: {middle:.2g} median, "
                    f"{most:.3g} at most", details=seen)  # fmt: skip


@check("two modes", seconds=4)
def two_modes(settings: Settings) -> Evidence:
    """General starts, width 3, 4, 5, k = 4, ..., 10; float64."""
    found = drawn(settings.random("two modes from near zero"), 2)
    return judged(list(islice(found, settings.pick(4, 300, 600))))


@control("nodes-outside", r"nodes $\pm 3/2$, weights $9/10, 1/10$, k = 6", NO_FIT, seconds=2)
def nodes_outside(settings: Settings) -> Evidence:
    """Its saddle of one mode has too much mass: what grows there is asymmetric, and the flow does not come back."""
    nodes, weights = (Fraction(3, 2), Fraction(-3, 2)), (Fraction(9, 10), Fraction(1, 10))
    return judged([Teacher(nodes, weights, 6, 4, 1)], rounds=3)


@check("three modes", Profile.FULL, seconds=60)
def three_modes(settings: Settings) -> Evidence:
    found = drawn(settings.random("three modes from near zero"), 3)
    return judged(list(islice(found, settings.pick(2, 30, 100))))
