"""What is PROVED, DERIVED, CERTIFIED or open for one teacher: read off the claims, and off what was decided of it.

No verdict is made here: those of theorems come from `verifier.claim.standing`, CERTIFIED is what was enclosed or
decided for this very teacher, and the whole is never better than what it needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flint import fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint
from numerics.saddles.conditions import Condition
from numerics.saddles.one_node import OneNode, one_node_fit
from numerics.saddles.second_mode import SecondModeCertificate, certificate
from numerics.saddles.way import Way
from verifier.claim.standing import standing
from verifier.claim.verdict import STRENGTH, Verdict, weakest
from verifier.saddles.known_teacher import KnownTeacher

OPEN = "open"
MEASURED = "measured"
BITS = 256

UNCONDITIONAL = (4, 6, 8, 10)
"""For these k the claim near-zero-two-modes asks nothing of two nodes in [0, 1]; else conditions are decided."""


@dataclass(frozen=True)
class Known:
    """One thing that is known, or open: how (a verdict, or `MEASURED`, or `OPEN`), what, and by which claim."""

    how: str
    what: str
    claim: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.claim})" if self.claim else self.what


@dataclass(frozen=True)
class Conditions:
    """(U) for a teacher of any number of modes, with its student; the certificate of two modes, where it is asked."""

    unique: Condition
    student: OneNode | None
    two_modes: SecondModeCertificate | None


def conditions(teacher: KnownTeacher) -> Conditions:
    """Decides (U), and for two positive modes the conditions on the orbit past the first saddle."""
    two = None
    if teacher.modes == 2 and teacher.positive and teacher.rational and len(teacher.g) >= 4:
        two = certificate(*teacher.rational, len(teacher.g))
    if teacher.g[0] == 0 or len(teacher.g) < 2 or teacher.g[1] == 0:
        zero = "g_0" if teacher.g[0] == 0 else "g_1"
        return Conditions(Condition("U", "one planar fit", None, f"not asked: {zero} is 0"), None, two)
    sign, mirror = (1 if teacher.g[0] > 0 else -1), (1 if teacher.g[0] * teacher.g[1] > 0 else -1)
    N = fmpq_poly([sign * mirror**j * to_flint(value) for j, value in enumerate(teacher.g)])
    with arb_bits(BITS):
        unique, student = one_node_fit(N, len(teacher.g))
    return Conditions(unique, student.mirrored(mirror) if student else None, two)


def known(teacher: KnownTeacher, way: Way, decided: Conditions, width: int) -> list[Known]:
    """All that can be said for students of this width, the conclusion about near-zero starts first."""
    narrow = Known(str(Verdict.CERTIFIED), f"no student of width {width} has the response of this teacher")
    return [
        near_zero(teacher, decided) if width >= teacher.modes else narrow,
        *_deficits(teacher, way),
        _theorem("near a saddle rates, waits and the next mode's sign", "every-saddle", "waits", "sign-law"),
        *_found(way),
        _first(teacher, way, decided),
        *_second(decided),
    ]


def sentence(statements: Sequence[Known]) -> str:
    """The first sentence: the conclusion, then the rest by how it is known."""
    first, *rest = statements
    order = [*(str(verdict) for verdict in reversed(STRENGTH)), MEASURED, OPEN]
    grouped = groupby(sorted(rest, key=lambda one: order.index(one.how)), key=lambda one: one.how)
    return "; ".join([f"{first.how}: {first}", *(f"{how}: {', '.join(map(str, ones))}" for how, ones in grouped)]) + "."


def near_zero(teacher: KnownTeacher, decided: Conditions) -> Known:
    """Whether near-zero starts reach this teacher: by a claim that covers it, or open."""
    what = "starts in general position, near enough to zero, reach this teacher and end nearly symmetric"
    if teacher.modes == 1 and teacher.positive and len(teacher.g) >= 2:
        return _theorem(what, "near-zero-one-mode")
    if decided.two_modes and decided.two_modes.certified and teacher.in_box:
        asked = len(teacher.g) not in UNCONDITIONAL or not all(x >= 0 for x in teacher.nodes)
        found = (_decided if asked else _theorem)(what, "near-zero-two-modes")
        if found.how != OPEN:
            return found
    if not teacher.positive:
        return Known(OPEN, "whether near-zero starts reach this teacher, which has a negative weight")
    if teacher.in_box is False:
        node = teacher.outermost.str(6, radius=False)
        why = f"the node {node} lies outside [-1, 1], where that is false of some teachers"
        return Known(OPEN, f"whether {what}: {why}")
    return Known(OPEN, f"whether {what} ({teacher.modes} modes)")


def _theorem(what: str, *claims: str) -> Known:
    verdict = weakest(map(standing, claims))
    return Known(str(verdict) if verdict in STRENGTH else OPEN, what, ", ".join(claims))


def _deficits(teacher: KnownTeacher, way: Way) -> list[Known]:
    """mass-deficit or its sharper form where their hypotheses hold; otherwise the signs that were enclosed."""
    lack = "saddles without a node at 0 lack mass, g_0 > h_0"
    if teacher.positive and teacher.in_box:
        return [_theorem(lack, "mass-deficit")]
    if teacher.positive and len(teacher.g) % 2:
        return [_theorem(f"{lack}, as k is odd", "mass-deficit-sharp")]
    if teacher.positive and all(x >= 0 for x in teacher.nodes):
        return [_theorem("saddles with positive nodes lack mass, g_0 > h_0", "mass-deficit-sharp")]
    found = [Known(OPEN, "whether every node lies in [-1, 1]")] if teacher.positive and teacher.in_box is None else []
    signs = [(m, rest.point.next_sign) for m, rest in enumerate(way.rests) if rest.point is not None]
    for sign, text in (
        (1, "g_0 > h_0 at"),
        (-1, "asymmetry grows, as g_0 < h_0, at" if teacher.positive else "g_0 < h_0 at"),
    ):
        at = " and ".join(str(m) for m, seen in signs if seen == sign)
        found += [Known(str(Verdict.CERTIFIED), f"{text} saddle {at}")] if at else []
    return found


def _found(way: Way) -> list[Known]:
    """The critical points that were enclosed, and that the way meets them."""
    number = sum(rest.point is not None for rest in way.rests[1:])
    found = []
    if number:
        points = "critical point is" if number == 1 else "critical points are"
        found.append(Known(str(Verdict.CERTIFIED), f"{number} {points} enclosed"))
        found.append(Known(MEASURED, "the way from zero meets " + ("it" if number == 1 else "them in this order")))
    return found + ([Known(OPEN, f"what comes after: {way.lost}")] if way.lost else [])


def _first(teacher: KnownTeacher, way: Way, decided: Conditions) -> Known:
    """(U): one planar fit on the side of zero, the first saddle if that is where it was enclosed."""
    if decided.student is None:
        return Known(OPEN, f"which planar fit comes first, as {_short(decided.unique)}")
    point, node = way.rests[1].point if len(way.rests) > 1 else None, decided.student.node
    same = point is not None and point.nodes[0].overlaps(node)
    where = "saddle 1" if same else f"the fit at {node.str(8, radius=False)}, which the way was not seen to meet"
    of = "(U)" if teacher.g[0] > 0 else "(U) for -g"
    return _decided(f"{of}, so that planar starts end at {where}", "one-node-fit")


def _decided(what: str, claim: str) -> Known:
    """What a claim makes of conditions that were decided for this teacher: CERTIFIED at best."""
    verdict = weakest([standing(claim), Verdict.CERTIFIED])
    return Known(str(verdict) if verdict in STRENGTH else OPEN, what, claim)


def _second(decided: Conditions) -> list[Known]:
    """The certificate for two modes: holds, or which condition does not."""
    if decided.two_modes is None:
        return []
    if decided.two_modes.certified:
        names = ", ".join(f"({one.name})" for one in decided.two_modes.required[3:])
        return [_decided(f"{names}, so that the symmetric orbit past saddle 1 ends at the teacher", "second-mode")]
    first = decided.two_modes.failing[0]
    return [
        Known(OPEN, "the second mode, as k is odd" if first.name == "even" else f"the second mode, as {_short(first)}")
    ]


def _short(condition: Condition) -> str:
    return f"({condition.name}) {'fails' if condition.holds is False else 'is not decided'}"
