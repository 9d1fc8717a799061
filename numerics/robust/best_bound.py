r"""The best possible extrapolation bound, by linear programming: how much slack the closed formula has.

Over positive measures mu on [low, high] with |int t^i dmu - g_i| <= delta for i < k, how large can
sign * (int t^j dmu - g_j) be? On a grid this is a linear programme; its solution is an adversarial student, its dual a
polynomial q >= sign * t^j that proves the bound. Both come back as exact rationals, to be checked exactly elsewhere.
Solver: HiGHS through scipy, in float64: nothing here is rigorous by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog


@dataclass(frozen=True)
class ExtremalPair:
    """The worst student found (nodes, weights) and the polynomial that bounds every student (coefficients)."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    polynomial: tuple[Fraction, ...]


def extremal_pair(
    response: Sequence[Fraction],
    length: int,
    lag: int,
    delta: Fraction,
    interval: tuple[Fraction, Fraction],
    sign: int = 1,
    grid_points: int = 401,
) -> ExtremalPair:
    """Solve the programme on a grid of `grid_points`; raises ValueError when the solver finds no solution.

    The polynomial is raised by its worst violation between grid points (a margin found on a finer grid), so that it
    has a chance to lie above sign * t^lag everywhere; whether it does is for an exact test to say.
    """
    grid = _grid(interval, grid_points)
    target = np.array([float(g) for g in response[:length]])
    powers = np.array([[float(t) ** i for t in grid] for i in range(length)])
    objective = -sign * np.array([float(t) ** lag for t in grid])
    rows = np.vstack([powers, -powers])
    limits = np.concatenate([target + float(delta), float(delta) - target])
    solved = linprog(objective, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs")
    if solved.status != 0 or solved.x is None:
        raise ValueError(f"linear programme: no solution ({solved.message}); try a larger delta or a finer grid")
    multipliers = -np.asarray(solved.ineqlin.marginals)
    chosen = [(t, Fraction(float(w))) for t, w in zip(grid, solved.x, strict=True) if w > 0]
    return ExtremalPair(
        tuple(t for t, _ in chosen),
        tuple(w for _, w in chosen),
        _raised(multipliers[:length] - multipliers[length:], lag, sign, interval),
    )


def _grid(interval: tuple[Fraction, Fraction], points: int) -> list[Fraction]:
    low, high = interval
    return [low + (high - low) * Fraction(i, points - 1) for i in range(points)]


def _raised(
    coefficients: np.ndarray, lag: int, sign: int, interval: tuple[Fraction, Fraction], points: int = 20001
) -> tuple[Fraction, ...]:
    """The polynomial with its constant term raised by twice its worst violation on a fine grid."""
    t = np.linspace(float(interval[0]), float(interval[1]), points)
    gap = np.polynomial.polynomial.polyval(t, coefficients) - sign * t**lag
    margin = 2 * max(0.0, -float(gap.min())) + 1e-12
    exact = [Fraction(float(c)) for c in coefficients]
    return (exact[0] + Fraction(margin), *exact[1:])
