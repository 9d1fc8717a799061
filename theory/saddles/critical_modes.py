r"""Critical points of m modes, exactly, and what they lack: g_0 - h_0 against sum_l w_l pi_a(x_l)^2 t(x_l).

Student nodes a_i, teacher nodes x_l and all but m of the teacher's weights are given. The 2m conditions

    r(a_i) = sum_j R_j a_i^j = 0,   r'(a_i) = sum_j j R_j a_i^{j-1} = 0,   R_j = h_j - g_j,  j < k,

are linear in the m weights s_i of the student and the last m weights of the teacher: rational data, rational solution.
The polynomial t is found by linear equations too: pi_a^2 t is the projection of 1 on the multiples of pi_a^2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from flint import fmpq, fmpq_mat, fmpq_poly

from theory.model.rationals import to_flint, to_fraction, to_sympy
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import node_polynomial


@dataclass(frozen=True)
class Modes:
    """A student's nodes and weights (of any sign) beside those of its teacher, and the number k of fitted lags."""

    student: Measure
    teacher: Measure
    lags: int

    @property
    def residual(self) -> list[Fraction]:
        """R_j = h_j - g_j for j < k."""
        return [self.student.moment(j) - self.teacher.moment(j) for j in range(self.lags)]

    def residual_at(self, z: Fraction) -> Fraction:
        """r(z) = sum_j R_j z^j."""
        return sum((R * z**j for j, R in enumerate(self.residual)), Fraction(0))

    def bend_at(self, z: Fraction) -> Fraction:
        """r''(z)."""
        return sum((j * (j - 1) * R * z ** (j - 2) for j, R in enumerate(self.residual) if j > 1), Fraction(0))

    @property
    def gradient(self) -> list[Fraction]:
        """r(a_1), r'(a_1), r(a_2), ...: all 0 exactly where nodes and weights are critical (weights not 0)."""
        return values_and_slopes(fmpq_poly([to_flint(value) for value in self.residual]), self.student.nodes)

    @property
    def deficit(self) -> Fraction:
        """g_0 - h_0, the mass that the student lacks."""
        return self.teacher.moment(0) - self.student.moment(0)

    def __str__(self) -> str:
        return f"student {self.student}, teacher {self.teacher}, k = {self.lags}"


def critical_modes(
    own: Sequence[Fraction], nodes: Sequence[Fraction], given: Sequence[Fraction], lags: int
) -> Modes | None:
    """The critical point with these student nodes: it solves for the student's weights and the teacher's last ones.

    Args:
        own: the m distinct nodes a_i of the student.
        nodes: the n >= m distinct nodes x_l of the teacher.
        given: the first n - m weights of the teacher.
        lags: k.

    Returns:
        The one solution, its solved weights of any sign; None where the equations are singular.

    Raises:
        ValueError: not n - m weights are given.

    >>> print(critical_modes([Fraction(1)], [Fraction(0), Fraction(2)], [Fraction(1)], 3))
    student {10/9 at 1}, teacher {1 at 0, 1/3 at 2}, k = 3
    """
    m, free = len(own), len(nodes) - len(own)
    if len(given) != free:
        raise ValueError(f"critical_modes: {len(given)} weights are given; n = {len(nodes)} and m = {m} want {free}")
    student, known, last = (
        [_conditions(node, own, lags) for node in group] for group in (own, nodes[:free], nodes[free:])
    )
    unknown = [*student, *([-entry for entry in column] for column in last)]
    matrix = fmpq_mat([[column[row] for column in unknown] for row in range(2 * m)])
    right = fmpq_mat(2 * m, 1)
    for row in range(2 * m):
        right[row, 0] = sum((to_flint(w) * column[row] for w, column in zip(given, known, strict=True)), fmpq(0))
    if matrix.det() == 0:
        return None
    found = [to_fraction(entry) for entry in matrix.solve(right).entries()]
    return Modes(Measure(tuple(own), tuple(found[:m])), Measure(tuple(nodes), (*given, *found[m:])), lags)


def projected_one(own: Sequence[Fraction], lags: int) -> fmpq_poly:
    r"""The polynomial t: :math:`\pi_a^2 t` is the projection of 1 on the multiples of :math:`\pi_a^2` of degree < k.

    Args:
        own: the nodes a_i, none of them 0.
        lags: k > 2m.

    >>> projected_one([Fraction(1)], 4)
    1/5*x + 3/10
    """
    square = node_polynomial(own) ** 2
    multiples = [square * fmpq_poly([0] * power + [1]) for power in range(lags - 2 * len(own))]
    V = fmpq_mat([[multiple[j] for j in range(lags)] for multiple in multiples])
    one = fmpq_mat(lags, 1, [1] + [0] * (lags - 1))
    return fmpq_poly((V * V.transpose()).solve(V * one).entries())


def weighed(modes: Modes) -> Fraction:
    r"""The right side, :math:`\sum_l w_l \pi_a(x_l)^2 t(x_l)`."""
    P = node_polynomial(modes.student.nodes) ** 2 * projected_one(modes.student.nodes, modes.lags)
    return sum(
        (w * to_fraction(P(to_flint(x))) for x, w in zip(modes.teacher.nodes, modes.teacher.weights, strict=True)),
        Fraction(0),
    )


def zeros_within(polynomial: fmpq_poly, bound: Fraction) -> int:
    """How many distinct zeros a polynomial has in [-bound, bound], by Sturm's theorem.

    >>> zeros_within(projected_one([Fraction(1)], 4), Fraction(3, 2)), zeros_within(fmpq_poly([3, 2]), Fraction(1))
    (1, 0)
    """
    x = sp.Symbol("x")
    exact = sp.Poly([to_sympy(to_fraction(c)) for c in reversed(polynomial.coeffs())], x)
    return int(exact.count_roots(-to_sympy(bound), to_sympy(bound)))


def values_and_slopes(polynomial: fmpq_poly, points: Sequence[Fraction]) -> list[Fraction]:
    """p(a_1), p'(a_1), p(a_2), ... at the points a_i."""
    slope = polynomial.derivative()
    return [to_fraction(value) for a in map(to_flint, points) for value in (polynomial(a), slope(a))]


def _conditions(node: Fraction, own: Sequence[Fraction], lags: int) -> list[fmpq]:
    """What a unit mass at `node` adds to r(a_1), r'(a_1), r(a_2), ..."""
    return [to_flint(v) for v in values_and_slopes(fmpq_poly([to_flint(node**j) for j in range(lags)]), own)]


def real_zeros_of_t(own: Sequence[Fraction], lags: int) -> tuple[int, int]:
    """How many distinct real zeros t has, and how many of them are not negative, by Sturm's theorem.

    >>> real_zeros_of_t([Fraction(1)], 4), real_zeros_of_t([Fraction(-1)], 4), real_zeros_of_t([Fraction(1)], 5)
    ((1, 0), (1, 1), (0, 0))
    """
    x = sp.Symbol("x")
    exact = sp.Poly([to_sympy(to_fraction(c)) for c in reversed(projected_one(own, lags).coeffs())], x)
    return int(exact.count_roots()), int(exact.count_roots(0, None))
