r"""A polynomial x(t) that nearly solves the gradient flow theta' = -grad L, and a bound of by how much it does not.

The coefficients come from the flow itself, x_{n+1} = -G_n / (n + 1), n < N, each replaced by its midpoint: x is one
exact polynomial. Its defect delta(t) = x'(t) + G(x(t)) is a polynomial too, and for 0 <= t <= tau

    |delta(t)| <= sum_{n < N} |G_n + (n + 1) x_{n+1}| tau^n + sum_{n >= N} |G_n| tau^n.

The first sum is rounding only, in balls; the second is bounded by the gradient of the majorants, to all its orders.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.majorant import Majorants, norm_bound
from numerics.arithmetics.power_series import PowerSeries, SeriesArithmetic
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.arithmetics.rationals import ball
from numerics.descent.descent import gradient
from numerics.model.linear_rnn import LinearRNN

M = TypeVar("M")

BITS = 64
"""Precision of the bounds; they are outward, so it costs sharpness only."""


def flow_series(
    start: LinearRNN[M], g: Sequence[Rows], arithmetic: Arithmetic[M], settle: Callable[[M], M] = lambda X: X
) -> tuple[LinearRNN[PowerSeries[M]], LinearRNN[PowerSeries[M]]]:
    """The Taylor series of the flow from `start`, and of the gradient along it.

    `settle` is applied to every coefficient before it is used further: where it rounds, the gradient returned is that
    of the rounded series.
    """
    series = SeriesArithmetic(arithmetic)

    def integral(at: M, rate: Callable[[], PowerSeries[M]]) -> PowerSeries[M]:
        return PowerSeries(lambda n: settle(arithmetic.scale(Fraction(-1, n), rate()[n - 1]) if n else at))

    model = LinearRNN(integral(start.A, lambda: G.A), integral(start.B, lambda: G.B), integral(start.C, lambda: G.C))
    G = gradient(model, [series.matrix(rows) for rows in g], series)
    return model, G


@dataclass(frozen=True)
class TaylorPath:
    """x(t) = sum_n t^n coefficients[n], exact arb matrices of degree N = ``order``.

    ``mismatch[n]`` bounds |G_n + (n + 1) x_{n+1}| for n < N; ``gradient`` holds the majorants of G(x(t)) in A, B, C.
    """

    coefficients: tuple[LinearRNN[Any], ...]
    mismatch: tuple[arb, ...]
    gradient: LinearRNN[Any]
    bits: int

    @property
    def order(self) -> int:
        """The degree of its Taylor polynomials."""
        return len(self.coefficients) - 1

    def norms(self) -> list[arb]:
        """|x_n| for all n, as upper bounds."""
        with arb_bits(BITS):
            return [_norm(x) for x in self.coefficients]

    def at(self, time: Fraction) -> LinearRNN[Any]:
        """x(time) in balls."""
        balls, value = Balls(self.bits), self.coefficients[-1]
        for x in self.coefficients[-2::-1]:
            value = LinearRNN(
                *(balls.add(balls.scale(time, X), Y) for X, Y in zip(_parts(value), _parts(x), strict=True))
            )
        return value

    def speed(self, duration: Fraction) -> arb:
        """A bound of |x'(t)| for 0 <= t <= duration."""
        with arb_bits(BITS):
            tau = ball(duration)
            return sum((n * a * tau ** (n - 1) for n, a in enumerate(self.norms()) if n), arb(0)).upper()

    def defect(self, duration: Fraction) -> arb:
        """A bound of |x'(t) + G(x(t))| for 0 <= t <= duration."""
        with arb_bits(BITS):
            tau = ball(duration)
            rounding = sum((size * tau**n for n, size in enumerate(self.mismatch)), arb(0))
            tails = [Majorants(BITS).tail(part, self.order, duration) for part in _parts(self.gradient)]
            return (rounding + sum((tail**2 for tail in tails), arb(0)).sqrt()).upper()

    def duration(self, smallest: Fraction) -> Fraction:
        """How long a step looks good for: until the last two terms of x' have grown to `smallest`; at most 64.

        A guess only, made of few bits; how good the step then is, `defect` says.
        """
        with arb_bits(BITS):
            sizes, least = self.norms(), ball(smallest)
            last = [n for n in (self.order, self.order - 1) if sizes[n] > 0]
            rates = [float((n * sizes[n] / least).root(n - 1)) for n in last]
        return rounded_down(1 / Fraction(max([*rates, 2.0**-6])))


def taylor_path(start: LinearRNN[Any], g: Sequence[Rows], order: int, bits: int) -> TaylorPath:
    """The Taylor polynomial of degree `order` >= 3 at an exact student (arb matrices of radius 0)."""
    balls, majorants = Balls(bits), Majorants(BITS)
    model, G = flow_series(start, g, balls, lambda X: X.mid())
    path = tuple(LinearRNN(*(part[n] for part in _parts(model))) for n in range(order + 1))
    mismatch = []
    for n in range(order):
        pairs = zip(_parts(G), _parts(path[n + 1]), strict=True)
        off = LinearRNN(*(balls.add(rate[n], balls.scale(n + 1, X)) for rate, X in pairs))
        mismatch.append(_norm(off))
    norms = LinearRNN(*(majorants.polynomial([_parts(x)[i] for x in path]) for i in range(3)))
    bounds = gradient(norms, [majorants.matrix(rows) for rows in g], majorants)
    return TaylorPath(path, tuple(mismatch), bounds, bits)


def rounded_down(value: Fraction) -> Fraction:
    """A positive value cut to its three leading bits: a short exact number just below it.

    >>> rounded_down(Fraction(1, 3)), rounded_down(Fraction(100))
    (Fraction(5, 16), Fraction(96, 1))
    """
    unit = Fraction(2) ** (value.numerator.bit_length() - value.denominator.bit_length() - 3)
    while value >= 8 * unit:
        unit *= 2
    return value // unit * unit


def _norm(model: LinearRNN[Any]) -> arb:
    with arb_bits(BITS):
        return norm_bound(*_parts(model))


def _parts(model: LinearRNN[M]) -> tuple[M, M, M]:
    return model.A, model.B, model.C
