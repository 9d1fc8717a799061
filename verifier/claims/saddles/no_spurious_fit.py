"""A critical student with as many nodes as its teacher fits when k is even; with more nodes it always does."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from random import Random

import sympy as sp
from flint import arb, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.saddles.mode_point import ModePoint, mode_point
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.saddles.spurious_fits import half, no_spurious_fit_proof
from theory.saddles.zero_count import hidden_residuals, most_zeros, real_zeros
from verifier.cases.critical_points import Atoms, nodes
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

BITS = 160
"""The precision at which critical points are enclosed."""

CLAIM = Declaration(
    id="no-spurious-fit",
    section="6b",
    title="With n distinct nodes and even k, or with more nodes, a critical student fits",
    statement=(
        r"Let $h_j = \sum_{i \le m} s_i a_i^j$ with distinct $a_i$ and $s_i \ne 0$, $g_j = \sum_{l \le n} w_l x_l^j$, "
        r"$R_j = h_j - g_j$, and let $r(z) = \sum_{j<k} R_j z^j$ have $r(a_i) = r'(a_i) = 0$ for every $i$. If "
        r"$m > n$, or if $m = n$ and $k$ is even, then $R_j = 0$ for every $j < k$: a critical symmetric student with "
        r"so many distinct nodes has $L = 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"nodes are real, weights of any signs; nodes of student and teacher may coincide, and one may be 0",
        r"$m > n$, or $m = n$ and $k$ even: for $m = n$ and odd $k$ it is false",
        r"not needed: a bound on the nodes, positive weights, $k > 2n$",
    ),
    proof=proved_by(
        no_spurious_fit_proof,
        given=("critical", "teacher", "modes"),
        concludes=r"$R_j = 0$ for every $j < k$: $L = 0$",
    ),
)

FALSE_PROOFS = false_proofs(
    no_spurious_fit_proof,
    "proof-step",
    ("odd-k-in-the-proof", "the proof, for $m = n$ and odd $k$", 2 * half + 1),
    ("fewer-modes-in-the-proof", "the proof, for $m = n - 1$", 2 * half, sp.Integer(-1)),
)


# --- all critical students with given nodes, by linear algebra

Case = tuple[tuple[Fraction, ...], tuple[Fraction, ...], int]
"""The nodes of student and teacher, and k."""


def drawn(random: Random) -> Case:
    """m = n and even k, or m > n: nodes in [-3, 3], 0 and common ones among them."""
    n, more = random.randint(1, 3), random.randint(0, 2)
    lags = random.randint(1, 10)
    return nodes(random, n + more, 3), nodes(random, n, 3), lags if more else 2 * lags


def counterexample_to_fit(case: Case) -> str | None:
    """A counterexample when some residual R != 0 with these nodes is critical, whatever the weights."""
    own, teacher, lags = case
    hidden = hidden_residuals(own, teacher, lags)
    shown = f"student at {', '.join(map(str, own))}, teacher at {', '.join(map(str, teacher))}, k = {lags}"
    return f"{shown}: {hidden} critical residual(s) R != 0" if hidden else None


@check("every weight at once")
def every_weight(settings: Settings) -> Evidence:
    """Exact ranks: with the nodes given, r(a_i) = r'(a_i) = 0 is linear in the weights and leaves R = 0 only."""
    random = settings.random("no-spurious-fit")
    cases = (drawn(random) for _ in range(settings.pick(60, 600, 6000)))
    return evidence.sampled(cases, counterexample_to_fit, "sets of nodes", "spurious")


@controls(
    "spurious",
    # the weights: teacher 419/72, 71/8; student 116/9, 29/36; R = (-1, 5, -33/4, 5, -1)
    ("odd-k", "m = n = 2 and k = 5", ("1/2", "2"), ("-1", "1"), 5),
    # one equation fewer than weights
    ("fewer-nodes", "m = 1, n = 2, k = 4", ("1/2",), ("1", "-1"), 4),
)
def without_a_hypothesis(settings: Settings, own: tuple[str, ...], teacher: tuple[str, ...], lags: int) -> Evidence:
    """Nodes for which a critical residual is hidden."""
    case = tuple(map(Fraction, own)), tuple(map(Fraction, teacher)), lags
    return evidence.sampled([case], counterexample_to_fit, "sets of nodes", "spurious")


# --- critical points that Newton's method finds, enclosed

Search = tuple[Measure, int, tuple[float, ...]]
"""A teacher of n nodes, k, and n nodes and n weights from which to start."""


def searches(random: Random, count: int) -> Iterator[Search]:
    """Teachers of two nodes in [-2, 2] and positive weights, k = 4, 6, 8; starts near them and far away."""
    for _ in range(count):
        teacher = Measure.of([(x, random.randint(1, 5)) for x in nodes(random, 2, 2)])
        far = random.choice((0.1, 1.0))
        start = [float(x) + far * random.uniform(-1, 1) for x in teacher.nodes]
        yield teacher, random.choice((4, 6, 8)), (*start, *(float(w) * random.uniform(0.5, 2) for w in teacher.weights))


def found(cases: Iterable[Search]) -> Iterator[tuple[Measure, ModePoint]]:
    """The critical points that Newton's method finds, enclosed, each with its teacher."""
    for teacher, lags, start in cases:
        n = len(teacher.nodes)
        point = mode_point(start[:n], start[n:], teacher.moments(lags), BITS)
        if point is not None:
            yield teacher, point


def counterexample_to_fit_of(case: tuple[Measure, ModePoint]) -> str | None:
    """A counterexample when an enclosed critical point is not the teacher."""
    teacher, point = case
    with arb_bits(BITS):
        known = sorted(zip(teacher.nodes, teacher.weights, strict=True))
        other = point.fits([arb(to_flint(x)) for x, _ in known], [arb(to_flint(w)) for _, w in known]) is False
        shown = ", ".join(x.str(12, radius=False) for x in (*point.nodes, *point.weights))
        lossy = point.loss > arb(0)
    return f"teacher {teacher}, k = {len(point.g)}: nodes and weights {shown}, L > 0" if other and lossy else None


def judged(cases: Iterable[Search]) -> Evidence:
    """Every point found is a fit."""
    what = "critical points found by Newton's method"
    return evidence.sampled(found(cases), counterexample_to_fit_of, what, "spurious-point")


@check("critical points found", seconds=2)
def all_found(settings: Settings) -> Evidence:
    """Newton's method from many starts, its limits enclosed: for n = 2 and even k each is the teacher."""
    return judged(searches(settings.random("no-spurious-fit Newton"), settings.pick(100, 600, 6000)))


@controls(
    "spurious-point",
    # R = (-1, 5, -33/4, 5, -1): r(z) = -(z - 1/2)^2 (z - 2)^2, L = 1921/16
    ("exact-point", "k = 5, teacher at -1 and 1", [(-1, "419/72"), (1, "71/8")], (0.5, 2.0, 12.9, 0.81)),
    # the nodes -1.70865 and 0.53501 with the weights 0.00796 and 1.74635, L = 0.0359170
    ("positive-teacher", "k = 5, nodes in (0, 1)", [("197/1000", 1), ("379/500", "4/5")], (-1.7, 0.53, 0.008, 1.75)),
)
def odd_k(settings: Settings, atoms: Atoms, start: tuple[float, ...]) -> Evidence:
    """Two spurious points of two nodes with positive weights, enclosed."""
    return judged([(Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms]), 5, start)])


# --- the counting lemma by itself

Sparse = tuple[tuple[int, ...], tuple[Fraction, ...]]
"""Ascending exponents and their coefficients."""


def sparse(random: Random) -> Sparse:
    """Up to five exponents below 12 with random coefficients."""
    exponents = tuple(sorted(random.sample(range(12), random.randint(1, 5))))
    return exponents, tuple(Fraction(random.choice((-1, 1)) * random.randint(1, 40)) for _ in exponents)


def counterexample_to_count(case: Sparse, of_even: int = 2) -> str | None:
    """A counterexample when a polynomial has more non-zero real zeros than its gaps allow."""
    exponents, coefficients = case
    polynomial = fmpq_poly([])
    for power, coefficient in zip(exponents, coefficients, strict=True):
        polynomial += fmpq_poly([0] * power + [to_flint(coefficient)])
    found, allowed = real_zeros(polynomial), most_zeros(exponents, of_even)
    return None if found <= allowed else f"{polynomial} has {found} non-zero real zeros; the gaps allow {allowed}"


def attained() -> Iterator[Sparse]:
    """Where every gap gives what it may: (z - 1)(z - 2)..., and the same in z^2."""
    for zeros in (1, 2, 3):
        product = fmpq_poly([1])
        for zero in range(1, zeros + 1):
            product *= fmpq_poly([-zero, 1])
        coefficients = tuple(Fraction(int(c.p), int(c.q)) for c in product.coeffs())
        yield tuple(range(zeros + 1)), coefficients
        yield tuple(range(0, 2 * zeros + 1, 2)), coefficients


@check("the count of zeros")
def count_of_zeros(settings: Settings) -> Evidence:
    """Sturm's count with multiplicities against the gaps, for sparse polynomials and for six that attain it."""
    random = settings.random("no-spurious-fit count")
    cases = [*attained(), *(sparse(random) for _ in range(settings.pick(60, 400, 4000)))]
    return evidence.sampled(cases, counterexample_to_count, "polynomials", "count")


@control("even-gap-once", "an even gap counted once", "count")
def even_gap_once(settings: Settings) -> Evidence:
    """z^2 - 1 has the zeros 1 and -1."""
    return evidence.sampled(attained(), lambda case: counterexample_to_count(case, of_even=1), "polynomials", "count")
