"""At a critical student of m modes that does not fit the residual polynomial is negative on all of (-1, 1)."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice

import sympy as sp

from theory.saddles.critical_modes import Modes
from theory.saddles.deficit_everywhere import deficit_everywhere_proof, m
from verifier.cases.critical_points import Atoms, drawn, modes_of
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="deficit-everywhere",
    section="6b",
    title="Every unused eigenvalue inside (-1, 1) grows a mode: the residual polynomial is negative there",
    statement=(
        r"Let $h_j = \sum_{i \le m} s_i a_i^j$ and $g_j = \sum_l w_l x_l^j$ with $w_l \ge 0$, $|x_l| \le 1$, let "
        r"$k > 2m$, and let $r(z) = \sum_{j<k} (h_j - g_j) z^j$, not 0, have $r(a_i) = r'(a_i) = 0$ for every $i$. "
        r"Then $r(z) < 0$ for every $z \in (-1, 1)$ that is no $a_i$, and $r''(a_i) < 0$ for every $a_i \in (-1, 1)$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the $a_i$ are real and distinct, of any size; the $s_i$ have any signs",
        r"$w_l \ge 0$ and $|x_l| \le 1$; both are needed, and so is $|z| < 1$",
    ),
    builds_on=("mass-deficit",),
    proof=proved_by(
        deficit_everywhere_proof,
        given=("critical", "teacher", "positive", "no-fit", "inside", "lags"),
        concludes=(
            r"$r(z) < 0$ for every $z \in (-1, 1)$ that is no $a_i$, and $r''(a_i) < 0$ for every $a_i \in (-1, 1)$"
        ),
        seconds=2,
    ),
)

FALSE_PROOFS = false_proofs(
    deficit_everywhere_proof,
    "proof-step",
    ("two-m-lags-in-the-proof", "the proof, with k = 2m", 2 * m),
    ("z-outside-in-the-proof", "the proof, where z may lie outside", 2 * m + 1, sp.Symbol("p q", positive=True)),
)

Place = tuple[Modes, Fraction]
"""A critical student beside its teacher, and z."""


def counterexample_to_sign(place: Place) -> str | None:
    """A counterexample where r(z) >= 0 at a z that is no node, or r'' >= 0 at a node inside."""
    modes, z = place
    value = modes.residual_at(z)
    if z not in modes.student.nodes and value >= 0:
        return f"{modes}: r({z}) = {value}"
    inside = [a for a in modes.student.nodes if abs(a) < 1]
    bent = next((a for a in inside if modes.bend_at(a) >= 0), None)
    return None if bent is None else f"{modes}: r''({bent}) = {modes.bend_at(bent)}"


def negative(places: Iterable[Place]) -> Evidence:
    """Exact values."""
    return evidence.sampled(places, counterexample_to_sign, "r < 0 inside, and r'' < 0 at nodes inside", "not-negative")


@check("r inside")
def inside(settings: Settings) -> Evidence:
    """One, two and three modes, teachers in [-1, 1], their ends among the nodes; z near the ends as well."""
    random, count = settings.random("deficit-everywhere"), settings.pick(20, 100, 1000)
    found = [modes for size in (1, 2, 3) for modes in islice(drawn(random, size, 1, positive=True), count)]
    return negative((modes, Fraction(random.randint(-99, 99), 100)) for modes in found)


@controls(
    "not-negative",
    # R = (-7/6, 34/9, -10/9, -32/9), r(-2) = 275/18
    ("z-outside", "z = -2", [("1/2", "176/9")], [(1, 6), (0, "265/18")], 4, "-2"),
    (
        "nodes-beyond",
        "the teacher's nodes are 3/2 and -3/2, k = 6, z = 0",
        [("4/3", "26040609/20551045")],
        [("3/2", "9/10"), ("-3/2", "13500993/41102090")],
        6,
        "0",
    ),
    ("a-weight-negative", "one weight is negative, z = 0", [(1, "1/3")], [("1/2", 1), ("-1/2", -1)], 3, "0"),
)
def not_negative(settings: Settings, student: Atoms, teacher: Atoms, lags: int, z: str) -> Evidence:
    """A critical point that lacks one of the hypotheses."""
    return negative([(modes_of(student, teacher, lags), Fraction(z))])
