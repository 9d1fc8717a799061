r"""What a stable symmetric student may answer after 2 ind lags: an interval with the teacher at one end, exactly.

With v_i = 1/(sqrt(w_i) pi'(x_i)), phi(x) = sum v_i^2/(x - x_i) and N = sum v_i^2, h_k - g_k fills

    no end is a node     [0, 2/(phi(1) - phi(-1))]    the coupled student of moment-sharpness, n + 1 states
    -1 only              [0, 1/phi(1)]                A = diag(x) + tau v v^T,  tau = h_k - g_k, n states
    +1 only              [1/phi(-1), 0]               the same with tau < 0
    both                 [-1/N, 0]                    A with its coupling to v scaled by c, 1 - c^2 = N (g_k - h_k)

The far end is sharp for students of any width: a polynomial of degree k, non-negative on [-1, 1] and zero on the
extremal student's spectrum, has an integral >= 0 that is affine in h_k.
"""

from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly

from theory.model.rationals import rational_root, to_flint, to_fraction
from theory.moments.discrete_measure import Measure
from theory.moments.moment_sharpness import coupled_student
from theory.moments.symmetric_student import SelfAdjoint, diagonal, diagonal_student, slopes


def ends(teacher: Measure) -> tuple[bool, bool]:
    """Whether -1 is a node, and whether 1 is; raises ValueError for nodes outside [-1, 1] and weights <= 0."""
    if min(teacher.weights, default=Fraction(0)) <= 0:
        raise ValueError("stable_range: without positive weights the teacher is no symmetric student to begin with")
    if any(abs(node) > 1 for node in teacher.nodes):
        raise ValueError("stable_range: a node lies outside [-1, 1]; no stable student fits 2 ind lags of it")
    return Fraction(-1) in teacher.nodes, Fraction(1) in teacher.nodes


def far_end(left: bool, right: bool, above: Any, below: Any, total: Any, apart: int = 2) -> Any:
    """The far end from phi(1), phi(-1) and N, numbers or symbols; `left` and `right` say whether -1 and 1 are nodes.

    At a node phi has a pole, and its value there is not used. `apart` is how far the two ends are apart.
    """
    if left and right:
        return -1 / total
    if left:
        return 1 / above
    return 1 / below if right else apart / (above - below)


def extreme_deviation(teacher: Measure) -> Fraction:
    """The far end of the range of h_k - g_k at k = 2 ind > 0; the near end is 0.

    >>> extreme_deviation(Measure.of([(1, 3)])), extreme_deviation(Measure.of([(0, 1)]))
    (Fraction(-6, 1), Fraction(1, 1))
    """
    left, right = ends(teacher)
    squares = _squares(teacher)
    above, below = (None if node else _phi(teacher, squares, end) for end, node in ((1, right), (-1, left)))
    return to_fraction(far_end(left, right, above, below, sum(squares, fmpq(0))))


def stable_student(teacher: Measure, share: Fraction) -> SelfAdjoint:
    """A student with spectrum in [-1, 1], zero loss on 2 ind lags and h_k - g_k = `share` of the extreme deviation.

    0 <= share <= 1, and 1 - share must be a rational square when both ends are nodes. Width n, or n + 1 when no end is
    a node. Raises ValueError otherwise.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"stable_student: the share must be between 0 and 1, not {share}")
    left, right = ends(teacher)
    far = extreme_deviation(teacher)
    if share == 0:
        return diagonal_student(teacher)
    if left and right:
        return _decoupled(teacher, rational_root(1 - share))
    if left or right:
        return _rank_one(teacher, share * far)
    squares = _squares(teacher)
    middle = -(_phi(teacher, squares, 1) + _phi(teacher, squares, -1)) / 2
    return coupled_student(teacher, share * far, share * far * to_fraction(middle))


def barrier(teacher: Measure) -> fmpq_poly:
    """The polynomial of degree k = 2 ind, >= 0 on [-1, 1], that vanishes on the spectrum of the extremal student.

    A square, times 1 - x^2, 1 - x or 1 + x: those ends in the extremal spectrum that are not nodes. Hence no stable
    symmetric student of any width goes further than the extreme deviation.
    """
    left, right = ends(teacher)
    student = stable_student(teacher, Fraction(1))
    spectrum = student.A.charpoly()
    if left and right:
        return _reached(student) ** 2
    factor = fmpq_poly([1])
    for end, node in ((1, right), (-1, left)):
        if not node:
            spectrum, remainder = divmod(spectrum, fmpq_poly([-end, 1]))
            factor *= fmpq_poly([1, -end])
            if remainder != 0:
                raise ArithmeticError(f"barrier: {end} is not in the spectrum of the extremal student")
    return factor * spectrum**2


def is_stable(student: SelfAdjoint) -> bool:
    """Whether the spectrum lies in [-1, 1]: I - A and I + A are positive semidefinite for the student's inner product.

    Exact: a real-rooted polynomial has no negative root exactly when its coefficients alternate (weakly) in sign.
    """
    identity = diagonal([fmpq(1)] * len(student.weights))
    return all(_has_no_negative_root((identity + sign * student.A).charpoly()) for sign in (1, -1))


def _has_no_negative_root(real_rooted: fmpq_poly) -> bool:
    degree = real_rooted.degree()
    return all(c * (-1) ** (degree - power) >= 0 for power, c in enumerate(real_rooted.coeffs()))


def _squares(teacher: Measure) -> list[fmpq]:
    return [1 / (to_flint(w) * slope**2) for w, slope in zip(teacher.weights, slopes(teacher.nodes), strict=True)]


def _phi(teacher: Measure, squares: list[fmpq], point: int) -> fmpq:
    return sum((v / (point - to_flint(x)) for v, x in zip(squares, teacher.nodes, strict=True)), fmpq(0))


def _direction(teacher: Measure) -> tuple[fmpq_mat, fmpq_mat]:
    """The column 1/(w_i pi'(x_i)) and the row 1/pi'(x_j): their product is v v^T where B = (1, ..., 1)."""
    inverse = [1 / slope for slope in slopes(teacher.nodes)]
    scaled = [value / to_flint(weight) for value, weight in zip(inverse, teacher.weights, strict=True)]
    size = len(inverse)
    return fmpq_mat(size, 1, scaled), fmpq_mat(1, size, inverse)


def _rank_one(teacher: Measure, tau: Fraction) -> SelfAdjoint:
    plain = diagonal_student(teacher)
    column, row = _direction(teacher)
    return SelfAdjoint(plain.A + to_flint(tau) * (column * row), plain.B, plain.weights)


def _decoupled(teacher: Measure, c: Fraction) -> SelfAdjoint:
    """P A P + (1-P) A (1-P) + c (P A (1-P) + (1-P) A P), P the projection on v: a mean of A and of its reflection."""
    plain = diagonal_student(teacher)
    column, row = _direction(teacher)
    P = column * row * (1 / (row * column)[0, 0])
    A = plain.A
    coupling = P * A + A * P - 2 * (P * A * P)
    return SelfAdjoint(A - to_flint(1 - c) * coupling, plain.B, plain.weights)


def _reached(student: SelfAdjoint) -> fmpq_poly:
    """The least monic polynomial with p(A) B = 0."""
    size = len(student.weights)
    columns = [student.B]
    while fmpq_mat([[c[i, 0] for c in columns] for i in range(size)]).rank() == len(columns):
        columns.append(student.A * columns[-1])
    order = len(columns) - 1
    known = fmpq_mat([[c[i, 0] for c in columns[:-1]] for i in range(size)])
    gram = known.transpose() * known
    solution = gram.solve(known.transpose() * columns[-1])
    return fmpq_poly([-solution[i, 0] for i in range(order)] + [fmpq(1)])
