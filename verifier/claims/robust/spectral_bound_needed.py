"""However small the loss, an error at the next lag can be as large as one likes: the spectrum must be bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import Integer

from theory.moments.discrete_measure import Measure
from theory.robust.spectral_bound import far_node_student, spectral_bound_proof
from verifier.cases.moment_students import numeric_response, random_teacher
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="spectral-bound-needed",
    section="5",
    title="Without a spectral bound no loss is small enough",
    statement=(
        r"A refutation: no bound of $|h_k - g_k|$ depends on $k$, $n$ and $L$ alone. For every teacher, $k \ge 1$, "
        r"$\ell > 0$ and $R \ge 1$, one more node at $R$ of weight $\sqrt{\ell/k} R^{-(k-1)}$ makes a symmetric "
        r"student with $L \le \ell$ and $h_k - g_k = \sqrt{\ell/k} R$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$",
        r"$R \ge 1$; positive teacher weights, for the student to be symmetric",
        r"the student has $n + 1$ states, or more by states of zero; nothing is said of narrower ones",
        r"not needed: any lower bound of $k$, distinct nodes, nodes in $[-1, 1]$",
    ),
    proof=proved_by(
        spectral_bound_proof,
        given=("student", "far"),
        concludes=(
            r"a symmetric student has $L \le \ell$ and $h_k - g_k = \sqrt{\ell/k} R$: no $\ell > 0$ bounds the error"
        ),
    ),
)

ONE_RESIDUAL = false_proof(
    "one-residual-in-the-proof", r"one lag counted in the loss, $L \le s^2$", lambda: spectral_bound_proof(Integer(1))
)


@dataclass(frozen=True)
class Instance:
    """A teacher, k lags, s = sqrt(ell/k), the added node R, and the factor by which |h_k - g_k| is to exceed s."""

    teacher: Measure
    lags: int
    level: Fraction
    position: Fraction
    factor: Fraction
    heavier: Fraction = Fraction(1)


def counterexample_to_large_error(case: Instance) -> str | None:
    """A counterexample when the student is not symmetric, its loss exceeds k s^2, or its error is below factor s."""
    try:
        student = far_node_student(case.teacher, case.lags, case.level * case.heavier, case.position)
    except ValueError as no_inner_product:
        return f"teacher {case.teacher} and a node at {case.position}: {no_inner_product}"
    h, g = numeric_response(student.realization, case.lags + 1), case.teacher.moments(case.lags + 1)
    loss = sum(((a - b) ** 2 for a, b in zip(h[:-1], g[:-1], strict=True)), Fraction(0))
    allowed, error, wanted = case.lags * case.level**2, abs(h[-1] - g[-1]), case.factor * case.level
    if loss <= allowed and error >= wanted:
        return None
    return (
        f"teacher {case.teacher} and a node at {case.position}, k = {case.lags}, s = {case.level}: "
        f"loss {loss} (at most {allowed} allowed), error {error} ({wanted} wanted)"
    )


def instances(settings: Settings) -> Iterator[Instance]:
    """Random teachers, losses down to 10^-12, errors up to 10^9 times the root of the loss per lag."""
    random = settings.random("spectral-bound-needed")
    for _ in range(settings.pick(60, 600, 6000)):
        factor = Fraction(10) ** random.randint(0, 9) * random.randint(1, 9)
        level = Fraction(1, 10 ** random.randint(0, 6))
        yield Instance(random_teacher(random), random.randint(1, 8), level, factor, factor)


@check("students with a far node")
def students(settings: Settings) -> Evidence:
    """Exact students: loss, symmetry and error as the theorem says."""
    what = "symmetric students of loss at most k s^2 whose error at lag k is at least any factor times s"
    return evidence.sampled(instances(settings), counterexample_to_large_error, what, "error-not-reached")


@controls(
    "error-not-reached",
    ("negative-weight", "a teacher of weight -1: the student is not symmetric", -1, 2, 2, 2),
    ("spectrum-bounded", "the node stays in [-1, 1] and the error is to be twice s", 1, 2, 1, 2),
    ("near-node", "R = 1/2, below 1: earlier lags see more", 1, 2, Fraction(1, 2), 0),
    ("too-heavy", "a weight R times larger: the last lag sees it", 1, 1, 2, 2, 2),
)
def by_hand(
    settings: Settings, weight: int, lags: int, position: int | Fraction, factor: int, heavier: int = 1
) -> Evidence:
    """The teacher has its one node at 0, and s = 1."""
    teacher, one = Measure.of([(0, weight)]), Fraction(1)
    case = Instance(teacher, lags, one, Fraction(position), Fraction(factor), Fraction(heavier))
    return evidence.sampled([case], counterexample_to_large_error, "small loss and large error", "error-not-reached")
