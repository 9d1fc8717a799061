"""Discrete measures on the line: what a symmetric student, or a teacher with n nodes, is to its impulse response."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Measure:
    """sum_i w_i delta_{x_i} with exact nodes and weights; positive exactly when every weight is.

    Raises ValueError when there are not as many weights as nodes.
    """

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if len(self.nodes) != len(self.weights):
            raise ValueError(f"measure: {len(self.nodes)} nodes but {len(self.weights)} weights; give one each")

    @classmethod
    def of(cls, atoms: Sequence[tuple[Fraction | int, Fraction | int]]) -> "Measure":
        """From pairs (node, weight)."""
        return cls(tuple(Fraction(x) for x, _ in atoms), tuple(Fraction(w) for _, w in atoms))

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(self.nodes + other.nodes, self.weights + other.weights)

    def moment(self, lag: int) -> Fraction:
        """h_j = sum_i w_i x_i^j.

        >>> Measure.of([(Fraction(1, 2), 1), (-1, 2)]).moment(2)
        Fraction(9, 4)
        """
        return sum((w * x**lag for x, w in zip(self.nodes, self.weights, strict=True)), Fraction(0))

    def moments(self, length: int) -> list[Fraction]:
        """h_0, ..., h_{length-1}."""
        return [self.moment(lag) for lag in range(length)]

    def __str__(self) -> str:
        atoms = (f"{w} at {x}" for x, w in zip(self.nodes, self.weights, strict=True))
        return "{" + ", ".join(atoms) + "}"


def loss(student: Measure, teacher: Measure, length: int) -> Fraction:
    r"""The loss $L = \sum_{j<k} (h_j - g_j)^2$ of two measures, h and g their moments.

    Args:
        student: nodes and weights of the student.
        teacher: nodes and weights of the teacher.
        length: k.

    Returns:
        An exact number, 0 where the first k moments agree.
    """
    return sum(((student.moment(j) - teacher.moment(j)) ** 2 for j in range(length)), Fraction(0))
