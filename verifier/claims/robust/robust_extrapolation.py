"""Nearly fitting means nearly extrapolating, for symmetric students of any width."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    import random

    from flint import fmpq_poly

    from theory.moments.discrete_measure import Measure

BEYOND = "error-exceeds-bound"


@dataclass(frozen=True)
class Instance:
    """A teacher, a symmetric student, the trained length, the lag looked at, and what the bound is made from."""

    teacher: Measure
    student: Measure
    length: int
    lag: int
    rho: Fraction = Fraction(1)
    power: int = 2

    def __str__(self) -> str:
        return f"teacher {self.teacher}, student {self.student}, k = {self.length}, rho = {self.rho}"


def margin(instance: Instance) -> tuple[Fraction, Fraction]:
    """The squares of the error |h_j - g_j| and of its bound C1 sqrt(L), both exact rationals."""
    from numerics.robust.robust_bound import annihilator, robust_constant
    from theory.moments.discrete_measure import loss

    q = annihilator(instance.teacher.nodes, instance.power)
    constant = robust_constant(instance.lag, q, (-instance.rho, instance.rho))
    error = instance.student.moment(instance.lag) - instance.teacher.moment(instance.lag)
    return error**2, constant**2 * loss(instance.student, instance.teacher, instance.length)


def exceeds(instance: Instance) -> str | None:
    """A counterexample when |h_j - g_j| > C1 sqrt(L)."""
    error, bound = margin(instance)
    if error <= bound:
        return None
    return f"{instance}: |h_{instance.lag} - g_{instance.lag}|^2 = {error} > {bound} = (C1)^2 L"


def random_instance(random: random.Random) -> Instance:
    """n <= 3 nodes inside (-1, 1); a student with the nodes moved a little and up to three light atoms anywhere."""
    from theory.moments.discrete_measure import Measure

    n = random.randint(1, 3)
    teacher = Measure.of(
        [(Fraction(a, 10), Fraction(random.randint(1, 20), 10)) for a in random.sample(range(-9, 10), n)]
    )
    size = Fraction(1, 10 ** random.randint(1, 4))
    moved = [x + size * Fraction(random.randint(-9, 9), 10) for x in teacher.nodes]
    scaled = [w * (1 + size * Fraction(random.randint(-5, 5), 10)) for w in teacher.weights]
    light = [(Fraction(random.randint(-10, 10), 10), size) for _ in range(random.randint(0, 3))]
    length = 2 * n + 1 + random.randint(0, 2)
    student = Measure(tuple(moved), tuple(scaled)) + Measure.of(light)
    return Instance(teacher, student, length, length + random.randint(0, 25))


def sample(settings: Settings) -> Evidence:
    """No random student leaves its bound; the largest share of the bound that one used is printed."""
    random = settings.random("robust-extrapolation")
    instances = [random_instance(random) for _ in range(settings.pick(60, 1000, 20000))]
    found = evidence.sampled(instances, exceeds, "error within C1 sqrt(L), compared exactly", BEYOND)
    shares = [error / bound for error, bound in map(margin, instances) if bound]
    largest = f"{float(max(shares)) ** 0.5:.3f}"
    return replace(found, details={**found.details, "largest error / bound": largest})


def division(settings: Settings) -> Evidence:
    """The constants are made from s_j and r_j, which theory and numerics find independently."""
    random = settings.random("robust-extrapolation division")
    instances = [random_instance(random) for _ in range(settings.pick(20, 200, 2000))]
    return evidence.sampled(
        instances, _divides_differently, "s_j and r_j of theory and of numerics, exactly", "division"
    )


def _divides_differently(instance: Instance) -> str | None:
    from numerics.robust import robust_bound
    from theory.moments import annihilator

    nodes = instance.teacher.nodes
    exact = annihilator.divide(instance.lag, annihilator.square_annihilator(nodes))
    numeric = robust_bound.divide(instance.lag, robust_bound.annihilator(nodes))
    for ours, theirs in zip(exact, numeric, strict=True):
        if [str(c) for c in annihilator.coefficients(ours, instance.lag + 1)] != _padded(theirs, instance.lag + 1):
            return f"x^{instance.lag} divided by prod (x - x_i)^2, nodes {nodes}: {ours} against {theirs}"
    return None


def _padded(polynomial: fmpq_poly, length: int) -> list[str]:
    return [str(polynomial[m]) for m in range(length)]


def slack(settings: Settings) -> Evidence:
    """How much the formula gives away: the best possible bound lies between a worst student and a dual polynomial."""
    lags = settings.pick((6, 9), (5, 6, 7, 9, 12, 20), tuple(range(5, 40)))
    rows: dict[str, str] = {"teacher": str(_slack_teacher()), "k": "5", "largest |R_j|": "1/100"}
    found = evidence.sampled(lags, lambda lag: _slack_at(lag, rows), "worst student <= best bound <= formula", BEYOND)
    return replace(found, details={**found.details, **rows})


def _slack_teacher() -> Measure:
    from theory.moments.discrete_measure import Measure

    return Measure.of([(Fraction(4, 5), 1), (Fraction(-2, 5), Fraction(1, 2))])


def _slack_at(lag: int, rows: dict[str, str], length: int = 5, delta: Fraction = Fraction(1, 100)) -> str | None:
    """A counterexample when the worst student beats the dual polynomial or the formula; its figures go into `rows`."""
    from numerics.robust import best_bound, robust_bound
    from theory.moments.discrete_measure import Measure
    from theory.robust.dual_bound import dual_bound

    teacher, interval = _slack_teacher(), (Fraction(-1), Fraction(1))
    response = teacher.moments(lag + 1)
    pair = best_bound.extremal_pair(response, length, lag, delta, interval)
    worst = Measure(pair.nodes, pair.weights)
    reached = max(abs(worst.moment(j) - response[j]) for j in range(length))
    error = worst.moment(lag) - response[lag]
    proved = dual_bound(pair.polynomial, lag, response, reached, interval)
    q = robust_bound.annihilator(teacher.nodes)
    formula = robust_bound.robust_constant(lag, q, interval, robust_bound.one_norm) * reached
    if proved is None or not error <= proved or not error <= formula:
        return f"lag {lag}: student {worst} has error {error}, dual bound {proved}, formula {formula}"
    rows[f"lag {lag}"] = (
        f"worst student {float(error):.5f}, best bound at most {float(proved):.5f}, formula {float(formula):.5f}"
    )
    return None


def _neighbour(name: str) -> Evidence:
    """The smallest instance without one hypothesis, through the same comparison."""
    from theory.moments.discrete_measure import Measure

    unit = Measure.of([(0, 1)])
    half = Measure.of([(Fraction(1, 2), Fraction(1, 2)), (Fraction(-1, 2), Fraction(1, 2))])
    signed = Measure.of([(0, 1), (-1, -1), (Fraction(-1, 3), 3), (Fraction(1, 3), -3), (1, 1)])
    outside = Measure.of([(0, 1), (2, Fraction(1, 100))])
    instance = {
        "pi": Instance(unit, half, length=2, lag=2, power=1),
        "2n": Instance(unit, half, length=2, lag=2),
        "signed": Instance(unit, signed, length=3, lag=3),
        "outside": Instance(unit, outside, length=3, lag=3),
    }[name]
    return evidence.sampled([instance], exceeds, "error within C1 sqrt(L)", BEYOND)


def proof(settings: Settings) -> Evidence:
    """The derivation of theory.robust.robust_extrapolation."""
    from theory.robust.robust_extrapolation import proof as derivation

    return evidence.proof(derivation())


def proof_at_2n(settings: Settings) -> Evidence:
    """The same derivation for k = 2n: the last coefficient of pi^2 meets no residual."""
    import sympy as sp

    from theory.robust.robust_extrapolation import proof as derivation

    return evidence.proof(derivation(2 * sp.Symbol("n", integer=True, positive=True)))


CLAIM = Claim(
    id="robust-extrapolation",
    section="5",
    title="A symmetric student that nearly fits nearly extrapolates",
    statement=(
        r"Let $g_j = \sum_{i=1}^n w_i x_i^j$, $\pi = \prod_i (x - x_i)$ and $x^j = s_j \pi^2 + r_j$ with "
        r"$\deg r_j < 2n$, $c$ the coefficients of $\pi^2$ and $s_{\min}, s_{\max}$ "
        r"the extremes of $s_j$ on $[-\rho, \rho]$. If $L \le \ell$ then $|h_j - g_j| \le "
        r"\max(\lVert r_j + s_{\max} c \rVert, \lVert r_j + s_{\min} c \rVert) \sqrt{\ell}$ "
        r"for every width $d$ and every lag $j$. If $\rho \le 1$ and every $|x_i| < 1$, no $|s_j|$ exceeds "
        r"$\prod_i (1 - |x_i|)^{-2}$ on $[-\rho, \rho]$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the student is symmetric: $h_j = \int x^j d\mu$ with $\mu \ge 0$",
        r"the spectrum of $A$ lies in $[-\rho, \rho]$; the teacher's nodes need not",
        r"$k \ge 2n + 1$",
        r"not needed: distinct nodes, positive teacher weights, a bound on the width",
    ),
    proof=Check("proof", proof),
    checks=(
        Check("random students", sample, seconds=2),
        Check("division on both sides", division),
        Check("slack against the best bound", slack, seconds=2),
    ),
    controls=(
        Control("divide-by-pi", "divides by pi, which changes sign", BEYOND, lambda s: _neighbour("pi")),
        Control("k-is-2n", "trains 2n lags only", BEYOND, lambda s: _neighbour("2n")),
        Control("negative-weights", "a student that is not symmetric", BEYOND, lambda s: _neighbour("signed")),
        Control(
            "spectrum-outside", "an eigenvalue 2 where rho = 1 is assumed", BEYOND, lambda s: _neighbour("outside")
        ),
        Control("proof-at-2n", "the proof, with k = 2n", "proof-step", proof_at_2n),
    ),
)
