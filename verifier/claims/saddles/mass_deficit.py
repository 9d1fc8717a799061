"""At a critical point of m modes the student has too little mass: g_0 - h_0 is a sum of squares with weights."""

from fractions import Fraction
from itertools import islice

from theory.saddles.critical_modes import Modes, projected_one, weighed, zeros_within
from theory.saddles.mass_deficit import delta, m, mass_deficit_proof
from verifier.cases.critical_points import Atoms, drawn, modes_of, nodes
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="mass-deficit",
    section="6b",
    title="Nodes at most 1 in size: a critical student that does not fit lacks mass",
    statement=(
        r"Let $R_j = h_j - g_j$ with $h_j = \sum_{i \le m} s_i a_i^j$ and $g_j = \sum_{l \le n} w_l x_l^j$, and let "
        r"$r(z) = \sum_{j<k} R_j z^j$ have $r(a_i) = r'(a_i) = 0$ for every $i$, where $k > 2m$. There is a polynomial "
        r"$t$ of degree below $k - 2m$, which depends on the $a_i$ and $k$ alone and is positive on $[-1, 1]$, with "
        r"$g_0 - h_0 = \sum_l w_l \pi_a(x_l)^2 t(x_l)$, $\pi_a = \prod_i (z - a_i)$; $\pi_a^2 t$ is the projection "
        r"of 1 on the multiples of $\pi_a^2$ of degree below $k$. So if every $w_l \ge 0$, every $x_l$ lies in "
        r"$[-1, 1]$ and $R_j \ne 0$ for some $j < k$, then $h_0 < g_0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the student's nodes $a_i$ are real, distinct and not 0; its weights $s_i$ are real, of any signs",
        r"for the identity: the teacher's nodes and weights are any real numbers",
        r"for $h_0 < g_0$: $w_l \ge 0$ and $|x_l| \le 1$; both are needed",
        r"not needed: $m < n$, a bound on the $a_i$, distinct $x_l$",
    ),
    proof=proved_by(
        mass_deficit_proof,
        given=("critical", "not-zero", "teacher", "lags", "positive", "no-fit"),
        concludes=(
            r"$g_0 - h_0 = \sum_l w_l \pi_a(x_l)^2 t(x_l)$ for real $w_l$ and $x_l$, where $\pi_a^2 t$ is the "
            r"projection of 1 on the multiples of $\pi_a^2$ of degree below $k$; $t > 0$ on $[-1, 1]$; and $h_0 < g_0$ "
            r"where $w_l \ge 0$, $|x_l| \le 1$ and some $R_j \ne 0$"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    mass_deficit_proof,
    "proof-step",
    ("proof-at-2m", "the proof, with k = 2m", 2 * m),
    ("pi-in-the-proof", r"the proof with $\pi_a$ for $\pi_a^2$", 2 * m + 1, 1),
    ("zero-outside-in-the-proof", "the proof, for zeros of t with z^2 = 1 + delta", 2 * m + 1, 2, 1 + delta),
    ("node-at-0-in-the-proof", "the proof, with a node of the student at 0", 2 * m + 1, 2, 1 - delta, True),
)


def of_sizes(settings: Settings, name: str, bound: int, positive: bool) -> list[Modes]:
    """Critical points of one, two and three modes, as many of each."""
    random, count = settings.random(name), settings.pick(20, 100, 1000)
    return [modes for size in (1, 2, 3) for modes in islice(drawn(random, size, bound, positive), count)]


def counterexample_to_deficit(modes: Modes) -> str | None:
    """A counterexample when the student has as much mass as the teacher, or more."""
    return None if modes.deficit > 0 else f"{modes}: g_0 - h_0 = {modes.deficit}"


@check("critical points in [-1, 1]")
def critical_points(settings: Settings) -> Evidence:
    """Nodes are chosen, weights solved for; kept where the teacher's are >= 0. Exact: h_0 < g_0 for each."""
    found = of_sizes(settings, "mass-deficit", 1, positive=True)
    what = "critical points of 1, 2 and 3 modes lack mass"
    return evidence.sampled(found, counterexample_to_deficit, what, "no-deficit")


@controls(
    "no-deficit",
    (
        "nodes-outside",
        "the teacher's nodes are 3/2 and -3/2, k = 6",
        [("4/3", "26040609/20551045")],
        [("3/2", "9/10"), ("-3/2", "13500993/41102090")],
        6,
    ),
    # R = (1/3, -2/3, 1/3)
    ("negative-weight", "one weight is negative", [(1, "1/3")], [("1/2", 1), ("-1/2", -1)], 3),
    # R = (0, 0, -1/4, 0, -1/16)
    ("node-at-0", "the student's node is 0", [(0, 1)], [("1/2", "1/2"), ("-1/2", "1/2")], 5),
    ("a-fit", "the student fits", [(1, 1)], [(1, 1)], 3),
)
def without_a_hypothesis(settings: Settings, student: Atoms, teacher: Atoms, lags: int) -> Evidence:
    """A critical point that lacks one of the hypotheses."""
    what, case = "critical points lack mass", modes_of(student, teacher, lags)
    return evidence.sampled([case], counterexample_to_deficit, what, "no-deficit")


# The identity needs neither: the teacher's nodes lie in [-2, 2], its weights have any sign.


def counterexample_to_identity(modes: Modes) -> str | None:
    """A counterexample when g_0 - h_0 is not the sum over the teacher's nodes."""
    right = weighed(modes)
    return None if modes.deficit == right else f"{modes}: g_0 - h_0 = {modes.deficit}, the sum is {right}"


@check("the identity")
def identity(settings: Settings) -> Evidence:
    r"""Exact: :math:`g_0 - h_0 = \sum_l w_l \pi_a(x_l)^2 t(x_l)`, t from the equations of the projection."""
    found = of_sizes(settings, "mass-deficit identity", 2, positive=False)
    what = "critical points of 1, 2 and 3 modes, teachers of any signs"
    return evidence.sampled(found, counterexample_to_identity, what, "identity")


@control("not-orthogonal", "the residual is not orthogonal to the student's powers: s = 1 for 11/10", "identity")
def not_orthogonal(settings: Settings) -> Evidence:
    """Nodes 1, -1 with weights 1, 1/2, k = 5, a = 1: R = (-1/2, 1/2, -1/2, 1/2, -1/2), so r(1) = -1/2."""
    case = modes_of([(1, 1)], [(1, 1), (-1, "1/2")], 5)
    return evidence.sampled([case], counterexample_to_identity, "critical points", "identity")


Case = tuple[tuple[Fraction, ...], int]
"""The student's nodes, and k."""


def counterexample_to_sign(case: Case, bound: Fraction = Fraction(1)) -> str | None:
    """A counterexample when t has a zero in [-bound, bound], or is not positive at 0."""
    own, lags = case
    t = projected_one(own, lags)
    shown = f"nodes {', '.join(map(str, own))}, k = {lags}: t = {t}"
    zeros = zeros_within(t, bound)
    return None if zeros == 0 and t[0] > 0 else f"{shown} has {zeros} zeros in [-{bound}, {bound}] and t(0) = {t[0]}"


@check("t on [-1, 1]")
def sign_of_t(settings: Settings) -> Evidence:
    """Sturm's count for m = 0, ..., 4 nodes in [-3, 3], ends and near neighbours among them, and k up to 2m + 8."""
    random = settings.random("mass-deficit sign")
    drawn_nodes = (nodes(random, random.randint(0, 4), 3, zero=False) for _ in range(settings.pick(60, 600, 6000)))
    cases = ((own, 2 * len(own) + random.randint(1, 8)) for own in drawn_nodes)
    return evidence.sampled(cases, counterexample_to_sign, "polynomials t, all positive on [-1, 1]", "zero-within")


@control("wider-interval", "[-3/2, 3/2] for [-1, 1]", "zero-within")
def wider_interval(settings: Settings) -> Evidence:
    """The node 1, k = 4: t = (3 + 2x)/10 is 0 at -3/2."""
    case, bound = ((Fraction(1),), 4), Fraction(3, 2)
    return evidence.sampled([case], lambda case: counterexample_to_sign(case, bound), "polynomials t", "zero-within")
