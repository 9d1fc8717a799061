"""With 2n lags only, symmetric students of every width above n continue as they like: a two-parameter family."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from theory.minima.realisation import smallest_width
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.moments.moment_sharpness import free_continuation, moment_sharpness_proof, n, negative_weight_square
from theory.moments.symmetric_student import padded
from verifier.cases.moment_students import numeric_response, random_teacher
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="moment-sharpness",
    section="5",
    title="2n lags leave two parameters free",
    statement=(
        r"Let $k = 2n \ge 2$. For every width $d \ge n + 1$, every $h_{2n} > g_{2n}$ and every $h_{2n+1}$ there is a "
        r"symmetric student with $L = 0$: couple a state of self-feedback $\alpha$ to the modes of the teacher by "
        r"$t v_i$, $v_i = 1 / (\sqrt{w_i} \pi'(x_i))$. Then $h_{2n} - g_{2n} = t^2$ and "
        r"$h_{2n+1} - g_{2n+1} = t^2 (\alpha + 2 \sum_i x_i)$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$",
        r"$k = 2n$ (or fewer), $d \ge n + 1$, $h_{2n} > g_{2n}$",
        r"the teacher has $n$ distinct nodes and positive weights",
        "not needed: nodes in $[-1, 1]$",
    ),
    builds_on=("moment-uniqueness",),
    proof=proved_by(
        moment_sharpness_proof,
        given=("nodes", "coupled", "lags"),
        concludes=(
            r"$L = 0$, $h_{2n} = g_{2n} + t^2$ and $h_{2n+1} = g_{2n+1} + t^2 (\alpha + 2 s)$: any $h_{2n} > "
            "g_{2n}$ and any $h_{2n+1}$"
        ),
    ),
)

PROOF_ONE_LAG_MORE = false_proof(
    "proof-one-lag-more", "the proof, with k = 2n + 1", lambda: moment_sharpness_proof(2 * n + 1)
)


@dataclass(frozen=True)
class Instance:
    """A teacher, k lags, the excess t^2 of h_2n over g_2n, the h_{2n+1} asked for, and the student's width."""

    teacher: Measure
    lags: int
    excess: Fraction
    last: Fraction
    width: int

    def __str__(self) -> str:
        return f"teacher {self.teacher}, k = {self.lags}, h_2n = g_2n + {self.excess}, d = {self.width}"


def counterexample_to_student(case: Instance) -> str | None:
    """A counterexample when no symmetric student is as asked for: the exact cause, or the responses that differ."""
    n, k = len(case.teacher.nodes), case.lags
    response = case.teacher.moments(2 * n + 2)
    wanted = [*response[: 2 * n], response[2 * n] + case.excess, case.last]
    cause = _why_none(case, wanted)
    if cause is not None:
        return f"{case}: {cause}"
    student = padded(free_continuation(case.teacher, (wanted[2 * n], case.last)), case.width).symmetric
    found = numeric_response(student, 2 * n + 2)
    symmetric = student.A.transpose() == student.A and student.C.transpose() == student.B
    if symmetric and found == wanted and found[:k] == case.teacher.moments(2 * n + 2)[:k]:
        return None
    return f"{case}: h = {', '.join(map(str, found))} against g = {', '.join(map(str, response))}"


def _why_none(case: Instance, wanted: list[Fraction]) -> str | None:
    """Why no symmetric student can do it, exactly, where the construction does not apply."""
    n = len(case.teacher.nodes)
    square = negative_weight_square(case.teacher)
    if square is not None:
        return f"the square of {square} has a negative mean"
    degree = smallest_width([to_flint(g) for g in case.teacher.moments(2 * n)])
    if degree < n:
        return f"the teacher has {degree} nodes, not {n}: its measure is forced (moment-uniqueness)"
    if case.excess <= 0:
        return "the integral of pi^2, h_2n - g_2n, is not positive"
    least = smallest_width([to_flint(h) for h in wanted[:-1]])
    return f"h_0, ..., h_2n need {least} states" if least > case.width else None


def instances(settings: Settings) -> Iterator[Instance]:
    """Random teachers with square weights, square excesses (so that the symmetric matrices are rational), any width."""
    random = settings.random("moment-sharpness")
    for _ in range(settings.pick(60, 600, 6000)):
        teacher = random_teacher(random)
        n = len(teacher.nodes)
        excess = Fraction(random.randint(1, 5), random.randint(1, 4)) ** 2
        last = Fraction(random.randint(-9, 9), random.randint(1, 4))
        yield Instance(teacher, 2 * n, excess, last, n + 1 + random.randint(0, 3))


@check("students built and run")
def students(settings: Settings) -> Evidence:
    """Students built by theory as symmetric rational matrices, their responses found by numerics."""
    what = "symmetric students, (h_2n, h_{2n+1}) as asked"
    return evidence.sampled(instances(settings), counterexample_to_student, what, "not-realised")


@controls(
    "not-realised",
    ("k-is-2n-plus-1", "trains one lag more", [(0, 1)], 3),
    ("width-n", "no state to spare", [(0, 1)], 2, 1, 1),
    ("downwards", "asks for h_2n below g_2n", [(0, 1)], 2, -1),
    ("repeated-node", "counts one node twice", [(0, 1), (0, 1)], 4, 1, 3),
    ("zero-weight", "counts a node of weight 0", [(0, 1), (1, 0)], 4, 1, 3),
    ("negative-weight", "a teacher of weight -1", [(0, -1)], 2),
)
def without_a_hypothesis(
    settings: Settings, atoms: list[tuple[int, int]], lags: int, excess: int = 1, width: int = 2
) -> Evidence:
    case = Instance(Measure.of(atoms), lags, Fraction(excess), Fraction(0), width)
    return evidence.sampled([case], counterexample_to_student, "a symmetric student as asked for", "not-realised")
