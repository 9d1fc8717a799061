"""Digits that a rigorous run needs, and seconds: naive balls against shadowing, as the run gets longer.

    python -m benchmarks.certify [--most STEPS]

d = 6, k = 5, eta = 1/50, nodes 4/5, -2/5, weights 1, 1/2, scale 1e-5; the end within 1e-20. "Needed" is what the route
lost on the way, log10 of (radius / rounding unit), plus the 20 digits asked for. Naive balls go up to 10,000 steps;
beyond that the digits are extrapolated in proportion to the steps, marked by ~, and no time is claimed.
"""

import argparse
import time
from collections.abc import Callable
from fractions import Fraction

from numerics.descent.run import Run
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from numerics.rigour import enclosure, shadowing
from numerics.rigour.certified_run import EndState, with_enough_bits

DIGITS = 20
LONGEST_NAIVE = 10_000
STEPS = (1_000, 10_000, 100_000)


def run_of(steps: int) -> Run:
    """The instance, so many steps of it."""
    g = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 5)
    return Run(start(1, 6, Fraction(1, 10**5)), g, Fraction(1, 50), steps)


def measure(method: Callable[[Run, int], EndState], bits: int, run: Run) -> tuple[float, float]:
    """Digits needed and seconds of the attempt that succeeded."""
    timed: list[float] = []

    def once(run: Run, bits: int) -> EndState:
        begun = time.perf_counter()
        try:
            return method(run, bits)
        finally:
            timed.append(time.perf_counter() - begun)

    end = with_enough_bits(once, run, DIGITS, bits)
    lost = float(end.radius.log()) / 2.302585092994046 + end.bits / 3.321928094887362
    return DIGITS + max(0.0, lost), timed[-1]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Rigorous runs: naive balls against shadowing.")
    parser.add_argument("--most", type=int, default=STEPS[-1], help="leave out longer runs")
    most = parser.parse_args().most
    print(f"{'steps':>9} {'naive digits':>13} {'seconds':>9} {'shadowing digits':>17} {'seconds':>9}", flush=True)
    rate = 0.0
    for steps in (count for count in STEPS if count <= most):
        run, naive, naive_seconds = run_of(steps), f"~{DIGITS + rate * steps:.0f}", "-"
        if steps <= LONGEST_NAIVE:
            needed, seconds = measure(enclosure.enclose, enclosure.first_bits(run, DIGITS), run)
            rate, naive, naive_seconds = (needed - DIGITS) / steps, f"{needed:.0f}", f"{seconds:.1f}"
        needed, seconds = measure(shadowing.shadow, shadowing.first_bits(run, DIGITS), run)
        print(f"{steps:>9} {naive:>13} {naive_seconds:>9} {needed:>17.0f} {seconds:>9.1f}", flush=True)


if __name__ == "__main__":
    main()
