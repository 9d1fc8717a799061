"""What k inexact lags force at every later one: an interval, each end of it a theorem, nearly reached by a measure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from sympy import Rational

from numerics.arithmetics.rationals import exact_value
from numerics.forcing.accuracy import Accuracy, Ball, Box
from numerics.forcing.contacts import Spectrum
from numerics.forcing.every_lag import families
from numerics.forcing.exchange import Data
from numerics.forcing.forced_interval import ForcedInterval, NoMeasure, forcing
from theory.moments.discrete_measure import Measure
from theory.robust import forced_interval
from theory.robust.dual_bound import dual_bound
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="forced-interval",
    section="5",
    title="What k inexact lags force at every later one",
    statement=(
        r"Let $g_j = \sum_i \omega_i \lambda_i^j$ with $\omega_i \ge 0$, $\lambda_i \in [a, b]$, any number of modes, "
        r"and $u_i = g_i - h_i$ for $i < k$. If $\deg q < k$ and $q \ge x^j$ on $[a, b]$, then "
        r"$g_j \le \sum_{i<k} q_i h_i + P(q)$ with $P(q) = \sum_i |q_i| \delta_i$ when $|u_i| \le \delta_i$, "
        r"$P(q) = \lVert q \rVert \sqrt{\ell}$ when $\sum u_i^2 \le \ell$. "
        r"If $e = \prod_{l=1}^m (x - z_l)$ has real $z_l$, $m \le k$, $j - m \ge 0$ even and $e \le 0$ on $[a, b]$, "
        r"then $x^j \bmod e$ is such a $q$. If $[a, b] \subseteq [-1, 1]$ and $J$ is even, then $|g_j| \le g_J$ for "
        r"every $j \ge J$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        "one input and one output, $m = p = 1$; several: along any direction",
        r"the modes are real, positive and in $[a, b]$",
        r"not needed: how many modes there are; that $h$ is a response at all",
    ),
    proof=proved_by(
        forced_interval.proof,
        given=("modes", "above", "accuracy", "contacts", "unit"),
        concludes=(
            r"$g_j \le \sum_{i<k} q_i h_i + P(q)$, $P(q) = \sum_i |q_i| \delta_i$ or $\lVert q \rVert \sqrt{\ell}$; "
            r"$q = x^j \bmod e$ is such a polynomial; and $|g_j| \le g_J$ for every $j \ge J$"
        ),
    ),
)

OTHER_PROOFS = false_proofs(
    forced_interval.proof,
    "proof-step",
    ("odd-difference", "$j - m$ odd in the proof", 1),
    ("half-the-price", "half of the price in the proof", 0, Rational(1, 2)),
)


@dataclass(frozen=True)
class Instance:
    """A teacher's measure, the k lags that are given of it, and with what accuracy they are said to be given."""

    teacher: Measure
    lags: tuple[Fraction, ...]
    accuracy: Accuracy
    later: tuple[int, ...]

    @property
    def data(self) -> Data:
        """What numerics is told: the lags and their accuracy, not the teacher."""
        return Data(self.lags, self.accuracy, Spectrum(Fraction(-1), Fraction(1)))

    def __str__(self) -> str:
        given = ", ".join(map(str, self.lags))
        return f"teacher {self.teacher}, given lags {given}, {self.accuracy}"


def random_instance(random: Random) -> Instance:
    """Up to three nodes, one to seven lags, errors as large as the accuracy allows or smaller."""
    nodes = [Fraction(a, 20) for a in random.sample(range(-20, 21), random.randint(1, 3))]
    teacher = Measure.of([(x, Fraction(random.randint(1, 20), 10)) for x in nodes])
    k, delta = random.randint(1, 7), Fraction(1, 10 ** random.randint(1, 6))
    errors = [delta * Fraction(random.randint(-10, 10), 10) for _ in range(k)]
    lags = tuple(g + u for g, u in zip(teacher.moments(k), errors, strict=True))
    loss = max(sum((u * u for u in errors), Fraction(0)), delta**2 / 4)
    accuracy = Box((delta,) * k) if random.random() < 0.6 else Ball(loss)
    return Instance(teacher, lags, accuracy, (k, k + 1, k + random.randint(2, 12)))


def instances(random: Random, count: int) -> Iterator[Instance]:
    """So many of them."""
    return (random_instance(random) for _ in range(count))


# Both ends of each interval are theorems: the polynomial is above x^j, decided by Sturm's theorem, and pays its price.


def counterexample_to_ends(case: Instance, lowered: Fraction = Fraction(0), paid: Fraction = Fraction(1)) -> str | None:
    """A counterexample when a polynomial falls below, or when it proves less than the interval says.

    A control lowers the polynomial, or has the interval pay a part of the price only.
    """
    if not isinstance(case.accuracy, Box):
        return None
    delta = case.accuracy.radii[0]
    for found in forcing(case.data).intervals(case.later):
        response = [*case.lags, *[Fraction(0)] * (found.lag + 1 - len(case.lags))]
        for end, sign in ((found.upper, 1), (found.lower, -1)):
            q = [sign * c for c in end.polynomial]
            value = sign * end.value - (1 - paid) * delta * sum(abs(c) for c in q)
            q[0] -= lowered * (found.upper.value - found.lower.value)
            bound = dual_bound(q, found.lag, response, delta, (Fraction(-1), Fraction(1)), sign)
            if bound is None:
                return f"{case}: the polynomial is not above {sign} x^{found.lag} on [-1, 1]"
            if value < bound:
                return f"{case}: {float(value):.6g} stands for {sign} g_{found.lag}, {float(bound):.6g} is proved"
    return None


@check("each end is proved by its polynomial", seconds=2)
def ends(settings: Settings) -> Evidence:
    cases = instances(settings.random("forced-interval ends"), settings.pick(10, 100, 2500))
    return evidence.sampled(cases, counterexample_to_ends, "ends proved by polynomials, exactly", "not-proved")


@controls(
    "not-proved",
    ("lowered", "the polynomial lowered by a tenth of the interval", Fraction(1, 10), Fraction(1)),
    ("half-the-accuracy-paid", "half of the price is paid", Fraction(0), Fraction(1, 2)),
)
def other_ends(settings: Settings, lowered: Fraction, paid: Fraction) -> Evidence:
    cases = instances(settings.random("forced-interval other ends"), 3)
    what = "ends proved by polynomials, exactly"
    return evidence.sampled(cases, lambda case: counterexample_to_ends(case, lowered, paid), what, "not-proved")


# Every teacher lies in the intervals, and in the bounds for all lags.


def counterexample_to_inclusion(case: Instance) -> str | None:
    """A counterexample when g_j is outside the interval, or outside what the polynomials x^j mod e prove."""
    try:
        ready = forcing(case.data)
    except NoMeasure as proof:
        return f"{case}: {proof}"
    every = families(ready)
    for found in ready.intervals(case.later):
        g, (low, high) = case.teacher.moment(found.lag), map(exact_value, every.bounds(found.lag))
        if not found.lower.value <= g <= found.upper.value:
            return f"{case}: g_{found.lag} = {g} is not in [{found.lower.value}, {found.upper.value}]"
        if not low <= g <= high:
            return f"{case}: g_{found.lag} = {g} is not between {low} and {high}"
    return None


@check("no teacher is outside", seconds=3)
def inclusion(settings: Settings) -> Evidence:
    cases = instances(settings.random("forced-interval inclusion"), settings.pick(8, 80, 1000))
    return evidence.sampled(cases, counterexample_to_inclusion, "teachers inside their intervals", "outside")


@controls(
    "outside",
    ("negative-weight", "one weight of the teacher is negative", ((1, 2), (Fraction(1, 2), -1)), 5, 1),
    ("node-outside", "a node at 2, outside the spectrum", ((0, 10), (2, Fraction(1, 10**5))), 3, 1),
    ("accuracy-overstated", "the errors are 1000 times the accuracy", ((Fraction(1, 2), 1),), 5, 1000),
)
def strangers(settings: Settings, atoms: tuple[tuple[int, int], ...], k: int, factor: int) -> Evidence:
    """The first lag is given too small by factor/1000, and an accuracy of 1/1000."""
    teacher, delta = Measure.of(atoms), Fraction(1, 1000)
    lags = tuple(g - (factor * delta if i == 0 else 0) for i, g in enumerate(teacher.moments(k)))
    case = Instance(teacher, lags, Box((delta,) * k), (k, k + 1, 40))
    return evidence.sampled([case], counterexample_to_inclusion, "teachers inside their intervals", "outside")


# The intervals are as short as they can be, to a hundredth.


def unreached(found: ForcedInterval, case: Instance, share: Fraction) -> str | None:
    """What is wrong when no measure was found that agrees with the lags and comes within the share of an end."""
    width = found.upper.value - found.lower.value
    for end in (found.lower, found.upper):
        if end.measure is None:
            return f"{case}: no measure was found for an end at lag {found.lag}"
        seen = Measure(end.measure.nodes, end.measure.weights)
        errors = [h - g for h, g in zip(case.lags, seen.moments(len(case.lags)), strict=True)]
        if min(seen.weights) < 0 or not case.accuracy.contains(errors):
            return f"{case}: the measure {seen} does not agree with the lags"
        if abs(end.value - seen.moment(found.lag)) > share * width:
            return f"{case}: at lag {found.lag} the end {float(end.value):.6g} is not reached"
    return None


def counterexample_to_sharpness(case: Instance, wider: Fraction = Fraction(0)) -> str | None:
    """A counterexample when fewer than half of the ends are reached within a hundredth; a control widens them."""
    found = list(forcing(case.data).intervals(case.later))
    widened = [replace(f, upper=replace(f.upper, value=f.upper.value + wider * (f.upper.value - f.lower.value)))
               for f in found]  # fmt: skip
    missed = [text for text in (unreached(f, case, Fraction(1, 100)) for f in widened) if text]
    return missed[0] if 2 * len(missed) > len(found) else None


@check("measures reach the ends", seconds=2)
def sharpness(settings: Settings) -> Evidence:
    cases = instances(settings.random("forced-interval sharpness"), settings.pick(6, 60, 600))
    return evidence.sampled(cases, counterexample_to_sharpness, "ends reached to a hundredth", "not-reached")


@control("widened", "the upper ends moved up by a twentieth of the interval", "not-reached")
def widened(settings: Settings) -> Evidence:
    cases = instances(settings.random("forced-interval widened"), 2)
    what = "ends reached to a hundredth"
    return evidence.sampled(cases, lambda case: counterexample_to_sharpness(case, Fraction(1, 20)), what, "not-reached")
