"""The second mode, even k: under conditions the symmetric orbit past the one-node fit ends at the two-node teacher."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from random import Random

from flint import arb

from numerics.arithmetics.rationals import ball
from numerics.saddles.one_node import critical_points
from numerics.saddles.real_zeros import moments
from numerics.saddles.second_mode import certificate
from numerics.saddles.way import way_from_zero
from theory.moments.discrete_measure import Measure
from theory.two_modes.no_escape import gap, half
from theory.two_modes.node_rates import NodesAndWeights
from theory.two_modes.planar_fits import Fitting, fitting
from theory.two_modes.second_mode import second_mode_proof
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="second-mode",
    section="6b",
    title="Two nodes, even k: the orbit past the one-node fit ends at the teacher, under conditions that are decided",
    statement=(
        r"Let $g_j = w_1 x_1^j + w_2 x_2^j$ with $x_1 \ne x_2$, $w_i > 0$, $g_1 > 0$, let $k \ge 4$ be even, (U) hold "
        r"(`one-node-fit`), $\theta_1 = (a_1, s_1)$ be the one-node fit, $F = N^2/D$ and $L_1 = |g|^2 - F(a_1)$. If "
        r"(R) $h_0 < g_0$ at $\theta_1$, (Low) every other critical one-node student with $s > 0$ has a loss above "
        r"$L_1$, (Lev) $F(a_1) > g_{k-2}^2 + g_{k-1}^2$, and (B) a critical one-node student of the first $k - 1$ lags "
        r"with a loss below $L_1$ has $R_{k-2} < 0$, then the symmetric orbit of width 2 that leaves $\theta_1$ is "
        r"bounded and converges to a student with two distinct nodes and $h_j = g_j$ for every $j$. For "
        r"$0 \le x_1 < x_2 \le 1$ (R), (Low), (Lev) and (B) follow from (U)."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"two real nodes of any sign and size, positive weights; $g_1 < 0$ is the mirror image",
        r"even $k \ge 4$: for odd $k$ there can be a valley at infinity, and critical students that do not fit",
        r"each condition concerns zeros of polynomials in one variable and is decided exactly for rational data",
        r"(Low) is not implied by nodes in $[-1, 1]$, and neither is (U)",
    ),
    builds_on=("one-node-fit", "mass-deficit", "every-saddle", "no-spurious-fit", "small-students-extrapolate"),
    proof=proved_by(
        second_mode_proof,
        given=("teacher", "U", "R", "Low", "Lev", "B", "nodes", "lags"),
        concludes=(
            r"the symmetric orbit of width 2 that leaves $\theta_1$ is bounded and converges to a student with two "
            r"distinct nodes and $h_j = g_j$ for every $j$; and for $0 \le x_1 < x_2 \le 1$ (R), (Low), (Lev) and (B) "
            r"hold for all positive weights, under (U)"
        ),
        seconds=3,
    ),
)

FALSE_PROOFS = false_proofs(
    second_mode_proof,
    "proof-step",
    ("odd-lags-in-the-proof", "the proof, with k = 5, 7, ...", 5 + 2 * half),
    ("no-level-in-the-proof", "the proof, where F(a_1) may be g_(k-2)^2 + g_(k-1)^2 or less", 4 + 2 * half, -gap),
    ("nodes-repel-in-the-proof", "the proof, with the interaction of the nodes turned round", 4 + 2 * half, gap, -1),
    ("no-deficit-in-the-proof", "the proof, with h_0 >= g_0 at the one-node fit", 4 + 2 * half, gap, 1, -gap),
    seconds=2,
)


# The flow of nodes and weights, against the gradient: exact.


def students(random: Random, count: int) -> Iterator[NodesAndWeights]:
    """Two or three distinct nodes in [-2, 2], k = 2, ..., 6 lags of any teacher."""

    def number(bound: int) -> Fraction:
        return Fraction(random.randint(-bound, bound), random.randint(1, 4))

    for _ in range(count):
        size = random.randint(2, 3)
        nodes = [Fraction(p, 6) for p in random.sample(range(-12, 13), size)]
        roots = [number(6) or Fraction(1) for _ in nodes]
        yield NodesAndWeights(tuple(nodes), tuple(roots), tuple(number(9) for _ in range(random.randint(2, 6))))


def node_flow(cases: Iterable[NodesAndWeights], interaction: int = 1) -> Evidence:
    """2n moments determine the rates of n nodes and n weights."""

    def counterexample(case: NodesAndWeights) -> str | None:
        count = 2 * len(case.nodes)
        left, right = case.moment_rates(count, interaction), case.moment_rates_of_the_gradient(count)
        if left != right:
            shown = (", ".join(map(str, rates)) for rates in (left, right))
            return f"{case}: h_j' = {next(shown)} by nodes and weights, {next(shown)} by the gradient"
        runs = [case.runaway(index) for index in range(len(case.nodes))] if len(case.nodes) == 2 else []
        apart = next((pair for pair in runs if pair[0] != pair[1]), None)
        return None if apart is None else f"{case}: (l^2 - (k - 1) s)'/2 = {apart[0]}, not {apart[1]}"

    return evidence.sampled(cases, counterexample, "rates of nodes and weights, exact", "node-flow")


@check("flow of nodes and weights", seconds=3)
def flow_of_nodes(settings: Settings) -> Evidence:
    """Two nodes: with the identity for l^2 - (k - 1) s at both."""
    return node_flow(students(settings.random("second-mode nodes"), settings.pick(20, 200, 2000)))


@controls("node-flow", ("no-interaction", "each node for itself", 0), ("repelling", "the sign of the interaction", -1))
def false_interaction(settings: Settings, interaction: int) -> Evidence:
    case = NodesAndWeights((Fraction(0), Fraction(1)), (Fraction(1), Fraction(1)), (Fraction(1), Fraction(0)))
    return node_flow([case], interaction)


# The certificate of one teacher.

NOT_CERTIFIED, ELSEWHERE, CAPTURED = "not-certified", "ends-elsewhere", "captured"


def teachers(random: Random, least: int) -> Iterator[Fitting]:
    """Nodes in [least, 1], positive weights of ratio up to 10, even k up to 10, |g_1| >= g_0/10; without end."""
    while True:
        x, y = (Fraction(p, 1000) for p in random.sample(range(1000 * least, 1001), 2))
        atoms = [(x, Fraction(random.randint(100, 1000), 1000)), (y, Fraction(random.randint(100, 1000), 1000))]
        teacher = Measure.of(atoms)
        if 10 * abs(teacher.moment(1)) >= teacher.moment(0):
            yield Fitting(teacher, random.choice((4, 6, 8, 10)))


def certified(cases: Iterable[Fitting]) -> Evidence:
    """Zeros of polynomials enclosed, every condition decided from them."""

    def counterexample(case: Fitting) -> str | None:
        found = certificate(case.teacher.nodes, case.teacher.weights, case.lags)
        return None if found.certified else f"{case}: {'; '.join(map(str, found.failing))}"

    return evidence.sampled(cases, counterexample, "(U), (R), (Low), (Lev), (B) hold", NOT_CERTIFIED)


@check("certificates in [0, 1]", seconds=2)
def certificates(settings: Settings) -> Evidence:
    """What the theorem says of all of them. With nodes in [-1, 1] some fail: see the controls."""
    random = settings.random("second-mode certificates")
    return certified(islice(teachers(random, 0), settings.pick(100, 800, 3200)))


@controls(
    NOT_CERTIFIED,
    ("least-fails", "(Low) fails, k = 10", fitting(10, ("-1997/2000", 1), ("8117/10000", "147/100"))),
    ("least-fails-at-eight", "(Low) fails, k = 8", fitting(8, ("57/125", 1), ("-499/500", "9/20"))),
    ("least-fails-at-four", "(Low) fails, k = 4", fitting(4, (-1, 1), ("23/25", "109/100"))),
    ("several-fits", "(U) fails, k = 10", fitting(10, ("49999/50000", 1), ("-2771/6250", "7048/3125"))),
    ("no-deficit", "(R) fails: nodes 3/2 and -3/2, k = 6", fitting(6, ("3/2", "9/10"), ("-3/2", "1/10"))),
    ("no-first-moment", "g_1 = 0", fitting(6, (1, 1), (-1, 1))),
    ("odd-lags", "k = 5", fitting(5, (1, 1), (-1, "1/2"))),
)
def uncertified(settings: Settings, case: Fitting) -> Evidence:
    """Each of these fails in one condition, which the counterexample names."""
    return certified([case])


def enclosed(case: Fitting) -> tuple[list[arb], list[arb]]:
    """Nodes and weights as balls, by ascending node."""
    pairs = sorted(zip(case.teacher.nodes, case.teacher.weights, strict=True))
    return [ball(x) for x, _ in pairs], [ball(w) for _, w in pairs]


def ends_at_the_teacher(cases: Iterable[Fitting]) -> Evidence:
    """The orbits are followed in float64, the points where they rest enclosed. A control falls by its enclosures."""

    def counterexample(case: Fitting) -> str | None:
        found = certificate(case.teacher.nodes, case.teacher.weights, case.lags)
        if found.deficit.holds is False:
            return f"{case}: {found.deficit}; every symmetric mode decays at the one-node fit"
        way = way_from_zero(case.teacher.moments(case.lags), 2)
        last = way.rests[-1].point
        if way.lost or last is None or last.fits(*enclosed(case)) is False:
            return f"{case}: the way ends after {len(way.rests) - 1} point(s). {way.lost}"
        return None

    return evidence.sampled(cases, counterexample, "symmetric orbits from near zero rest at the teacher", ELSEWHERE)


@check("where the orbits end", seconds=4)
def ends(settings: Settings) -> Evidence:
    """Certified teachers of both signs."""
    random, count = settings.random("second-mode ends"), settings.pick(4, 40, 300)
    drawn = (
        case
        for case in teachers(random, -1)
        if certificate(case.teacher.nodes, case.teacher.weights, case.lags).certified
    )
    return ends_at_the_teacher(islice(drawn, count))


@control("stuck", "nodes 3/2 and -3/2, k = 6: symmetric starts stay at the one-node fit", ELSEWHERE)
def stuck(settings: Settings) -> Evidence:
    return ends_at_the_teacher([fitting(6, ("3/2", "9/10"), ("-3/2", "1/10"))])


# Why (Low) is asked, and not only r_0 < 0 and R_{k-2} < 0 at lower students: the unused eigenvalue.

Unused = tuple[Fitting, Fraction]
"""A teacher, and the unused eigenvalue N."""


def counterexample_to_growth(case: Unused) -> str | None:
    """A critical one-node student with s > 0 at which the next mode does not certainly grow."""
    (fit, unused), teacher = case, case[0].teacher
    for point in critical_points(moments(teacher.nodes, teacher.weights, fit.lags), fit.lags):
        rate = point.rate(unused)
        if not rate > 0:
            return f"{fit}: {point}, N = {unused}: rate {rate.str(6, radius=False)}"
    return None


def next_mode_grows(cases: Iterable[Unused]) -> Evidence:
    """The rates are balls, so "grows" is certain where it is said."""
    what = "the next mode grows at every critical one-node student, whatever the unused eigenvalue in (-1, 1)"
    return evidence.sampled(cases, counterexample_to_growth, what, CAPTURED)


@check("unused eigenvalues in (-1, 1)")
def unused_eigenvalues(settings: Settings) -> Evidence:
    random = settings.random("second-mode unused")
    cases = islice(teachers(random, -1), settings.pick(50, 500, 3000))
    return next_mode_grows((case, Fraction(random.randint(-999, 999), 1000)) for case in cases)


@controls(
    CAPTURED,
    ("captured-at-eight", "N = 1.785", fitting(8, ("4563/10000", 1), ("-9981/10000", "4507/10000")), "357/200"),
    ("captured-at-four", "N = -2.66", fitting(4, (-1, 1), ("23/25", "109/100")), "-133/50"),
    ("captured-at-six", "N = 2.088, at the one-node fit itself", fitting(6, (1, 1), ("-9/10", "1/2")), "261/125"),
)
def captured(settings: Settings, case: Fitting, unused: str) -> Evidence:
    """One-node students that attract: at these (Low') says nothing."""
    return next_mode_grows([(case, Fraction(unused))])
