"""The state of a symmetric student that fits more than 2n lags moves in n dimensions, however wide it is."""

from fractions import Fraction

from theory.moments.discrete_measure import Measure
from theory.moments.low_dimensional_state import low_dimensional_state_proof
from theory.moments.symmetric_student import reachable_dimension
from verifier.cases.moment_students import Trial, fits, model, random_teacher, symmetric_copy
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
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
        "one input and one output, $m = p = 1$",
        r"the student is symmetric, $k \ge 2n + 1$, $L = 0$",
        r"the $n$ nodes are distinct and their weights positive (that is what $n$ counts)",
        "not needed: a spectral bound, a bound on the width",
    ),
    builds_on=("moment-uniqueness",),
    proof=proved_by(
        low_dimensional_state_proof,
        given=("fits", "nodes"),
        concludes=(
            r"$\lVert p(A) B \rVert^2 = \sum_i w_i p(x_i)^2$, so $p(A) B = 0$ exactly where $\pi$ divides $p$: the "
            "reachable space has dimension $n$ and the basis $B, A B, ..., A^{n-1} B$"
        ),
    ),
)

ZERO_WEIGHT = false_proof(
    "zero-weight-in-the-proof", "$w_l = 0$ is allowed", lambda: low_dimensional_state_proof(positive_weights=False)
)


def counterexample_to_dimension(trial: Trial) -> str | None:
    """A counterexample when a student that fits reaches a space of other than n dimensions."""
    found, n = reachable_dimension(trial.student), len(trial.teacher.nodes)
    if not fits(trial) or found == n:
        return None
    return f"{trial}: zero loss, but the state fills {found} dimensions, n = {n}"


@check("ranks of symmetric students")
def students(settings: Settings) -> Evidence:
    """Symmetric students with split atoms, silent states and reflected coordinates."""
    random = settings.random("low-dimensional-state")
    trials = []
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        student = symmetric_copy(random, teacher, random.randint(0, 4))
        trials.append(Trial(teacher, student, 2 * len(teacher.nodes) + 1))
    fitting = [trial for trial in trials if fits(trial)]
    what = "symmetric students: rank of [B, AB, ...] is n"
    return evidence.sampled(fitting, counterexample_to_dimension, what, "reachable-dimension")


@controls(
    "reachable-dimension",
    # B = (1, 1), C = (1, 0): the second state moves and is never seen; h = g for ever
    ("not-symmetric", "a state that moves and is not observed", [[0, 0], [0, 1]], [1, 1], [1, 0], [(0, 1)], 3),
    # two states that swap fit g = (1, 0, ...)
    ("k-is-2n", "trains 2n lags only", [[0, 1], [1, 0]], [1, 0], [1, 0], [(0, 1)], 2),
    # n = 2 is claimed, one dimension is reached
    ("zero-weight", "a node of weight zero is counted", [[0]], [1], [1], [(0, 1), (1, 0)], 5),
    ("repeated-node", "one node is counted twice", [[0]], [2], [2], [(0, 2), (0, 2)], 5),
)
def without_a_hypothesis(
    settings: Settings,
    A: list[list[int]],
    B: list[int | Fraction],
    C: list[int | Fraction],
    atoms: list[tuple[int, int]],
    lags: int,
) -> Evidence:
    trial = Trial(Measure.of(atoms), model(A, B, C), lags)
    return evidence.sampled([trial], counterexample_to_dimension, "the reachable dimension is n", "reachable-dimension")
