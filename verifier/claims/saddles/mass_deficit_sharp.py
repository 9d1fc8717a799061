"""Beyond [-1, 1]: for odd k every critical student lacks mass, for even k as long as no node passes a zero of t."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from random import Random

from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.saddles.mode_point import mode_point
from theory.moments.discrete_measure import Measure
from theory.saddles.critical_modes import Modes, critical_modes, real_zeros_of_t
from theory.saddles.sharp_deficit import half, sharp_deficit_proof
from verifier.cases.critical_points import nodes
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="mass-deficit-sharp",
    section="6b",
    title="For odd k every critical student lacks mass; for even k one zero of t is the bound",
    statement=(
        r"In mass-deficit with $m \ge 1$: for odd $k$ the polynomial $t$ is positive on the whole real line. For even "
        r"$k$ it has at most one real zero, a simple one, outside $[-1, 1]$, and if every $a_i > 0$ it is positive on "
        r"$[0, \infty)$. So if every $w_l \ge 0$ and some $R_j \ne 0$, then $h_0 < g_0$ for odd $k$ and real $x_l$ of "
        r"any size, and for every $k$ where all $a_i > 0$ and all $x_l \ge 0$; for even $k$ and positive $a_i$ only a "
        r"node $x_l$ at or below the negative zero of $t$ can prevent it."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"those of mass-deficit without $|x_l| \le 1$; $k > 2m \ge 2$",
        r"for the half-line: all $a_i > 0$ (or all $a_i < 0$ and $x_l \le 0$, by reflection)",
    ),
    builds_on=("mass-deficit",),
    proof=proved_by(
        sharp_deficit_proof,
        given=("nodes", "odd", "one-sign", "teacher"),
        concludes=(
            r"$t > 0$ on the real line for odd $k$; for even $k$ it has at most one real zero, simple and outside "
            r"$[-1, 1]$, and $t > 0$ on $[0, \infty)$ if every $a_i > 0$; and $h_0 < g_0$ where $t > 0$ at the "
            "teacher's nodes"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    sharp_deficit_proof,
    "proof-step",
    ("even-k-in-the-proof", "the proof for the whole line, with even k", 2 * half),
    ("negative-node-in-the-proof", "the proof for the half-line, with a negative $a_i$", 2 * half + 1, 1),
)


# --- the zeros of t

Case = tuple[tuple[Fraction, ...], int]
"""The student's nodes, and k."""


def sets_of_nodes(random: Random, count: int, positive: bool) -> Iterator[Case]:
    """One to four nodes in [-4, 4] or (0, 4], and k from 2m + 1 to 2m + 7."""
    for _ in range(count):
        own = nodes(random, random.randint(1, 4), 4, zero=False)
        signed = tuple({abs(a) for a in own}) if positive else own
        yield signed, 2 * len(signed) + random.randint(1, 7)


def counterexample_to_zeros(case: Case, even: int = 1, positive: bool = False) -> str | None:
    """A counterexample when t has more than `even` zeros for even k, any for odd k, one in [0, oo) if `positive`."""
    own, lags = case
    zeros, not_negative = real_zeros_of_t(own, lags)
    allowed = 0 if lags % 2 else even
    shown = f"a = ({', '.join(map(str, own))}), k = {lags}: t has {zeros} real zero(s), {not_negative} in [0, oo)"
    return shown if zeros > allowed or (positive and not_negative) else None


@check("zeros of t", seconds=2)
def zeros(settings: Settings) -> Evidence:
    """Sturm's count, nodes of both signs."""
    cases = sets_of_nodes(settings.random("mass-deficit-sharp"), settings.pick(60, 400, 4000), positive=False)
    return evidence.sampled(cases, counterexample_to_zeros, "polynomials t", "zero-of-t")


@control("even-k", "no real zero for even k", "zero-of-t")
def even_k(settings: Settings) -> Evidence:
    """a = 1, k = 4: t = (3 + 2x)/10 is 0 at -3/2."""
    case = ((Fraction(1),), 4)
    return evidence.sampled([case], lambda one: counterexample_to_zeros(one, even=0), "polynomials t", "zero-of-t")


@check("zeros of t, positive nodes", seconds=2)
def positive_nodes(settings: Settings) -> Evidence:
    """Sturm's count on [0, oo)."""
    cases = sets_of_nodes(settings.random("mass-deficit-sharp +"), settings.pick(60, 400, 4000), positive=True)
    return evidence.sampled(
        cases, lambda one: counterexample_to_zeros(one, positive=True), "polynomials t", "positive-zero"
    )


@control("negative-node", "a node of the student is negative", "positive-zero")
def negative_node(settings: Settings) -> Evidence:
    """a = -1, k = 4: t = (3 - 2x)/10 is 0 at 3/2."""
    case = ((Fraction(-1),), 4)
    return evidence.sampled([case], lambda one: counterexample_to_zeros(one, positive=True), "t", "positive-zero")


# --- critical points of teachers beyond [-1, 1]


def points(random: Random, size: int) -> Iterator[Modes]:
    """Critical points of m modes, teachers in [-4, 4] for odd k and in [0, 4] with a_i > 0 for even k, without end."""
    while True:
        lags, more = 2 * size + random.randint(1, 4), random.randint(1, 2)
        own, others = nodes(random, size, 3, zero=False), nodes(random, size + more, 4)
        if lags % 2 == 0:
            own, others = tuple({abs(a) for a in own}), tuple({abs(x) for x in others})
        given = [Fraction(random.randint(1, 9), 4) for _ in range(len(others) - len(own))]
        found = critical_modes(own, others, given, lags) if len(others) > len(own) else None
        if found and any(found.residual) and min(found.teacher.weights) >= 0:
            yield found


def counterexample_to_deficit(modes: Modes) -> str | None:
    """A counterexample when the student has as much mass as the teacher, or more."""
    return None if modes.deficit > 0 else f"{modes}: g_0 - h_0 = {modes.deficit}"


@check("critical points of any size")
def any_size(settings: Settings) -> Evidence:
    """Exact critical points of one and two modes, nodes up to 4."""
    random, count = settings.random("mass-deficit-sharp points"), settings.pick(20, 100, 1000)
    cases = (modes for size in (1, 2) for modes in islice(points(random, size), count))
    return evidence.sampled(cases, counterexample_to_deficit, "critical points lack mass", "no-deficit")


@control("even-k-outside", "even k and a node below the zero of t", "no-deficit")
def even_k_outside(settings: Settings) -> Evidence:
    """a = 4/3, k = 6: positive weights at 3/2 and -3/2, and t(-3/2) < 0."""
    found = critical_modes([Fraction(4, 3)], [Fraction(3, 2), Fraction(-3, 2)], [Fraction(9, 10)], 6)
    return evidence.sampled([found] if found else [], counterexample_to_deficit, "critical points", "no-deficit")


# --- the teacher at which the hinge fails, enclosed

Atoms = tuple[tuple[str, str], ...]
OUTSIDE: Atoms = (("3/2", "9/10"), ("-3/2", "1/10"))
"""Nodes and weights; for k = 5 and k = 6 its one-node fit is near a = 3/2."""


def enclosed_deficit(atoms: Atoms, lags: int, start: tuple[float, float]) -> Evidence:
    """CERTIFIED when the enclosed one-mode critical point lacks mass, REFUTED when it has too much."""
    teacher = Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms])
    point = mode_point(start[:1], start[1:], teacher.moments(lags), 192)
    if point is None:
        return Evidence(Verdict.UNDECIDED, "the critical point was not enclosed", "not-enclosed")
    with arb_bits(192):
        shown = [x.str(12) for x in (point.nodes[0], point.weights[0], point.deficit)]
        lacks, exceeds = point.deficit > arb(0), point.deficit < arb(0)
    text = f"teacher {teacher}, k = {lags}: a = {shown[0]}, s = {shown[1]}, g_0 - h_0 = {shown[2]}"
    if exceeds:
        return Evidence(Verdict.REFUTED, "the student has too much mass", "enclosed-deficit", {"counterexample": text})
    return Evidence(Verdict.CERTIFIED if lacks else Verdict.UNDECIDED, text, "" if lacks else "open", {"point": text})


@check("nodes 3/2 and -3/2, k = 5")
def outside_odd(settings: Settings) -> Evidence:
    """Odd k: the enclosed student lacks mass although the nodes lie outside [-1, 1]."""
    return enclosed_deficit(OUTSIDE, 5, (1.567, 0.8125))


@controls("enclosed-deficit", ("outside-even", "the same nodes, k = 6", OUTSIDE, 6, (1.4426, 1.016)))
def outside_even(settings: Settings, atoms: Atoms, lags: int, start: tuple[float, float]) -> Evidence:
    """g_0 < h_0, by disjoint intervals."""
    return enclosed_deficit(atoms, lags, start)
