"""The best fit of n nodes by least squares over all the moments: a centre for enclosures, and never one itself."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, acb_mat, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import exact_value
from numerics.moments.hankel_pencil import hankel_pencil
from numerics.moments.prony_map import NodeAndWeight, midpoints, moment
from numerics.recovery.krawczyk import data_balls
from numerics.recovery.left_inverse import left_inverse

MAXIMAL_FITTED = 128
"""How many moments a fit uses."""

STEPS = 30
"""Gauss-Newton steps at most; each is taken only where it lowers the misfit."""

PENCIL_DIGITS = 40
"""The pencil's own noise threshold is 10^(5 - digits): data of a fit are never as good as that."""


@dataclass(frozen=True)
class Fit:
    """Nodes and weights that minimise the sum of (h_j - d_j)^2 / e_j^2, as found, and by how much they miss.

    `residual` is the largest |h_j - d_j| over ALL the moments, `beyond` the largest in units of the accuracy e_j.
    Nothing about a truth follows from a fit: other nodes may fit nearly as well.
    """

    rule: tuple[NodeAndWeight, ...]
    residual: Fraction
    beyond: Fraction


def best_fit(moments: Sequence[Fraction], errors: Sequence[Fraction], n: int, bits: int) -> Fit | None:
    """The fit of `n` nodes, from the Hankel pencil by Gauss-Newton; None where the pencil finds no n nodes."""
    try:
        start = hankel_pencil(moments[:MAXIMAL_FITTED], n, PENCIL_DIGITS)
    except (ValueError, ZeroDivisionError):
        return None
    with arb_bits(bits):
        rule = [(acb(x), acb(w)) for x, w in zip(start.nodes, start.weights, strict=True)]
        rule = _descended(rule, data_balls(moments[:MAXIMAL_FITTED], errors[:MAXIMAL_FITTED]))
        return _judged(rule, moments, errors)


def _descended(rule: list[NodeAndWeight], data: Sequence[acb]) -> list[NodeAndWeight]:
    """Gauss-Newton with the steps halved until they descend."""
    misfit = _misfit(rule, data)
    for _ in range(STEPS):
        with suppress(ZeroDivisionError):
            residual = acb_mat([[moment(rule, j) - datum.mid()] for j, datum in enumerate(data)])
            step = left_inverse(rule, data) * residual
            better = _lower(rule, [step[i, 0] for i in range(2 * len(rule))], data, misfit)
            if better is not None:
                gained = misfit - better[1]
                rule, misfit = better
                if gained > misfit / 2**20:
                    continue
        break
    return rule


def _lower(
    rule: Sequence[NodeAndWeight], step: Sequence[acb], data: Sequence[acb], misfit: arb
) -> tuple[list[NodeAndWeight], arb] | None:
    n = len(rule)
    for halving in range(12):
        moved = midpoints([(x - step[i] / 2**halving, w - step[n + i] / 2**halving) for i, (x, w) in enumerate(rule)])
        value = _misfit(moved, data)
        if value < misfit:
            return moved, value
    return None


def _misfit(rule: Sequence[NodeAndWeight], data: Sequence[acb]) -> arb:
    least = min((datum.real.rad() for datum in data if datum.real.rad() > 0), default=arb(1))
    gaps = ((abs(moment(rule, j) - datum.mid()), datum.real.rad()) for j, datum in enumerate(data))
    return sum(((gap / (radius if radius > 0 else least)) ** 2 for gap, radius in gaps), start=0 * least).mid()


def _judged(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], errors: Sequence[Fraction]) -> Fit:
    exact = [(acb(x.real.mid(), x.imag.mid()), acb(w.real.mid(), w.imag.mid())) for x, w in rule]
    gaps = [abs(exact_value(moment(exact, j).real.mid()) - value) for j, value in enumerate(moments)]
    beyond = (gap / error for gap, error in zip(gaps, errors, strict=True) if error)
    return Fit(tuple(exact), max(gaps), max(beyond, default=Fraction(0)))


def tells_apart(fit: Fit, moments: Sequence[Fraction], errors: Sequence[Fraction], bits: int) -> bool:
    """Whether errors move each node of the fit by less than to the next one, to first order: is an enclosure likely?"""
    nodes = [node for node, _ in fit.rule]
    with arb_bits(bits):
        data = data_balls(moments[:MAXIMAL_FITTED], errors[:MAXIMAL_FITTED])
        try:
            inverse = left_inverse(fit.rule, data)
        except ZeroDivisionError:
            return False
        moved = [sum((abs(inverse[i, j]) * datum.real.rad() for j, datum in enumerate(data)), arb(0))
                 for i in range(len(nodes))]  # fmt: skip
        gaps = [min((abs(x - y) for j, y in enumerate(nodes) if j != i), default=abs(x) + 1)
                for i, x in enumerate(nodes)]  # fmt: skip
        return all(radius < gap for radius, gap in zip(moved, gaps, strict=True))
