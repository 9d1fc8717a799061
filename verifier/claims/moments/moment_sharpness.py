"""With 2n lags only, symmetric students of every width above n continue as they like: a two-parameter family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.moments.discrete_measure import Measure

UNREALISED = "not-realised"


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


def unrealised(case: Instance) -> str | None:
    """A counterexample when no symmetric student is as asked for: an exact obstacle, or the responses that differ."""
    from theory.moments.moment_sharpness import free_continuation
    from theory.moments.symmetric_student import padded
    from verifier.cases.moment_students import numeric_response

    n, k = len(case.teacher.nodes), case.lags
    response = case.teacher.moments(2 * n + 2)
    wanted = [*response[: 2 * n], response[2 * n] + case.excess, case.last]
    obstacle = _obstacle(case, wanted)
    if obstacle is not None:
        return f"{case}: {obstacle}"
    student = padded(free_continuation(case.teacher, (wanted[2 * n], case.last)), case.width).symmetric
    found = numeric_response(student, 2 * n + 2)
    symmetric = student.A.transpose() == student.A and student.C.transpose() == student.B
    if symmetric and found == wanted and found[:k] == case.teacher.moments(2 * n + 2)[:k]:
        return None
    return f"{case}: h = {', '.join(map(str, found))} against g = {', '.join(map(str, response))}"


def _obstacle(case: Instance, wanted: list[Fraction]) -> str | None:
    """Why no symmetric student can do it, exactly, where the construction does not apply."""
    from theory.minima.realisation import smallest_width
    from theory.model.rationals import to_flint
    from theory.moments.moment_sharpness import negative_weight_square

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
    from verifier.cases.moment_students import random_teacher

    random = settings.random("moment-sharpness")
    for _ in range(settings.pick(60, 600, 6000)):
        teacher = random_teacher(random)
        n = len(teacher.nodes)
        excess = Fraction(random.randint(1, 5), random.randint(1, 4)) ** 2
        last = Fraction(random.randint(-9, 9), random.randint(1, 4))
        yield Instance(teacher, 2 * n, excess, last, n + 1 + random.randint(0, 3))


def students(settings: Settings) -> Evidence:
    """Students built by theory as symmetric rational matrices, their responses found by numerics."""
    return evidence.sampled(
        instances(settings), unrealised, "symmetric students, (h_2n, h_{2n+1}) as asked", UNREALISED
    )


def proof(settings: Settings) -> Evidence:
    """The response of the coupled student, expanded at infinity."""
    from theory.moments.moment_sharpness import moment_sharpness_proof

    return evidence.proof(moment_sharpness_proof())


def one_lag_more(settings: Settings) -> Evidence:
    """The same derivation at k = 2n + 1."""
    from theory.moments.moment_sharpness import moment_sharpness_proof, n

    return evidence.proof(moment_sharpness_proof(2 * n + 1))


def _neighbour(atoms: list[tuple[int, int]], lags: int, excess: int = 1, width: int = 2) -> Evidence:
    from theory.moments.discrete_measure import Measure

    case = Instance(Measure.of(atoms), lags, Fraction(excess), Fraction(0), width)
    return evidence.sampled([case], unrealised, "a symmetric student as asked for", UNREALISED)


CLAIM = Claim(
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
        r"$k = 2n$ (or fewer), $d \ge n + 1$, $h_{2n} > g_{2n}$",
        r"the teacher has $n$ distinct nodes and positive weights",
        "not needed: nodes in $[-1, 1]$",
    ),
    builds_on=("moment-uniqueness",),
    proof=Check("proof", proof),
    checks=(Check("students built and run", students),),
    controls=(
        Control("k-is-2n-plus-1", "trains one lag more", UNREALISED, lambda s: _neighbour([(0, 1)], 3)),
        Control("width-n", "no state to spare", UNREALISED, lambda s: _neighbour([(0, 1)], 2, width=1)),
        Control("downwards", "asks for h_2n below g_2n", UNREALISED, lambda s: _neighbour([(0, 1)], 2, excess=-1)),
        Control(
            "repeated-node", "counts one node twice", UNREALISED, lambda s: _neighbour([(0, 1), (0, 1)], 4, width=3)
        ),
        Control(
            "zero-weight", "counts a node of weight 0", UNREALISED, lambda s: _neighbour([(0, 1), (1, 0)], 4, width=3)
        ),
        Control("negative-weight", "a teacher of weight -1", UNREALISED, lambda s: _neighbour([(0, -1)], 2)),
        Control("proof-one-lag-more", "the proof, with k = 2n + 1", "proof-step", one_lag_more),
    ),
)
