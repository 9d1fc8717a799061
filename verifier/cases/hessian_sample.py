"""Balls of students, a point and a direction in each: where the interval of the Hessian is tested, exactly."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import ImmutableMatrix

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import exact_norm
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows, squared_size
from numerics.arithmetics.rationals import ball, bounds_of
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.closed_curvature import BITS, closed_interval
from numerics.rigour.curvature import third_derivative_of_loss
from theory.model.rationals import to_sympy
from theory.rigour.loss_along import Theta, second_derivative_of_loss
from theory.rigour.loss_along import third_derivative_of_loss as derivative_along


@dataclass(frozen=True)
class HessianSample:
    """The ball of `radius` about `centre`, the point ``centre + offset`` of it, a direction, the teacher's lags."""

    centre: tuple[Rows, Rows, Rows]
    offset: tuple[Rows, Rows, Rows]
    direction: tuple[Rows, Rows, Rows]
    g: tuple[Rows, ...]

    @property
    def radius(self) -> Fraction:
        """The least radius (a little above) of a ball that holds the point."""
        return _norm(self.offset)

    def __str__(self) -> str:
        names = ("centre", "offset", "delta")
        parts = zip(names, (self.centre, self.offset, self.direction), strict=True)
        return ", ".join(f"{n} (A, B, C) = {_text(v)}" for n, v in parts) + f", g = {_text(self.g)}"


def counterexample_to_interval(sample: HessianSample, residual_term: int = 1, on_the_ball: bool = True) -> str | None:
    """Text when Hess L at the point leaves [-nu, beta] in the sample's direction; None when it does not.

    A `residual_term` of 0 drops nu; without `on_the_ball` the norms are those of the centre.
    """
    radius = sample.radius if on_the_ball else Fraction(0)
    nu, beta = closed_interval(sample.centre, radius, sample.g, residual_term)
    point = tuple(_matrix(X) + _matrix(dX) for X, dX in zip(sample.centre, sample.offset, strict=True))
    direction = tuple(map(_matrix, sample.direction))
    value = second_derivative_of_loss(_theta(point), _theta(direction), [_matrix(g) for g in sample.g])
    size = squared_size(*sample.direction)
    if -nu * size <= value <= beta * size:
        return None
    return f"{sample}: Hess L [delta, delta] = {value}, nu |delta|^2 = {nu * size}, beta |delta|^2 = {beta * size}"


def counterexample_to_change(sample: HessianSample, products: int = 3) -> str | None:
    """Text when D^3 L at the point exceeds numerics' bound on the ball in the sample's direction; None otherwise.

    The bound is that of a direction of norm 1; squares are compared, so that no root is taken.
    """
    balls = Balls(128)
    with arb_bits(128):
        middle = LinearRNN(*(balls.matrix(X) for X in sample.centre))
        bound = bounds_of(third_derivative_of_loss(middle, sample.g, ball(sample.radius), products)).upper
    point = tuple(_matrix(X) + _matrix(dX) for X, dX in zip(sample.centre, sample.offset, strict=True))
    value = derivative_along(
        _theta(point), _theta(tuple(map(_matrix, sample.direction))), [_matrix(g) for g in sample.g]
    )
    size = squared_size(*sample.direction)
    if value**2 <= bound**2 * size**3:
        return None
    text = f"D^3 L [delta, delta, delta] = {value}, the bound is {float(bound):.6g} |delta|^3, |delta|^2 = {size}"
    return f"{sample}: {text}"


def smallest_samples() -> Iterator[HessianSample]:
    """d = m = p = 1, entries 0 and 1: what a reader redoes by hand."""
    zero, one = ((Fraction(0),),), ((Fraction(1),),)
    yield HessianSample((zero, zero, zero), (zero, zero, zero), (zero, one, one), (one,))
    yield HessianSample((zero, zero, zero), (one, one, one), (one, one, one), (zero, zero, zero, one))
    yield HessianSample((zero, one, one), (zero, zero, zero), (zero, one, one), (zero,))


def random_sample(rng: random.Random) -> HessianSample:
    """Widths up to 3, up to 2 inputs and outputs, up to 4 lags; entries of small denominators."""
    d, m, p, k = rng.randint(1, 3), rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 4)

    def theta(scale: int) -> tuple[Rows, Rows, Rows]:
        return _random(rng, d, d, scale), _random(rng, d, m, scale), _random(rng, p, d, scale)

    return HessianSample(theta(2), theta(8), theta(1), tuple(_random(rng, p, m, 1) for _ in range(k)))


def _random(rng: random.Random, rows: int, columns: int, scale: int) -> Rows:
    return tuple(tuple(Fraction(rng.randint(-3, 3), 3 * scale) for _ in range(columns)) for _ in range(rows))


def _norm(theta: tuple[Rows, Rows, Rows]) -> Fraction:
    return exact_norm(tuple(row for X in theta for row in X), BITS)


def _matrix(X: Rows) -> ImmutableMatrix:
    return ImmutableMatrix([[to_sympy(entry) for entry in row] for row in X])


def _theta(parts: tuple[ImmutableMatrix, ...]) -> Theta:
    A, B, C = parts
    return A, B, C


def _text(matrices: tuple[Rows, ...]) -> str:
    return "(" + ", ".join(str([[str(entry) for entry in row] for row in X]).replace("'", "") for X in matrices) + ")"
