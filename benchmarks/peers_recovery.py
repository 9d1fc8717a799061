"""Other people's realisation algorithms and our `recover` on the same moments: who is right, and who says so.

`make bench-peers` runs it in an environment of its own. Each tool is given float64 moments and the true order, as its
documentation asks; ours the exact moments, and the same float64 numbers with and without their accuracy. Shown: the
largest error of the continued response up to lag 200, and what the tool itself said about the data.
"""

import logging
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from typing import TypeVar

import numpy as np

from numerics.arithmetics.rationals import to_fraction
from numerics.moments.truncated_moments import extended
from numerics.recovery.recovery import recover

LAST_LAG = 200
Answer = tuple[list[float] | None, str]


@dataclass(frozen=True)
class Case:
    """Nodes, weights, and how many moments are given."""

    name: str
    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    count: int

    def moments(self, count: int) -> list[Fraction]:
        """h_0, ..., h_{count-1}, exactly."""
        return [
            sum((w * x**j for x, w in zip(self.nodes, self.weights, strict=True)), Fraction(0)) for j in range(count)
        ]

    @property
    def floats(self) -> np.ndarray:
        """The moments given, rounded to float64."""
        return np.array([float(value) for value in self.moments(self.count)])


THREE = (Fraction(9, 10), Fraction(-1, 2), Fraction(1, 5)), (Fraction(1), Fraction(7, 10), Fraction(2, 5))
EIGHT = tuple(Fraction(60 + 5 * i, 100) for i in range(8)), (Fraction(1),) * 8
CASES = (
    Case("3 nodes, 7 moments", *THREE, 7),
    Case("3 nodes, 12 moments", *THREE, 12),
    Case("8 close nodes, 16 moments", *EIGHT, 16),
    Case("8 close nodes, 17 moments", *EIGHT, 17),
)


def response(A: np.ndarray, B: np.ndarray, C: np.ndarray) -> list[float]:
    """C A^j B up to the last lag."""
    values, state = [], B
    for _ in range(LAST_LAG + 1):
        values.append((C @ state).item())
        state = A @ state
    return values


def control_era(case: Case, order: int, **sizes: int) -> Answer:
    """python-control's eigensys_realization; its sequence begins with the feedthrough D = 0."""
    import control

    system, _ = control.eigensys_realization(np.concatenate(([0.0], case.floats)), order, **sizes)
    return response(system.A, system.B, system.C), ""


def control_defaults(case: Case) -> Answer:
    """With the default 2r rows and columns."""
    return control_era(case, len(case.nodes))


def control_fitted(case: Case) -> Answer:
    """With as many rows and columns as the data fill."""
    rows = case.count // 2
    return control_era(case, len(case.nodes), m=rows, n=case.count - rows)


def control_one_too_many(case: Case) -> Answer:
    """The same with one order too many."""
    rows = case.count // 2
    return control_era(case, len(case.nodes) + 1, m=rows, n=case.count - rows)


def pymor_era(case: Case, force_stability: bool = True) -> Answer:
    """pyMOR's ERAReductor, at its default (zero-padded) or without."""
    from pymor.reductors.era import ERAReductor

    model = ERAReductor(case.floats, 1.0, force_stability=force_stability).reduce(r=len(case.nodes))
    A, B, C = model.to_matrices()[:3]
    return response(np.asarray(A), np.asarray(B), np.asarray(C)), ""


def pymor_unpadded(case: Case) -> Answer:
    """Without zero-padding."""
    return pymor_era(case, force_stability=False)


def ours(moments: list[Fraction], accuracy: Fraction | None = None) -> Answer:
    """Our recover; where it answers UNDECIDED, what it says, with the error of the exact reading if there is one."""
    found = recover(moments, accuracy=accuracy, horizon=LAST_LAG + 1)
    said = found.missing or "; ".join((*found.hypotheses, *found.notes))
    if found.polynomial is not None:
        return [float(to_fraction(v)) for v in extended(moments, found.polynomial, LAST_LAG + 1)], said
    if found.degree is None:
        return None, said
    lags = dict(found.extrapolation)
    worst = max(float(value.rad()) for value in lags.values())
    return None, f"every enclosure to lag {LAST_LAG} has a radius of at most {worst:.1e}; {said}"


def ours_exact(case: Case) -> Answer:
    """The exact moments."""
    return ours(case.moments(case.count))


def ours_floats(case: Case) -> Answer:
    """The float64 moments taken as they are."""
    return ours([Fraction(value) for value in case.floats.tolist()])


def ours_measured(case: Case) -> Answer:
    """The float64 moments, with their rounding as accuracy."""
    return ours([Fraction(value) for value in case.floats.tolist()], Fraction(float(case.floats.max())) / 2**53)


TOOLS: tuple[tuple[str, str, Callable[[Case], Answer]], ...] = (
    ("python-control, defaults", "control", control_defaults),
    ("python-control, all data", "control", control_fitted),
    ("python-control, order + 1", "control", control_one_too_many),
    ("pyMOR, defaults", "pymor", pymor_era),
    ("pyMOR, not padded", "pymor", pymor_unpadded),
    ("recover, exact", "flint", ours_exact),
    ("recover, float64", "flint", ours_floats),
    ("recover, float64 --accuracy", "flint", ours_measured),
)


@contextmanager
def heard():
    """Collects what a tool says: warnings, and log records of that level or above."""
    said: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("", "pymor")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield said
        said += [str(warning.message) for warning in caught]
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def judged(case: Case, tool: Callable[[Case], Answer]) -> tuple[str, str]:
    """The largest error to the last lag, and what the tool said."""
    with heard() as said:
        try:
            values, own = tool(case)
        except Exception as error:  # whatever a tool raises is what it says
            return "-", f"{type(error).__name__}: {error}"
    words = "; ".join(dict.fromkeys([own, *said] if own else said)) or "nothing"
    if values is None:
        return "-", words
    error = max(abs(h - float(g)) for h, g in zip(values, case.moments(LAST_LAG + 1), strict=True))
    return f"{error:.1e}", words


C = TypeVar("C")
T = TypeVar("T")


def print_answers(
    case: C, tools: Sequence[tuple[str, str, T]], asked: Callable[[C, T], tuple[str, str]], width: int
) -> None:
    """A row for each tool: its distance from the truth and what was said, or that it is not installed."""
    for name, module, tool in tools:
        if find_spec(module) is None:
            print(f"  {name:{width}} {'skipped':>8}  {module} is not installed (pip install '.[peers]')")
            continue
        distance, words = asked(case, tool)
        print(f"  {name:{width}} {distance:>8}  {words}")


def main() -> None:
    """Prints the table, case by case; a tool that is not installed is named as such."""
    for case in CASES:
        print(f"\n{case.name}; largest error up to lag {LAST_LAG}, and what was said")
        print_answers(case, TOOLS, judged, 28)


if __name__ == "__main__":
    main()
