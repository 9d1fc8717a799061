"""A problem's teacher as the saddles need it: one input and output, real distinct nodes, at most six of them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.model.teacher import response_of
from numerics.moments.partial_fractions import Pole
from numerics.recovery.exact_recovery import recover_exact
from verifier.ground.errors import InputError
from verifier.problem.problem import Problem

MOST_MODES = 6
MOST_STATES = 64
"""The largest realisation whose nodes are looked for."""

MOST_LAGS = 100
"""The most training lags: the flow between the saddles is followed in float64."""

LARGEST = 10**9
"""The largest |g_j|, for the same reason."""

DIGITS = 60


@dataclass(frozen=True)
class KnownTeacher:
    """Nodes (ascending) and weights, enclosed and where they are rational exact; g_0, ..., g_{k-1}."""

    poles: tuple[Pole, ...]
    g: tuple[Fraction, ...]

    @property
    def modes(self) -> int:
        """n."""
        return len(self.poles)

    @property
    def nodes(self) -> tuple[arb, ...]:
        """x_i."""
        return tuple(pole.value.real for pole in self.poles)

    @property
    def weights(self) -> tuple[arb, ...]:
        """w_i."""
        return tuple(pole.weight.real for pole in self.poles if pole.weight is not None)

    @property
    def rational(self) -> tuple[list[Fraction], list[Fraction]] | None:
        """Nodes and weights where all are rational."""
        pairs = [(pole.exact, pole.exact_weight) for pole in self.poles]
        known = [(x, w) for x, w in pairs if x is not None and w is not None]
        return ([x for x, _ in known], [w for _, w in known]) if len(known) == len(pairs) else None

    @cached_property
    def positive(self) -> bool:
        """Whether every weight is positive (none is 0)."""
        return all(w > 0 for w in self.weights)

    @cached_property
    def in_box(self) -> bool | None:
        """Whether every node lies in [-1, 1]; None where a ball holds 1 or -1 and other numbers."""
        inside = [abs(x) <= 1 for x in self.nodes]
        outside = [abs(x) > 1 for x in self.nodes]
        return True if all(inside) else False if any(outside) else None

    @property
    def outermost(self) -> arb:
        """The node of the largest size."""
        return max(self.nodes, key=lambda x: abs(x).mid())


def known_teacher(problem: Problem, place: str) -> KnownTeacher:
    """The teacher of a problem; raises InputError where it is none that the saddles are about."""
    length, teacher = problem.training.length, problem.teacher
    if (teacher.inputs, teacher.outputs) != (1, 1):
        raise InputError(place, f"{teacher.inputs} inputs, {teacher.outputs} outputs", "saddles are for one of each")
    if length > MOST_LAGS:
        raise InputError(place, f"length = {length} lags are too many here", f"use at most {MOST_LAGS}")
    if teacher.realisation and len(teacher.realisation[0]) > MOST_STATES:
        raise InputError(place, "the teacher's matrices are too large here", f"use at most {MOST_STATES} states")
    lags = 2 * len(teacher.realisation[0]) + 2 if teacher.realisation else teacher.known_lags or length
    moments = [rows[0][0] for rows in response_of(teacher.known, max(lags, length))]
    g = tuple(moments[:length])
    if max(map(abs, g)) > LARGEST:
        raise InputError(place, f"its response exceeds {LARGEST}", "use fewer lags or smaller nodes")
    return KnownTeacher(_real_poles(moments[:lags], place), g)


def _real_poles(moments: list[Fraction], place: str) -> tuple[Pole, ...]:
    if not any(moments):
        raise InputError(place, "the teacher's response is 0", "there is nothing to learn, and no saddle on the way")
    with arb_bits(256):
        found = recover_exact(moments, DIGITS)
    if found.missing:
        raise InputError(place, f"its nodes are not determined: {found.missing}", "give nodes and weights")
    if len(found.poles) > MOST_MODES:
        raise InputError(place, f"it has {len(found.poles)} nodes", f"saddles are shown for at most {MOST_MODES}")
    for pole in found.poles:
        if pole.multiplicity > 1:
            shown = pole.value.real.str(6, radius=False)
            raise InputError(place, f"the node {shown} is multiple", "the saddles are those of distinct nodes")
        if not pole.value.imag.is_zero():
            shown = pole.value.str(6, radius=False)
            raise InputError(place, f"the node {shown} is not real", "the saddles are those of real nodes")
    ordered = tuple(sorted(found.poles, key=lambda pole: pole.value.real.mid()))
    assert all(x.value.real < y.value.real for x, y in pairwise(ordered))
    return ordered
