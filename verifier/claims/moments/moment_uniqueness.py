"""A symmetric student that fits more than 2n lags of n positive nodes has the teacher's measure, whatever its width."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.minima.realisation import Realization
    from theory.moments.discrete_measure import Measure

STRAYS = "fits-and-strays"
NO_OBSTACLE = "no-negative-square"


def symmetric_students(settings: Settings) -> Evidence:
    """Symmetric matrices built with the teacher's measure, atoms split and states reflected: numerics' h is g for ever.

    No other student could be built, says the theorem: that there is none is what `obstacles` tries.
    """
    from verifier.cases.moment_students import Trial, fits, random_teacher, strays, symmetric_copy

    random = settings.random("moment-uniqueness")
    trials = []
    for _ in range(settings.pick(40, 400, 4000)):
        teacher = random_teacher(random)
        student = symmetric_copy(random, teacher, random.randint(0, 3))
        trials.append(Trial(teacher, student, 2 * len(teacher.nodes) + 1 + random.randint(0, 2)))
    fitting = [trial for trial in trials if fits(trial)]
    return evidence.sampled(fitting, strays, "students of the teacher's measure, in other coordinates", STRAYS)


def deviations(settings: Settings) -> Iterator[tuple[Measure, list[Fraction], int]]:
    """Responses that leave the teacher at a lag from k = 2n + 1 on, by any amount, and go on anyhow; and the lag."""
    from verifier.cases.moment_students import random_teacher

    random = settings.random("moment-uniqueness deviations")
    for _ in range(settings.pick(100, 1000, 10000)):
        teacher = random_teacher(random)
        n = len(teacher.nodes)
        first = 2 * n + 1 + random.randint(0, 3)
        response = teacher.moments(2 * (first - n) + 1)
        response[first] += random.choice((-1, 1)) * Fraction(random.randint(1, 9), random.randint(1, 9))
        rest = [Fraction(random.randint(-9, 20), random.randint(1, 4)) for _ in response[first + 1 :]]
        yield teacher, response[: first + 1] + rest, first


def without_obstacle(case: tuple[Measure, list[Fraction], int]) -> str | None:
    """A counterexample when no polynomial square has a negative mean: a positive measure may have this response."""
    from theory.moments.moment_uniqueness import negative_square

    teacher, response, first = case
    if negative_square(teacher, response) is not None:
        return None
    shown = ", ".join(map(str, response))
    return f"teacher {teacher}: h = {shown} leaves it at lag {first} and no square found has a negative mean"


def obstacles(settings: Settings) -> Evidence:
    """A second route: each deviation from lag 2n + 1 on gives a polynomial whose square has a negative mean."""
    what = "deviating responses, each refuted by an exact negative square"
    return evidence.sampled(deviations(settings), without_obstacle, what, NO_OBSTACLE)


def proof(settings: Settings) -> Evidence:
    """The integral of pi^2."""
    from theory.moments.moment_uniqueness import moment_uniqueness_proof

    return evidence.proof(moment_uniqueness_proof())


def proof_at_2n(settings: Settings) -> Evidence:
    """The same derivation at k = 2n."""
    from theory.moments.moment_uniqueness import moment_uniqueness_proof, n

    return evidence.proof(moment_uniqueness_proof(2 * n))


def _unit_pulse(student: Realization, lags: int) -> Evidence:
    """The teacher g = (1, 0, 0, ...): n = 1, node 0, weight 1."""
    from theory.moments.discrete_measure import Measure
    from verifier.cases.moment_students import Trial, strays

    trial = Trial(Measure.of([(0, 1)]), student, lags)
    return evidence.sampled([trial], strays, "students with zero loss extrapolate", STRAYS)


def exactly_2n(settings: Settings) -> Evidence:
    """k = 2: two states that swap. h = (1, 0, 1, 0, ...)."""
    from verifier.cases.moment_students import model

    return _unit_pulse(model([[0, 1], [1, 0]], [1, 0], [1, 0]), 2)


def cyclic(settings: Settings) -> Evidence:
    """k = 3: three states in a circle, not symmetric though balanced. h = (1, 0, 0, 1, ...)."""
    from verifier.cases.moment_students import model

    return _unit_pulse(model([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [1, 0, 0], [1, 0, 0]), 3)


def signed(settings: Settings) -> Evidence:
    """k = 3: A = A^T but C = (3, -3, 1) against B = (1, 1, 1), a signed measure. h = (1, 0, 0, 6, ...)."""
    from verifier.cases.moment_students import model

    return _unit_pulse(model([[1, 0, 0], [0, 2, 0], [0, 0, 3]], [1, 1, 1], [3, -3, 1]), 3)


def square_at_2n(settings: Settings) -> Evidence:
    """h = (1, 0, 1): a deviation at lag 2n = 2 upwards leaves no obstacle."""
    from theory.moments.discrete_measure import Measure

    case = (Measure.of([(0, 1)]), [Fraction(1), Fraction(0), Fraction(1)], 2)
    return evidence.sampled([case], without_obstacle, "deviating responses", NO_OBSTACLE)


CLAIM = Claim(
    id="moment-uniqueness",
    section="5",
    title="More than 2n lags pin the measure",
    statement=(
        r"Let $g_j = \sum_{i=1}^n w_i x_i^j$ and let $h_j = \int x^j d\mu$ be the response of a symmetric student of "
        r"any width. If $k \ge 2n + 1$ and $L = 0$ then $\mu = \sum_i w_i \delta_{x_i}$, so $h_j = g_j$ for all $j$: "
        r"$\int \pi^2 d\mu = 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$k \ge 2n + 1$",
        r"the student is symmetric: $A = A^T$, $B = C^T$; both are needed",
        r"not needed: positive teacher weights (with a negative one no symmetric student has $L = 0$)",
        r"not needed: distinct nodes (merging nodes only lowers $n$), a spectral bound, a bound on the width",
    ),
    proof=Check("proof", proof),
    checks=(Check("symmetric students", symmetric_students), Check("negative squares", obstacles)),
    controls=(
        Control("k-is-2n", "trains 2n lags only", STRAYS, exactly_2n),
        Control("not-symmetric", "A is a cyclic permutation (balanced all the same)", STRAYS, cyclic),
        Control("signed-measure", "A = A^T, but B and C differ", STRAYS, signed),
        Control("square-at-2n", "a deviation at lag 2n", NO_OBSTACLE, square_at_2n),
        Control("proof-at-2n", "the proof, with k = 2n", "proof-step", proof_at_2n),
    ),
)
