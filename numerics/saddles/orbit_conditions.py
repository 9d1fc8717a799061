r"""What is asked of the one-node fit and of the other critical one-node students, each decided from balls.

g_1 > 0 here: a teacher with g_1 < 0 is mirrored before. `second_mode` says what the conditions are for.
"""

from collections.abc import Sequence

from flint import arb, fmpq_poly

from numerics.saddles.conditions import Condition, below, every, some
from numerics.saddles.one_node import OneNode, critical_points


def not_asked(name: str, why: str) -> Condition:
    """A condition about a student that is not there: undecided, and it says why."""
    return Condition(name, "not asked", None, why)


def least(one: OneNode, others: Sequence[OneNode]) -> Condition:
    """(Low): F(a) < F(a_1) for the other critical students."""
    answers = [below(point.gain, one.gain) for point in others]
    doubtful = [str(point) for point, answer in zip(others, answers, strict=True) if not answer]
    seen = f"{one}; not above it: {'; '.join(doubtful)}" if doubtful else f"{one}; {len(others)} other(s), all above"
    return Condition("Low", "theta_1 has the least loss of all one-node critical students", every(answers), seen)


def weaker(one: OneNode, others: Sequence[OneNode]) -> Condition:
    """(Low'): each other critical student has more loss, or r_0 < 0 and R_{k-2} < 0."""
    answers, seen = [], []
    for point in others:
        above = below(point.gain, one.gain)
        answers.append(some([above, every(below(point.residual(lag), arb(0)) for lag in (0, -2))]))
        if not above:
            places = (("0", 0), ("k-2", -2), ("k-1", -1))
            residual = ", ".join(f"R_({place}) = {_text(point.residual(lag))}" for place, lag in places)
            seen.append(f"{point}: {residual}")
    statement = "a one-node critical student with less loss than theta_1 has r_0 < 0 and R_(k-2) < 0"
    return Condition("Low'", statement, every(answers), "; ".join(seen) or "there is none with less loss")


def level(one: OneNode) -> Condition:
    """(Lev): F(a_1) > g_{k-2}^2 + g_{k-1}^2."""
    right = one.g[-2] ** 2 + one.g[-1] ** 2
    evidence = f"F(a_1) = {_text(one.gain)}, g_(k-2)^2 + g_(k-1)^2 = {_text(arb(right))}"
    return Condition("Lev", "F(a_1) > g_(k-2)^2 + g_(k-1)^2", below(arb(right), one.gain), evidence)


def boundary(one: OneNode, N: fmpq_poly, lags: int) -> Condition:
    """(B): among the critical students of the first k - 1 lags those with a loss below L(theta_1) have R_{k-2} < 0."""
    answers, seen = [], []
    for point in critical_points(fmpq_poly([N[j] for j in range(lags - 1)]), lags - 1):
        above, last = below(point.gain, one.gain - one.g[-1] ** 2), point.residual(-1)
        answers.append(some([above, below(last, arb(0))]))
        if not above:
            seen.append(f"{point}, R_(k-2) = {_text(last)}")
    statement = "one-node critical students of k - 1 lags with less loss than theta_1 have R_(k-2) < 0"
    return Condition("B", statement, every(answers), "; ".join(seen) or "there is none with less loss")


def deficit(one: OneNode) -> Condition:
    """(R): r_0 < 0 at theta_1."""
    first = one.residual(0)
    return Condition("R", "h_0 < g_0 at theta_1", below(first, arb(0)), f"r_0 = h_0 - g_0 = {_text(first)}")


def _text(value: arb) -> str:
    return str(value.str(8, radius=False))
