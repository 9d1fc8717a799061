"""Random small runs of descent, on which the rigorous routes are compared with each other."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from numerics.arithmetics.protocol import Rows
from numerics.descent.run import Run
from numerics.model.start import start
from numerics.rigour.certified_run import overlap
from numerics.rigour.enclosure import enclose
from numerics.rigour.shadowing import shadow


def random_runs(rng: random.Random, count: int, steps: int) -> Iterator[Run]:
    """Widths up to 3, up to 2 inputs and outputs, up to 4 lags, starts of order 1/2, small steps."""
    for _ in range(count):
        d, m, p, k = rng.randint(1, 3), rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 4)
        g = tuple(_random(rng, p, m) for _ in range(k))
        yield Run(start(rng.randrange(1000), d, Fraction(1, 2), m, p), g, Fraction(1, rng.randint(50, 200)), steps)


def counterexample_to_overlap(run: Run, naive_factor: int = 1, bits: int = 256) -> str | None:
    """None when shadowing and naive balls (at this multiple of the step) can enclose the same end; else a text."""
    shadowed, naive = shadow(run, bits), enclose(replace(run, step_size=naive_factor * run.step_size), bits)
    if overlap(shadowed, naive):
        return None
    return f"{run}: the ends lie further apart than {shadowed.radius.str(3)} + {naive.radius.str(3)}"


def _random(rng: random.Random, rows: int, columns: int) -> Rows:
    return tuple(tuple(Fraction(rng.randint(-4, 4), 4) for _ in range(columns)) for _ in range(rows))
