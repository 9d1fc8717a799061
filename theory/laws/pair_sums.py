"""The eigenvalues lambda_i = 2^i of the point of the proof: their sums in pairs, lambda_i + lambda_j, are distinct."""

from collections.abc import Callable
from itertools import combinations_with_replacement

from sympy import Expr, Integer, Mul, Symbol

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, less, same_powers

Eigenvalue = Callable[[Expr], Expr]
"""i -> lambda_i, for symbols."""


def power_of_two(i: Expr) -> Expr:
    """lambda_i = 2^i, the eigenvalues of the point of the proof."""
    return 2**i


def distinct_sum_steps(eigenvalue: Eigenvalue = power_of_two) -> tuple[Step, ...]:
    """lambda_{i+1} = 2 lambda_i > 0 makes the sums lambda_i + lambda_j, i <= j, distinct: the sum fixes j, and so i."""
    i = Symbol("i", integer=True, positive=True)
    low, slack = Symbol("lambda_i", positive=True), Symbol("s", nonnegative=True)
    high, by = (
        Symbol("lambda_j", positive=True),
        "the sum is at most lambda_{j+1} = 2 lambda_j, and so fixes j, hence i",
    )
    return (
        same_powers(
            eigenvalue(i + 1), Mul(2, eigenvalue(i), evaluate=False), "the eigenvalues of S double from one to the next"
        )
        .refuted_by(_equal_sums(eigenvalue))
        .labelled("doubling", "point"),
        less(eigenvalue(i), eigenvalue(i + 1), "so the eigenvalues grow").labelled("increasing", "point"),
        less(high, low + high, "for i <= j the sum exceeds lambda_j").labelled("above", "increasing"),
        at_most(low + high, 2 * high, by, {high: low + slack}).labelled("below", "doubling", "increasing", "above"),
    )


def _equal_sums(eigenvalue: Eigenvalue) -> str:
    """Two of the first pairs i <= j whose sums lambda_i + lambda_j are equal, if there are such."""
    seen: dict[Expr, tuple[int, int]] = {}
    for i, j in combinations_with_replacement(range(1, 5), 2):
        total = eigenvalue(Integer(i)) + eigenvalue(Integer(j))
        if total in seen:
            return f"lambda_{i} + lambda_{j} = {total} = lambda_{seen[total][0]} + lambda_{seen[total][1]}"
        seen[total] = (i, j)
    return ""
