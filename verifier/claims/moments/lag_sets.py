"""Any 2n + 1 fitted lags pin the measure of a student with a positive spectrum; 2n lags, or a negative one, do not."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from theory.moments.discrete_measure import Measure
from theory.moments.lag_sets import certificate, further_zeros, lag_sets_proof, n
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="lag-sets",
    section="5",
    title="Any 2n + 1 lags pin the measure of a positive spectrum",
    statement=(
        r"Let the student be symmetric with $A \ge 0$, let $g_j = \sum_{i \le n} w_i x_i^j$ with distinct $x_i > 0$, "
        r"and let $h_j = g_j$ for the $j$ in a set $J$ of at least $2n + 1$ lags. Then the student's measure on "
        r"$(0, \infty)$ is $\sum_i w_i \delta_{x_i}$, so $h_j = g_j$ for every $j \ge 1$; and if $0 \in J$, it has no "
        r"mass at 0 and $h_0 = g_0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$m = p = 1$, $A = A^T \ge 0$ of any size, $B = C^T$",
        r"$n$ distinct positive nodes; their weights may have any sign (with a negative one no student fits)",
        r"$2n + 1$ lags, any of them: $2n$ do not suffice, nor do they for a spectrum of both signs",
    ),
    builds_on=("moment-uniqueness",),
    proof=proved_by(
        lag_sets_proof,
        given=("symmetric", "nodes", "fits", "lags", "zero-lag"),
        concludes=(
            r"on $(0, \infty)$ the student's measure is $\sum_i w_i \delta_{x_i}$, so $h_j = g_j$ for every $j \ge 1$; "
            r"if $0 \in J$ it has no mass at 0 either, and $h_0 = g_0$"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    lag_sets_proof,
    "proof-step",
    ("a-lag-less-in-the-proof", "the proof, with 2n lags", 2 * n),
    ("any-spectrum-in-the-proof", r"the proof, without $A \ge 0$", 2 * n + 1, False),
)


# --- the polynomial q

Case = tuple[tuple[Fraction, ...], tuple[int, ...]]
"""The teacher's nodes, and J."""


def drawn(random: Random, count: int) -> Iterator[Case]:
    """One to four nodes in (0, 4], near neighbours among them, and 2n + 1 lags up to 14."""
    for _ in range(count):
        size, found = random.randint(1, 4), set[Fraction]()
        while len(found) < size:
            q = random.randint(1, 9)
            found.add(Fraction(random.randint(1, 4 * q), q))
        yield tuple(sorted(found)), tuple(sorted(random.sample(range(15), 2 * size + 1)))


def counterexample_to_certificate(case: Case) -> str | None:
    """A counterexample when there is not just one q, or it lacks a term, or has another zero in (0, oo)."""
    nodes, lags = case
    shown = f"nodes {', '.join(map(str, nodes))}, J = {set(lags)}"
    q = certificate(nodes, lags)
    if q is None:
        return f"{shown}: there is no such polynomial, or more than one"
    zeros, missing = further_zeros(q, nodes), [j for j in lags if q[j] == 0]
    return f"{shown}: q = {q} has {zeros} further zeros, no terms at {missing}" if zeros or missing else None


@check("certificates")
def certificates(settings: Settings) -> Evidence:
    """Exact: q by elimination, its zeros by Sturm's theorem."""
    cases = drawn(settings.random("lag-sets"), settings.pick(60, 400, 4000))
    return evidence.sampled(cases, counterexample_to_certificate, "polynomials q", "no-certificate")


@control("a-lag-less", "2n lags", "no-certificate")
def a_lag_less(settings: Settings) -> Evidence:
    """n = 1, node 1, J = {0, 1}: c_0 + c_1 = 0 and c_1 = 0."""
    case = ((Fraction(1),), (0, 1))
    return evidence.sampled([case], counterexample_to_certificate, "polynomials q", "no-certificate")


# --- students that fit

Fit = tuple[Measure, Measure, tuple[int, ...]]
"""A student's measure, its teacher's, and J."""
LAST = 20


def fits(random: Random, count: int) -> Iterator[Fit]:
    """Students that fit: the teacher with its weights split, and a mass at 0 where 0 is not in J."""
    for nodes, lags in drawn(random, count):
        teacher = Measure.of([(x, random.randint(1, 9)) for x in nodes])
        halves = Measure(teacher.nodes, tuple(w / 2 for w in teacher.weights))
        at_zero = Measure.of([] if 0 in lags else [(0, random.randint(1, 9))])
        yield halves + halves + at_zero, teacher, lags


def counterexample_to_pinned(fit: Fit, first: int = 1) -> str | None:
    """A counterexample when a student that fits on J differs from its teacher at a lag from `first` on."""
    student, teacher, lags = fit
    if any(student.moment(j) != teacher.moment(j) for j in lags):
        return None
    from_lag = 0 if 0 in lags else first
    wrong = next((j for j in range(from_lag, LAST) if student.moment(j) != teacher.moment(j)), None)
    if wrong is None:
        return None
    values = f"h_{wrong} = {student.moment(wrong)}, g_{wrong} = {teacher.moment(wrong)}"
    return f"student {student}, teacher {teacher}, J = {set(lags)}: {values}"


@check("students that fit")
def students(settings: Settings) -> Evidence:
    """Exact moments up to lag 19, lag 0 only where it is in J."""
    cases = fits(settings.random("lag-sets students"), settings.pick(30, 200, 2000))
    return evidence.sampled(cases, counterexample_to_pinned, "students that fit 2n + 1 lags", "strays")


Atoms = list[tuple[int | str, int | str]]


@controls(
    "strays",
    ("two-lags", "n = 1 and 2n lags", [(0, "1/2"), (2, "1/2")], (0, 1), 1),
    ("negative-spectrum", "a negative spectrum, even lags", [(-1, 1)], (0, 2, 4), 1),
    ("lag-0-unseen", "$h_0$ too, though 0 is not in $J$", [(1, 1), (0, 1)], (1, 2, 3), 0),
)
def without_a_hypothesis(settings: Settings, student: Atoms, lags: tuple[int, ...], first: int) -> Evidence:
    """A student that fits the teacher 1 at 1 on J and strays elsewhere."""
    own = Measure.of([(Fraction(x), Fraction(w)) for x, w in student])
    case = own, Measure.of([(1, 1)]), lags
    return evidence.sampled([case], lambda fit: counterexample_to_pinned(fit, first), "students that fit", "strays")
