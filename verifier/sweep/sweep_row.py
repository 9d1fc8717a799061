"""One finished cell of a sweep as a row of text: what the file keeps, exports and compares."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from verifier.ground.numbers import decimal_text, root_text
from verifier.sweep.sweep_file import Key

if TYPE_CHECKING:
    from numerics.descent.sweep_cell import Measurement, Result

Row = dict[str, str | int | None]

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "cell": "INTEGER PRIMARY KEY",
        "teacher": "INTEGER NOT NULL",
        "width": "INTEGER NOT NULL",
        "length": "INTEGER NOT NULL",
        "scale": "TEXT NOT NULL",
        "step_size": "TEXT NOT NULL",
        "steps": "INTEGER NOT NULL",
        "seed": "TEXT NOT NULL",
        "outcome": "TEXT NOT NULL CHECK (outcome IN ('finished', 'diverged', 'failed'))",
        "diverged_at": "INTEGER",
        "failure": "TEXT",
        "loss": "TEXT",
        "drift": "TEXT",
        "asymmetry": "TEXT",
        "hankel_rank": "INTEGER",
        "singular_values": "TEXT",
        "largest_deviation": "TEXT",
        "deviations": "TEXT",
    }
)
"""The columns with their SQL types. Numbers that are not integers are text: fractions as given, decimals as measured.

``deviations`` is a JSON object: the largest |h_j - g_j| over j < q by q, ending with the horizon, where it is
``largest_deviation``; "overflow" where the response leaves the range of the arithmetic.
"""

DIGITS_OF_SINGULAR_VALUES = 6


def given(number: int, key: Key) -> Row:
    """What a row says of its cell before it is run."""
    texts = {"scale": str(key.scale), "step_size": str(key.step_size), "seed": str(key.seed)}
    return {"cell": number, **key._asdict(), **texts}


def row_of(number: int, key: Key, result: "Result", digits: int) -> Row:
    """One finished cell as a row of the database.

    Args:
        number: of the cell, by the order of the sweep file.
        key: what distinguishes the cell: teacher, width, length, scale, step_size, steps, seed.
        result: what came of it; what was not measured is None in the row.
        digits: decimals of the measured numbers.

    Returns:
        A value for each of `COLUMNS`.
    """
    row: Row = dict.fromkeys(COLUMNS) | given(number, key)
    if result.measurement is not None:
        return row | {"outcome": "finished"} | _measured(key, result.measurement, digits)
    outcome = "failed" if result.diverged is None else "diverged"
    return row | {"outcome": outcome, "diverged_at": result.diverged, "failure": result.failure}


def _measured(key: Key, found: "Measurement", digits: int) -> Row:
    from verifier.descent.learnt_modes import rank_tolerance

    values = found.singular_values
    tolerance = rank_tolerance(key.scale, digits)
    far = {str(q): "overflow" if d is None else root_text(d, digits) for q, d in found.squared_deviations.items()}
    return {
        "loss": decimal_text(found.end.loss, digits),
        "drift": root_text(found.end.squared_drift, digits),
        "asymmetry": None if found.end.squared_asymmetry is None else root_text(found.end.squared_asymmetry, digits),
        "hankel_rank": sum(1 for value in values if value > tolerance * values[0]),
        "singular_values": json.dumps([decimal_text(value, DIGITS_OF_SINGULAR_VALUES) for value in values]),
        "largest_deviation": list(far.values())[-1],
        "deviations": json.dumps(far),
    }
