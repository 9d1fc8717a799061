"""A teacher given by nodes and weights, with the number of lags that are fitted."""

from dataclasses import dataclass
from fractions import Fraction

from theory.moments.discrete_measure import Measure


@dataclass(frozen=True)
class Fitting:
    """A teacher, and the number k of fitted lags."""

    teacher: Measure
    lags: int

    def __str__(self) -> str:
        return f"teacher {self.teacher}, k = {self.lags}"


def fitting(lags: int, *atoms: tuple[int | str, int | str]) -> Fitting:
    """From pairs (node, weight), fractions as text.

    >>> print(fitting(5, (1, 1), (-1, "1/2")))
    teacher {1 at 1, 1/2 at -1}, k = 5
    """
    return Fitting(Measure.of([(Fraction(x), Fraction(w)) for x, w in atoms]), lags)
