r"""Polynomials that nearly solve the flow :math:`a_i' = -l R_l a_i^{l-1} - R_1`, on its fast and its slow part.

R_1 relaxes at the rate d, the nodes far more slowly. So on the slow part R_1 is replaced by the series r that solves
:math:`d r = -l R_l \sum_i a_i^{l-1} - r'`, found by iteration, and a is moved so that sum a_i = 1 + r at its beginning.
Nothing here is rigorous, and need not be: what the polynomials miss is bounded afterwards.
"""

from collections.abc import Sequence

from flint import arb, arb_poly

ORDER = 28
ITERATIONS = 60
SETTLED = arb(2) ** -90
"""The degree, how often r is improved at most, and the relative change of its coefficients below which it is not."""


def taylor_series(a: Sequence[arb], lag: int) -> list[arb_poly]:
    """The Taylor polynomials of the flow from a, with exact coefficients: Picard's iteration, an order at a time.

    >>> [x.str(5, radius=False) for x in taylor_series([arb(1), arb(1)], 3)[0].coeffs()[:2]]
    ['1.0000', '-4.0000']
    """
    found = [arb_poly([x]) for x in a]
    for _ in range(ORDER):
        found = _picard(found, lag, None)[0]
    return found


def slow_series(a: Sequence[arb], lag: int) -> tuple[list[arb_poly], arb]:
    """Polynomials of the slow part from next to a, and how far from a they begin."""
    d, r = len(a), arb_poly([0])
    missing = sum(a, arb(-1))
    found = [arb_poly([x]) for x in a]
    for iteration in range(ORDER + ITERATIONS):
        moved, forcing = _picard(found, lag, r)
        better = _exact((forcing + r.derivative()) * (arb(-1) / d))
        steady = iteration > ORDER and all(abs(better[n] - r[n]) <= SETTLED * abs(better[n]) for n in range(ORDER + 1))
        shift = (better[0] - missing) / d
        found, r = [_exact(p + (x + shift - p[0])) for p, x in zip(moved, a, strict=True)], better
        if steady:
            break
    moves = [p[0] - x for p, x in zip(found, a, strict=True)]
    return found, sum((x * x for x in moves), arb(0)).sqrt().abs_upper()


def _picard(a: Sequence[arb_poly], lag: int, r: arb_poly | None) -> tuple[list[arb_poly], arb_poly]:
    """a(0) + the integral of -l R_l a_i^{l-1} - R_1, R_1 replaced by r if it is given; and l R_l sum_i a_i^{l-1}."""
    powers = [_power(p, lag - 1) for p in a]
    R_l = _exact(sum((p * q for p, q in zip(a, powers, strict=True)), arb_poly([-1])))
    R_1 = sum(a, arb_poly([-1])) if r is None else r
    pulls = [_exact(lag * q * R_l) for q in powers]
    return [_exact(p[0] - (pull + R_1).integral()) for p, pull in zip(a, pulls, strict=True)], sum(pulls, arb_poly([0]))


def _power(p: arb_poly, exponent: int) -> arb_poly:
    """p^exponent up to the order."""
    if exponent == 1:
        return p
    half = _power(p, exponent // 2)
    square = _exact(half * half)
    return _exact(square * p) if exponent % 2 else square


def _exact(p: arb_poly) -> arb_poly:
    """The midpoints of the coefficients up to the order."""
    return arb_poly([c.mid() for c in p.coeffs()[: ORDER + 1]])
