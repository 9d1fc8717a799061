"""Teachers whose saddles are enclosed, with the widths at which whole spectra are compared."""

from dataclasses import dataclass
from fractions import Fraction

from numerics.saddles.mode_point import ModePoint
from numerics.saddles.way import way_from_zero
from theory.moments.discrete_measure import Measure


@dataclass(frozen=True)
class Spectrum:
    """A teacher, k, the number m of modes of the saddle on its way from zero, and the width d."""

    nodes: tuple[str, ...]
    weights: tuple[str, ...]
    lags: int
    modes: int
    width: int

    def __str__(self) -> str:
        teacher = f"nodes {', '.join(self.nodes)}, weights {', '.join(self.weights)}"
        return f"{teacher}, k = {self.lags}, m = {self.modes}, d = {self.width}"

    def point(self, bits: int) -> ModePoint | None:
        """The saddle of that many modes, enclosed."""
        teacher = Measure.of([(Fraction(x), Fraction(w)) for x, w in zip(self.nodes, self.weights, strict=True)])
        rests = way_from_zero(teacher.moments(self.lags), self.modes, bits).rests
        return rests[self.modes].point if len(rests) > self.modes else None


PAIRS = ((("1", "-9/10"), ("1", "1/2"), 5), (("1", "3/10"), ("1", "1/2"), 5))
OTHERS = (
    (("9/10", "1/5"), ("1/2", "1"), 6),
    (("4/5", "-3/5"), ("1", "1"), 5),
    (("6/5", "1/2"), ("3/10", "1"), 5),
    (("9/10", "1/20"), ("1/10", "1"), 9),
    (("1", "-9/10"), ("1", "1/2"), 4),
    (("19/20", "1/50"), ("1/10", "1"), 40),
    (("3/2", "-3/2"), ("9/10", "1/10"), 6),
)
QUICK = (*(Spectrum(*teacher, 1, width) for teacher in PAIRS for width in (2, 3)), Spectrum(*OTHERS[-1], 1, 3))
FULL = (
    *(Spectrum(*teacher, 1, width) for teacher in PAIRS for width in (2, 3, 5, 8)),
    *(Spectrum(*teacher, 1, 3) for teacher in OTHERS),
    Spectrum(("1", "-9/10", "3/10"), ("1", "1/2", "4/5"), 7, 2, 4),
)
BITS, DIGITS, NARROW = 256, 60, Fraction(1, 10**40)
"""The precision of the point, mpmath's digits, and how far an enclosed eigenvalue may reach."""
