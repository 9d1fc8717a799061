"""A sweep at a glance: how its cells ended, and medians over the seeds."""

from collections.abc import Sequence
from decimal import Decimal

from verifier.sweep.sweep_row import Row

SETTING = ("teacher", "width", "length", "scale", "step_size", "steps")
"""What is fixed in a row of the summary; the seeds are gathered."""

MEASURED = ("finished", "loss", "asymmetry", "Hankel rank", "|h_j - g_j| up to the horizon")
HEADINGS = (*(name.replace("_", " ") for name in SETTING), *MEASURED)

DIGITS = 3


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many cells finished, diverged and failed."""
    outcomes = [row["outcome"] for row in rows]
    return {outcome: outcomes.count(outcome) for outcome in ("finished", "diverged", "failed")}


def by_setting(rows: Sequence[Row]) -> dict[tuple[str | int | None, ...], list[Row]]:
    """The rows that differ in their seed only, gathered, in the order of the sweep."""
    gathered: dict[tuple[str | int | None, ...], list[Row]] = {}
    for row in rows:
        gathered.setdefault(tuple(row[name] for name in SETTING), []).append(row)
    return gathered


def median(texts: Sequence[str | int | None]) -> Decimal | None:
    """The lower median of numbers given as text, "overflow" above all of them; None when it is no number.

    >>> median(["3", "1", "overflow"]), median(["1", "2"]), median(["overflow"]), median([])
    (Decimal('3'), Decimal('1'), None, None)
    """
    numbers = sorted(Decimal("Infinity") if text == "overflow" else Decimal(text) for text in texts if text is not None)
    middle = numbers[(len(numbers) - 1) // 2] if numbers else Decimal("Infinity")
    return middle if middle.is_finite() else None


def summary(rows: Sequence[Row]) -> list[list[str]]:
    """One row for each setting: how many seeds finished, and the median over those of what was measured."""
    return [_summed(setting, cells) for setting, cells in by_setting(rows).items()]


def _summed(setting: tuple[str | int | None, ...], cells: Sequence[Row]) -> list[str]:
    finished = [row for row in cells if row["outcome"] == "finished"]
    names = ("loss", "asymmetry", "hankel_rank", "largest_deviation")
    medians = [median([row[name] for row in finished]) for name in names]
    shown = ["-" if value is None else f"{value:.{DIGITS}g}" for value in medians]
    return [*map(str, setting), f"{len(finished)} of {len(cells)}", *shown]
