"""Results recorded by `verifier run --json`, for what needs an extra that a reader may not have installed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from verifier.ground.files import read_text
from verifier.notebook.execution import FOLDER
from verifier.notebook.markdown import Shown, as_markdown, table
from verifier.notebook.svg import Curve, Panel, Picture, picture
from verifier.run.claim_result import CheckResult, ClaimResult, ControlResult
from verifier.run.results import RunResult
from verifier.run.results_reader import from_json

RECORDS = FOLDER / "recorded"
_ENTRY = re.compile(r"width (\d+), scale ([0-9.]+)")


@dataclass(frozen=True)
class Record:
    """A run's result, and the file it was read from."""

    path: Path
    result: RunResult

    @property
    def claim(self) -> ClaimResult:
        """The one claim that was run."""
        (claim,) = self.result.claims
        return claim


def recorded(claim_id: str) -> Record:
    """The record of a claim; verdicts are worked out anew from the evidence in it. Raises InputError when malformed."""
    path = RECORDS / f"{claim_id}.json"
    return Record(path, from_json(json.loads(read_text(str(path))), str(path)))


def provenance(record: Record) -> Shown:
    """When and with what it was recorded, and the command that records it anew."""
    result, claim = record.result, record.claim
    file = f"notebooks/recorded/{record.path.name}"
    again = f"verifier run --only {claim.id} --profile {result.settings.profile} --json {file}"
    versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    rows = [
        ("recorded", f"{result.date[:10]}, profile {result.settings.profile}, seed {result.settings.seed}"),
        ("with", as_markdown(versions)),
        ("verdict", claim.verdict.value),
        ("to record it again", f"`{again}`"),
    ]
    return table(("", ""), rows)


def recorded_evidence(record: Record) -> Shown:
    """Checks and controls, each with its verdict."""
    rows = [("check", test.name, test.evidence.verdict.value, test.evidence.summary) for test in record.claim.tests]
    rows += [("control", one.name, one.evidence.verdict.value, one.evidence.summary) for one in record.claim.controls]
    return table(("", "name", "verdict", "what was seen"), [tuple(map(as_markdown, row)) for row in rows])


def recorded_details(record: Record, name: str) -> Shown:
    """All that one check or control wrote down; raises ValueError when there is none of that name."""
    details = _details(record, name)
    return table(("of", "seen"), [(as_markdown(key), as_markdown(text)) for key, text in details.items()])


def _details(record: Record, name: str) -> dict[str, str]:
    tests: tuple[CheckResult | ControlResult, ...] = (*record.claim.tests, *record.claim.controls)
    for test in tests:
        if test.name == name:
            return dict(test.evidence.details)
    raise ValueError(f"{record.path.name}: no check or control is called {name!r}; record it with --profile full")


@dataclass(frozen=True)
class Row:
    """Students of one width from one scale: median errors at 1, 2 and 10 k, median dimension, largest loss."""

    width: int
    scale: float
    errors: tuple[float, ...]
    dimension: float
    loss: float


def scale_rows(record: Record, name: str = "scales and widths") -> tuple[Row, ...]:
    """The check's table read back; raises ValueError where its text is not of the form expected."""
    rows = []
    for key, text in _details(record, name).items():
        if entry := _ENTRY.fullmatch(key):
            errors, dimension, loss = text.split(";")
            values = tuple(map(float, errors.split(",")))
            rows.append(Row(int(entry[1]), float(entry[2]), values, float(dimension), float(loss)))
    if not rows:
        raise ValueError(f"{name}: no line 'width d, scale eps' in the record; record it again")
    return tuple(rows)


def of_width(rows: tuple[Row, ...], width: int) -> tuple[Row, ...]:
    """The rows of one width; raises ValueError when there are none."""
    if not (found := tuple(row for row in rows if row.width == width)):
        raise ValueError(f"width {width}: choose among {sorted({row.width for row in rows})}")
    return found


def errors_rise(rows: tuple[Row, ...]) -> bool:
    """Whether at every width the error at 10 k is larger from the largest scale than from the smallest."""
    widths = {row.width for row in rows}
    groups = [sorted((row for row in rows if row.width == width), key=lambda row: row.scale) for width in widths]
    return all(len(group) > 1 and group[0].errors[-1] < group[-1].errors[-1] for group in groups)


def scale_curves(rows: tuple[Row, ...]) -> Picture:
    """The error at 10 k, and the dimension of the states, against the scale of the start."""

    def curves(of: str) -> dict[str, Curve]:
        found: dict[str, Curve] = {}
        for width in sorted({row.width for row in rows}):
            group = [row for row in rows if row.width == width]
            values = [row.errors[-1] if of == "error" else row.dimension for row in group]
            found[f"width {width}"] = ([row.scale for row in group], values)
        return found

    across = "scale of the start"
    return picture(
        Panel(curves("error"), across, "median relative error", "at ten times the length", ("log", "log")),
        Panel(curves("dimension"), across, "median dimension", "states that are used", ("log", "linear")),
    )
