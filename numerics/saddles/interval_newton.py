r"""A zero of a real system, enclosed: Newton's method finds it, Krawczyk's operator proves that it is there.

With Y near the inverse of F'(z) and a box X about z, :math:`K(X) = z - Y F(z) + (I - Y F'(X)) (X - z)`. If K(X) lies in
the interior of X, then F has exactly one zero in X, and it lies in K(X) (A. Neumaier, Interval Methods for Systems of
Equations, 1990, section 5.1). For the Prony map there is `numerics.recovery.krawczyk`, which exploits Taylor series.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from flint import arb, arb_mat, ctx

System: TypeAlias = Callable[[Sequence[arb]], tuple[list[arb], arb_mat]]
"""From a box: F over it and the matrix F' over it."""

NEWTON_STEPS = 60
INFLATIONS = 12
"""How often the box is doubled before the zero is given up."""

LEAST = 16
"""A box is at least 2^LEAST units in the last place of 1 wide: an exact zero needs room about it too."""


def newton(system: System, start: Sequence[arb]) -> list[arb] | None:
    """Midpoints near a zero of the system, by Newton's method; None where it meets a singular matrix or diverges."""
    point, previous = [x.mid() for x in start], arb("inf")
    for _ in range(NEWTON_STEPS):
        step = _correction(system, point)
        if step is None:
            return None
        size = max((abs(entry).mid() for entry in step), default=arb(0))
        point = [(x - entry).mid() for x, entry in zip(point, step, strict=True)]
        if size == 0 or (size < arb(2) ** -20 and size >= previous / 2):
            return point
        previous = size
    return None


def enclosed_zero(system: System, start: Sequence[arb]) -> list[arb] | None:
    """A box with exactly one zero of the system in it, the one that Newton's method finds from `start`.

    Args:
        system: F and F' over a box of balls, at the precision that python-flint has.
        start: the approximation, as many balls as there are equations; their midpoints are taken.

    Returns:
        The balls; None where Newton's method fails, or no box about its limit is mapped into itself.

    >>> def square(box): return [box[0] ** 2 - 2], arb_mat([[2 * box[0]]])
    >>> enclosed_zero(square, [arb(1)])[0].str(10, radius=False)
    '1.414213562'
    >>> def none(box): return [box[0] ** 2 + 2], arb_mat([[2 * box[0]]])
    >>> enclosed_zero(none, [arb(1)]) is None
    True
    """
    point = newton(system, start)
    if point is None:
        return None
    values, derivative = system(point)
    inverse = _inverse(derivative)
    if inverse is None:
        return None
    size = len(point)
    step = (inverse * arb_mat(size, 1, values)).entries()
    reach = max((abs(entry).abs_upper() for entry in step), default=arb(0)) + arb(2) ** (LEAST - ctx.prec)
    for doubling in range(INFLATIONS):
        width = arb(0, (reach * arb(2) ** (doubling + 1)).upper())
        box = [x + width for x in point]
        _, slopes = system(box)
        spread = arb_mat(size, 1, [b - x for b, x in zip(box, point, strict=True)])
        moved = ((_identity(size) - inverse * slopes) * spread).entries()
        image = [x - a + b for x, a, b in zip(point, step, moved, strict=True)]
        if all(outer.contains_interior(inner) for inner, outer in zip(image, box, strict=True)):
            return image
    return None


def negative_pivots(matrix: arb_mat) -> int | None:
    """How many eigenvalues of every symmetric matrix in the box are negative; None where the balls leave it open.

    Symmetric elimination: by Sylvester's law of inertia the pivots have the signs of the eigenvalues.

    >>> negative_pivots(arb_mat([[1, 2], [2, 1]])), negative_pivots(arb_mat([[0, 1], [1, 0]]))
    (1, None)
    """
    rows, count = matrix.tolist(), 0
    while rows:
        (pivot, *first), *rest = rows
        if not (pivot > 0 or pivot < 0):
            return None
        count += bool(pivot < 0)
        rows = [[x - row[0] * y / pivot for x, y in zip(row[1:], first, strict=True)] for row in rest]
    return count


def _correction(system: System, point: Sequence[arb]) -> list[arb] | None:
    values, derivative = system(point)
    try:
        step = derivative.mid().solve(arb_mat(len(point), 1, [value.mid() for value in values]))
    except ZeroDivisionError:
        return None
    entries = [entry.mid() for entry in step.entries()]
    return entries if all(entry.is_finite() for entry in entries) else None


def _inverse(matrix: arb_mat) -> arb_mat | None:
    try:
        return matrix.mid().inv().mid()
    except ZeroDivisionError:
        return None


def _identity(size: int) -> arb_mat:
    return arb_mat([[int(i == j) for j in range(size)] for i in range(size)])
