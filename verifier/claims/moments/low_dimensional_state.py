"""The state of a symmetric student that fits more than 2n lags moves in n dimensions, however wide it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.minima.realisation import Realization
    from verifier.cases.moment_students import Trial

DIMENSION = "reachable-dimension"


def wrong_dimension(trial: Trial) -> str | None:
    """A counterexample when a student that fits reaches a space of other than n dimensions."""
    from theory.moments.symmetric_student import reachable_dimension
    from verifier.cases.moment_students import fits

    found, n = reachable_dimension(trial.student), len(trial.teacher.nodes)
    return (
        f"{trial}: zero loss, but the state fills {found} dimensions, n = {n}" if fits(trial) and found != n else None
    )


def students(settings: Settings) -> Evidence:
    """Symmetric students with split atoms, silent states and reflected coordinates."""
    from verifier.cases.moment_students import Trial, fits, random_teacher, symmetric_copy

    random = settings.random("low-dimensional-state")
    trials = []
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        student = symmetric_copy(random, teacher, random.randint(0, 4))
        trials.append(Trial(teacher, student, 2 * len(teacher.nodes) + 1))
    fitting = [trial for trial in trials if fits(trial)]
    return evidence.sampled(fitting, wrong_dimension, "symmetric students: rank of [B, AB, ...] is n", DIMENSION)


def proof(settings: Settings) -> Evidence:
    """The squared length of p(A) B."""
    from theory.moments.low_dimensional_state import low_dimensional_state_proof

    return evidence.proof(low_dimensional_state_proof())


def _neighbour(student: Realization, atoms: list[tuple[int, int]], lags: int) -> Evidence:
    from theory.moments.discrete_measure import Measure
    from verifier.cases.moment_students import Trial

    trial = Trial(Measure.of(atoms), student, lags)
    return evidence.sampled([trial], wrong_dimension, "the reachable dimension is n", DIMENSION)


def unobserved(settings: Settings) -> Evidence:
    """B = (1, 1), C = (1, 0): the second state moves and is never seen; h = g for ever."""
    from verifier.cases.moment_students import model

    return _neighbour(model([[0, 0], [0, 1]], [1, 1], [1, 0]), [(0, 1)], 3)


def exactly_2n(settings: Settings) -> Evidence:
    """k = 2: two states that swap fit g = (1, 0, ...)."""
    from verifier.cases.moment_students import model

    return _neighbour(model([[0, 1], [1, 0]], [1, 0], [1, 0]), [(0, 1)], 2)


def weightless(settings: Settings) -> Evidence:
    """Nodes 0 and 1, the second of weight zero: n = 2 is claimed, one dimension is reached."""
    from verifier.cases.moment_students import model

    return _neighbour(model([[0]], [1], [1]), [(0, 1), (1, 0)], 5)


def repeated(settings: Settings) -> Evidence:
    """The node 0 listed twice, weights 2 and 2: n = 2 is claimed, one dimension is reached."""
    from verifier.cases.moment_students import model

    return _neighbour(model([[0]], [2], [2]), [(0, 2), (0, 2)], 5)


CLAIM = Claim(
    id="low-dimensional-state",
    section="5",
    title="The state of a fitting symmetric student is n-dimensional",
    statement=(
        r"If a symmetric student of width $d$ has $L = 0$ on $k \ge 2n + 1$ lags of $n$ nodes, then $B, A B, \dots, "
        r"A^{n-1} B$ is a basis of its reachable space, so that the space has dimension $n$ whatever $d$ is: "
        r"$\lVert p(A) B \rVert^2 = \sum_i w_i p(x_i)^2$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the student is symmetric, $k \ge 2n + 1$, $L = 0$",
        r"the $n$ nodes are distinct and their weights positive (that is what $n$ counts)",
        "not needed: a spectral bound, a bound on the width",
    ),
    builds_on=("moment-uniqueness",),
    proof=Check("proof", proof),
    checks=(Check("ranks of symmetric students", students),),
    controls=(
        Control("not-symmetric", "a state that moves and is not observed", DIMENSION, unobserved),
        Control("k-is-2n", "trains 2n lags only", DIMENSION, exactly_2n),
        Control("zero-weight", "a node of weight zero is counted", DIMENSION, weightless),
        Control("repeated-node", "one node is counted twice", DIMENSION, repeated),
    ),
)
