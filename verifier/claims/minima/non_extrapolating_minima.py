"""Zero loss says nothing about the next lag once the student is wide enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_poly
from sympy import Integer

from theory.minima.realisation import (
    TransferFunction,
    non_extrapolating_student,
    series,
    smallest_width,
    transfer_function,
)
from theory.minima.realisation_proofs import non_extrapolating_proof
from theory.model.rationals import to_fraction
from verifier.cases.moment_students import degenerate_teachers, numeric_response, random_transfer_function
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="non-extrapolating-minima",
    section="4",
    title="Wide students fit without extrapolating",
    statement=(
        r"Let $g$ have degree $n \le (k+1)/2$. For every width $d \ge k + 1 - n$ and every number $y$ there is a "
        r"student with $L = 0$ and $h_k = y$. With $G = c/a$ in lowest terms and $b c - e a = 1$ it is "
        r"$H = (x^{k+1-2n} c - \delta e) / (x^{k+1-2n} a - \delta b)$, $\delta = y - g_k$; for $y = g_k$ it is the "
        r"teacher."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input, one output; $n$ is the degree (the least number of states) of the teacher's sequence",
        r"$n \le (k+1)/2$, a little more than $n \le k/2$; $d \ge k + 1 - n$",
        "not needed: distinct poles, real poles, a stable teacher, a teacher that is not zero",
    ),
    proof=proved_by(
        non_extrapolating_proof,
        given=("teacher", "lags"),
        concludes=(
            r"for every $\delta$ the student $H = (x^s c - \delta e) / (x^s a - \delta b)$ of $k + 1 - n$ states "
            r"has $h_j = g_j$ for $j < k$ and $h_k = g_k + \delta$; states of zero make it wider"
        ),
    ),
)

PROOF_AT_FEWER_LAGS = false_proof(
    "proof-at-2n-minus-2", "the proof, with k = 2n - 2", lambda: non_extrapolating_proof(-Integer(1))
)


@dataclass(frozen=True)
class Instance:
    """A teacher, the degree n it is said to have, k lags, the h_k asked for, and by how much d exceeds k + 1 - n."""

    teacher: TransferFunction
    states: int
    lags: int
    value: int
    beyond: int = 0

    @property
    def width(self) -> int:
        """d = k + 1 - n, plus what the instance has beyond that."""
        return self.lags + 1 - self.states + self.beyond


def counterexample_to_student(instance: Instance) -> str | None:
    """A counterexample when no student of this width fits and answers `value`, or when the one built does not."""
    k, value = instance.lags, fmpq(instance.value)
    wanted = [*series(instance.teacher, k), value]
    needed = smallest_width(wanted)
    if needed > instance.width:
        return f"h = {wanted} needs {needed} states, d = {instance.width} (k = {k}, n = {instance.states})"
    student = non_extrapolating_student(instance.teacher, k, value, instance.width)
    found = numeric_response(student, k + 1)
    return None if found == [to_fraction(h) for h in wanted] else f"h = {wanted} asked for, {found} found"


def instances(settings: Settings) -> Iterator[Instance]:
    """The degenerate teachers and random ones of degree 0 to 3; k from 2n - 1 to 2n + 3; h_k off and h_k = g_k."""
    random = settings.random("non-extrapolating-minima")
    drawn = (random_transfer_function(random) for _ in range(settings.pick(40, 400, 4000)))
    for teacher in (*degenerate_teachers(), *drawn):
        n = teacher.degree
        for k in range(max(2 * n - 1, 0), 2 * n + 4):
            own = Fraction(str(series(teacher, k + 1)[k]))
            yield Instance(teacher, n, k, random.randint(-3, 3), random.randint(0, 2))
            if own.denominator == 1:
                yield Instance(teacher, n, k, int(own))


@check("students built and run")
def students(settings: Settings) -> Evidence:
    """Students built by theory, their impulse responses found by numerics, all exact."""
    what = "students with zero loss and h_k as asked for"
    return evidence.sampled(instances(settings), counterexample_to_student, what, "no-such-student")


@controls(
    "no-such-student",
    ("width-k-minus-n", "one state fewer", [1], [-1, 1], 1, -1),
    ("k-is-2n-minus-2", "a pure delay, n = 2, trained on 2 lags", [1], [0, 0, 1], 2),
    ("not-minimal", "counts one state for a teacher that is zero", [0], [0, 1], 1),
)
def beyond_the_hypotheses(
    settings: Settings, numerator: list[int], denominator: list[int], states: int, beyond: int = 0
) -> Evidence:
    """Two lags, and h_2 = 5 asked for."""
    teacher = transfer_function(fmpq_poly(numerator), fmpq_poly(denominator))
    what = "students with zero loss and h_k as asked for"
    case = Instance(teacher, states, 2, 5, beyond)
    return evidence.sampled([case], counterexample_to_student, what, "no-such-student")
