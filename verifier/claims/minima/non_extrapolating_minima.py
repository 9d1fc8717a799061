"""Zero loss says nothing about the next lag once the student is wide enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.minima.realisation import TransferFunction

NO_STUDENT = "no-such-student"


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


def unrealised(instance: Instance) -> str | None:
    """A counterexample when no student of this width fits and answers `value`, or when the one built does not."""
    from flint import fmpq

    from theory.minima.realisation import non_extrapolating_student, series, smallest_width
    from theory.model.rationals import to_fraction
    from verifier.cases.moment_students import numeric_response

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
    from theory.minima.realisation import series
    from verifier.cases.moment_students import degenerate_teachers, random_transfer_function

    random = settings.random("non-extrapolating-minima")
    drawn = (random_transfer_function(random) for _ in range(settings.pick(40, 400, 4000)))
    for teacher in (*degenerate_teachers(), *drawn):
        n = teacher.degree
        for k in range(max(2 * n - 1, 0), 2 * n + 4):
            own = Fraction(str(series(teacher, k + 1)[k]))
            yield Instance(teacher, n, k, random.randint(-3, 3), random.randint(0, 2))
            if own.denominator == 1:
                yield Instance(teacher, n, k, int(own))


def students(settings: Settings) -> Evidence:
    """Students built by theory, their impulse responses found by numerics, all exact."""
    return evidence.sampled(instances(settings), unrealised, "students with zero loss and h_k as asked for", NO_STUDENT)


def proof(settings: Settings) -> Evidence:
    """The difference of two fractions, by Bezout."""
    from theory.minima.realisation_proofs import non_extrapolating_proof

    return evidence.proof(non_extrapolating_proof())


def fewer_lags(settings: Settings) -> Evidence:
    """The same derivation at k = 2n - 2."""
    from sympy import Integer

    from theory.minima.realisation_proofs import non_extrapolating_proof

    return evidence.proof(non_extrapolating_proof(-Integer(1)))


def _neighbour(numerator: list[int], denominator: list[int], states: int, lags: int, beyond: int = 0) -> Evidence:
    from flint import fmpq_poly

    from theory.minima.realisation import transfer_function

    teacher = transfer_function(fmpq_poly(numerator), fmpq_poly(denominator))
    instance = Instance(teacher, states, lags, 5, beyond)
    return evidence.sampled([instance], unrealised, "students with zero loss and h_k as asked for", NO_STUDENT)


CLAIM = Claim(
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
    proof=Check("proof", proof),
    checks=(Check("students built and run", students),),
    controls=(
        Control("width-k-minus-n", "one state fewer", NO_STUDENT, lambda s: _neighbour([1], [-1, 1], 1, 2, -1)),
        Control(
            "k-is-2n-minus-2",
            "a pure delay, n = 2, trained on 2 lags",
            NO_STUDENT,
            lambda s: _neighbour([1], [0, 0, 1], 2, 2),
        ),
        Control(
            "not-minimal",
            "counts one state for a teacher that is zero",
            NO_STUDENT,
            lambda s: _neighbour([0], [0, 1], 1, 2),
        ),
        Control("proof-at-2n-minus-2", "the proof, with k = 2n - 2", "proof-step", fewer_lags),
    ),
)
