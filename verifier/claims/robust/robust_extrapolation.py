"""Nearly fitting means nearly extrapolating, for symmetric students of any width."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from random import Random

from flint import fmpq_poly
from sympy import Symbol

from numerics.arithmetics.rationals import to_fraction
from numerics.robust import robust_bound
from theory.moments import annihilator
from theory.moments.discrete_measure import Measure, loss
from theory.robust import robust_extrapolation
from verifier.cases.robust_slack import Slack, slack_at
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
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
        "one input and one output, $m = p = 1$",
        r"the student is symmetric: $h_j = \int x^j d\mu$ with $\mu \ge 0$",
        r"the spectrum of $A$ lies in $[-\rho, \rho]$; the teacher's nodes need not",
        r"$k \ge 2n + 1$",
        r"not needed: distinct nodes, positive teacher weights, a bound on the width",
    ),
    proof=proved_by(
        robust_extrapolation.proof,
        given=("symmetric", "teacher", "loss", "lags", "inside"),
        concludes=(
            r"$|h_j - g_j| \le \max_{s \in \{s_{\min}, s_{\max}\}} \lVert r_j + s c \rVert \sqrt{\ell}$; and $|s_j| "
            r"\le \prod_i (1 - |x_i|)^{-2}$ on $[-\rho, \rho]$ for every $j$"
        ),
    ),
)

PROOF_WITH_PI = false_proof(
    "pi-in-the-proof", r"the proof with $\pi$ for $\pi^2$", lambda: robust_extrapolation.proof(power=1)
)

PROOF_AT_2N = false_proof(
    "proof-at-2n",
    "the proof, with k = 2n",
    lambda: robust_extrapolation.proof(2 * Symbol("n", integer=True, positive=True)),
)


# No student leaves its bound.

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Instance:
    """A teacher, a symmetric student, the trained length, the lag looked at, and what the bound is made from.

    ``share`` is the part of C1 that is claimed to suffice.
    """

    teacher: Measure
    student: Measure
    length: int
    lag: int
    rho: Fraction = Fraction(1)
    power: int = 2
    share: Fraction = Fraction(1)

    def __str__(self) -> str:
        return f"teacher {self.teacher}, student {self.student}, k = {self.length}, rho = {self.rho}"


def error_and_bound(instance: Instance) -> tuple[Fraction, Fraction]:
    """The squares of the error |h_j - g_j| and of its bound C1 sqrt(L), both exact rationals."""
    q = robust_bound.annihilator(instance.teacher.nodes, instance.power)
    constant = instance.share * robust_bound.robust_constant(instance.lag, q, (-instance.rho, instance.rho))
    error = instance.student.moment(instance.lag) - instance.teacher.moment(instance.lag)
    return error**2, constant**2 * loss(instance.student, instance.teacher, instance.length)


def counterexample_to_bound(instance: Instance) -> str | None:
    """A counterexample when |h_j - g_j| > C1 sqrt(L)."""
    error, bound = error_and_bound(instance)
    if error <= bound:
        return None
    return f"{instance}: |h_{instance.lag} - g_{instance.lag}|^2 = {error} > {bound} = (C1)^2 L"


def random_instance(random: Random) -> Instance:
    """n <= 3 nodes inside (-1, 1); a student with the nodes moved a little and up to three light atoms anywhere."""
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


def attained(share: Fraction = Fraction(1)) -> Instance:
    """The teacher 1 at 0, 3 lags; a tenth of the mass moves to 1 and -1: R = (0, 0, 1/10), h_4 = 1/10, and C1 = 1."""
    tenth = Fraction(1, 10)
    student = Measure.of([(0, 1 - tenth), (1, tenth / 2), (-1, tenth / 2)])
    return Instance(Measure.of([(0, 1)]), student, 3, 4, share=share)


@check("random students", seconds=2)
def random_students(settings: Settings) -> Evidence:
    """One that attains the bound, then random ones; the largest share of the bound that one used is printed."""
    random, what = settings.random("robust-extrapolation"), "error within C1 sqrt(L), compared exactly"
    instances = [attained(), *(random_instance(random) for _ in range(settings.pick(60, 1000, 20000)))]
    found = evidence.sampled(instances, counterexample_to_bound, what, "error-exceeds-bound")
    shares = [error / bound for error, bound in map(error_and_bound, instances) if bound]
    largest = f"{float(max(shares)) ** 0.5:.3f}"
    return replace(found, details={**found.details, "largest error / bound": largest})


SIGNED = ((0, 1), (-1, -1), (Fraction(-1, 3), 3), (Fraction(1, 3), -3), (1, 1))


@controls(
    "error-exceeds-bound",
    ("divide-by-pi", "divides by pi, which changes sign", [(HALF, HALF), (-HALF, HALF)], 2, 1),
    ("k-is-2n", "trains 2n lags only", [(HALF, HALF), (-HALF, HALF)], 2),
    ("negative-weights", "a student that is not symmetric", SIGNED, 3),
    ("spectrum-outside", "an eigenvalue 2 where rho = 1 is assumed", [(0, 1), (2, Fraction(1, 100))], 3),
)
def without_a_hypothesis(
    settings: Settings, student: Sequence[tuple[Fraction, Fraction]], lags: int, power: int = 2
) -> Evidence:
    """The teacher g = (1, 0, 0, ...), its student looked at on the first lag that is not trained."""
    case = Instance(Measure.of([(0, 1)]), Measure.of(student), lags, lags, power=power)
    return evidence.sampled([case], counterexample_to_bound, "error within C1 sqrt(L)", "error-exceeds-bound")


@control("below-the-constant", r"$99/100$ of the constant", "error-exceeds-bound")
def below_the_constant(settings: Settings) -> Evidence:
    case = attained(Fraction(99, 100))
    return evidence.sampled([case], counterexample_to_bound, "error within C1 sqrt(L)", "error-exceeds-bound")


# The bound of s_j that holds at every lag, and that the value at 1 tends to where the nodes are positive.


def uniform(settings: Settings, power: int, share: Fraction) -> Evidence:
    """The absolute coefficients of s_j added up, exactly, against a share of prod (1 - |x_i|)^{-power}.

    No |s_j| on [-1, 1] exceeds that sum, and where all nodes are positive it is s_j(1).
    """

    def counterexample(case: tuple[list[Fraction], int]) -> str | None:
        nodes, lag = case
        quotient, _ = robust_bound.divide(lag, robust_bound.annihilator(nodes))
        bound = share * prod(((1 - abs(node)) ** -power for node in nodes), start=Fraction(1))
        found = sum((abs(to_fraction(c)) for c in quotient.coeffs()), Fraction(0))
        return None if found <= bound else f"nodes {nodes}, lag {lag}: |s_j| up to {float(found)}, bound {bound}"

    random = settings.random("robust-extrapolation uniform")
    drawn = [random_instance(random) for _ in range(settings.pick(20, 100, 1000))]
    cases = [([HALF], 40), ([Fraction(4, 5), HALF], 80), *((list(case.teacher.nodes), case.lag) for case in drawn)]
    return evidence.sampled(
        cases, counterexample, "|s_j| on [-1, 1] within the bound for every lag", "quotient-too-large"
    )


@check("bound for every lag")
def bound_for_every_lag(settings: Settings) -> Evidence:
    return uniform(settings, 2, Fraction(1))


@controls(
    "quotient-too-large",
    ("first-power", r"$\prod_i (1 - |x_i|)^{-1}$", 1, Fraction(1)),
    ("below-the-uniform-bound", r"$99/100$ of it: the node $1/2$ at lag 40", 2, Fraction(99, 100)),
)
def smaller_bound_for_every_lag(settings: Settings, power: int, share: Fraction) -> Evidence:
    return uniform(settings, power, share)


# The constants are made from s_j and r_j, which theory and numerics find independently.


def counterexample_to_division(instance: Instance) -> str | None:
    """A counterexample when x^j divided by pi^2 differs."""
    nodes, length = instance.teacher.nodes, instance.lag + 1
    exact = annihilator.divide(instance.lag, annihilator.square_annihilator(nodes))
    numeric = robust_bound.divide(instance.lag, robust_bound.annihilator(nodes))
    for ours, theirs in zip(exact, numeric, strict=True):
        if [str(c) for c in annihilator.coefficients(ours, length)] != _padded(theirs, length):
            return f"x^{instance.lag} divided by prod (x - x_i)^2, nodes {nodes}: {ours} against {theirs}"
    return None


def _padded(polynomial: fmpq_poly, length: int) -> list[str]:
    return [str(polynomial[m]) for m in range(length)]


@check("division on both sides")
def division(settings: Settings) -> Evidence:
    random, what = settings.random("robust-extrapolation division"), "s_j and r_j of theory and of numerics, exactly"
    instances = [random_instance(random) for _ in range(settings.pick(20, 200, 2000))]
    return evidence.sampled(instances, counterexample_to_division, what, "division")


# How much the formula gives away: the best possible bound lies between a worst student and a dual polynomial.


def counterexample_to_order(found: Slack) -> str | None:
    """A counterexample when the worst student beats the dual polynomial or the formula."""
    if found.proved is not None and found.error <= found.proved and found.error <= found.formula:
        return None
    bounds = f"dual bound {found.proved}, formula {found.formula}"
    return f"lag {found.lag}: student {found.student} has error {found.error}, {bounds}"


@check("slack against the best bound", seconds=2)
def slack(settings: Settings) -> Evidence:
    teacher = Measure.of([(Fraction(4, 5), 1), (Fraction(-2, 5), Fraction(1, 2))])
    lags = settings.pick((6, 9), (5, 6, 7, 9, 12, 20), tuple(range(5, 40)))
    found = [slack_at(lag, teacher) for lag in lags]
    what = "worst student <= best bound <= formula"
    seen = evidence.sampled(found, counterexample_to_order, what, "error-exceeds-bound")
    case = {"teacher": str(teacher), "k": "5", "largest |R_j|": "1/100"}
    return replace(seen, details={**seen.details, **case, **{f"lag {slack.lag}": str(slack) for slack in found}})
