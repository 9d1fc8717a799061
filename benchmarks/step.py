"""One step of descent, side by side: `python -m benchmarks.step`.

At 50 digits and each size (d, k), milliseconds of processor time a step and how many times faster than the textbook:
`mp.matrix` with the textbook's triple sum, `mp.matrix` in adjoint form, then the arithmetics of numerics/ under the one
`descend`. The start is a few steps into a run, so that all entries have their full length; before anything is timed,
one step of each high-precision method must agree with the others to 45 digits.
"""

import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mpmath import mp
from rich.console import Console
from rich.table import Table

from benchmarks.textbook import adjoint_step, rounded, triple_sum_step
from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.mp_matrix import rows_of
from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values
from numerics.model.start import start
from numerics.model.teacher import response_of_measure

SIZES = ((8, 7), (20, 11), (40, 21))
DIGITS = 50
ETA = Fraction(1, 1000)
AGREEMENT = Fraction(1, 10**45)
TEXTBOOK, ADJOINT = "mp.matrix, triple sum", "mp.matrix, adjoint form"
ENGINES = (("mpmath", 30), ("arb", 200), ("float64", 1000))
"""The arithmetics, with the number of steps over which each is timed."""

Timed = tuple[float, LinearRNN[Rows] | None]


def descended(name: str, model: LinearRNN[Rows], g: tuple[Rows, ...], steps: int) -> LinearRNN[Rows]:
    """The exact values after ``steps`` steps in the arithmetic of this name."""
    engine = arithmetic(name, DIGITS)
    *_, last = descend(Run(model, g, ETA, steps), engine)
    return exact_values(last.model, engine)


def timed_engine(name: str, steps: int, model: LinearRNN[Rows], g: tuple[Rows, ...]) -> Timed:
    """Milliseconds a step in steady state (the best of three runs), and the model after one step."""
    engine = arithmetic(name, DIGITS)
    run = descend(Run(model, g, ETA, 3 * steps), engine)
    next(run)
    best = min(_seconds(lambda: [next(run) for _ in range(steps)]) for _ in range(3))
    return 1000 * best / steps, descended(name, model, g, 1) if name != "float64" else None


def timed_textbook(step: Callable[..., Any], model: LinearRNN[Rows], g: tuple[Rows, ...]) -> Timed:
    """Milliseconds of the one step taken, and the model it gives."""
    with working_digits(DIGITS):
        matrices = [rounded(X) for X in model.parts]
        response, eta = [rounded(g_j)[0] for g_j in g], mp.mpf(ETA.numerator) / ETA.denominator
        result: list[Any] = []
        seconds = _seconds(lambda: result.extend(step(*matrices, response, eta)))
        return 1000 * seconds, LinearRNN(*map(rows_of, result))


def _seconds(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def disagreement(models: list[LinearRNN[Rows]]) -> Fraction:
    """The largest difference of an entry of any model from the first one's."""
    flat = [[x for X in model.parts for row in X for x in row] for model in models]
    return max(abs(x - y) for other in flat[1:] for x, y in zip(flat[0], other, strict=True))


def column(width: int, length: int) -> dict[str, float]:
    """Milliseconds a step by method at one size.

    Raises:
        ArithmeticError: the methods disagree: a time would then mean nothing.
    """
    g = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], length)
    model = descended("mpmath", start(1, width, Fraction(1, width)), g, 3)
    timed = {name: timed_engine(name, steps, model, g) for name, steps in ENGINES}
    timed[ADJOINT] = timed_textbook(adjoint_step, model, g)
    timed[TEXTBOOK] = timed_textbook(triple_sum_step, model, g)
    gap = disagreement([result for _, result in timed.values() if result is not None])
    if gap > AGREEMENT:
        raise ArithmeticError(f"benchmark: at d = {width}, k = {length} the methods differ by {float(gap):.1e}")
    return {name: milliseconds for name, (milliseconds, _) in timed.items()}


def table(columns: dict[tuple[int, int], dict[str, float]]) -> Table:
    """Methods by row, sizes by column: milliseconds, and the speed-up over the triple sum and over our mpmath."""
    result = Table(title=f"one step of descent, {DIGITS} digits: CPU ms (speed-up on the triple sum, on our mpmath)")
    result.add_column("method")
    for width, length in columns:
        result.add_column(f"d = {width}, k = {length}", justify="right")
    for method in (TEXTBOOK, ADJOINT, *dict(ENGINES)):
        cells = [
            f"{ms[method]:.3g} ({ms[TEXTBOOK] / ms[method]:.3g}, {ms['mpmath'] / ms[method]:.3g})"
            for ms in columns.values()
        ]
        result.add_row(method, *cells)
    return result


def main() -> None:
    """Measure all sizes and print the table; progress goes to stderr."""
    progress, columns = Console(stderr=True), {}
    for size in SIZES:
        progress.print(f"measuring d = {size[0]}, k = {size[1]} ...")
        columns[size] = column(*size)
    Console(width=120).print(table(columns))


if __name__ == "__main__":
    main()
