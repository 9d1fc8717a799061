"""What every claim declares, stored, so that `verifier list` and `verifier show` need not import a claim to print it.

It is written from the claims themselves (``python -m verifier.claim.catalogue``, or ``make derivations``); a test makes
it again and compares, so that it cannot go stale. A run does not read it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from verifier.claim.claim import Check, Claim, Control, Profile, Status
from verifier.claim.registry import discover
from verifier.ground.files import write_json

FILE = Path(__file__).parent / "catalogue.json"


@dataclass(frozen=True)
class CheckEntry:
    """A test as `verifier show` names it."""

    name: str
    profile: Profile
    needs: tuple[str, ...]


@dataclass(frozen=True)
class ControlEntry:
    """A control as `verifier show` names it."""

    name: str
    changes: str
    reason: str
    guards: str


@dataclass(frozen=True)
class Entry:
    """A claim without the code that tests it: all that can be said of it before a run."""

    id: str
    section: str
    title: str
    statement: str
    status: Status
    hypotheses: tuple[str, ...]
    builds_on: tuple[str, ...]
    proof: CheckEntry | None
    checks: tuple[CheckEntry, ...]
    controls: tuple[ControlEntry, ...]

    @property
    def tests(self) -> tuple[CheckEntry, ...]:
        """The proof, if there is one, and the checks."""
        return (*((self.proof,) if self.proof else ()), *self.checks)


def entry(claim: Claim) -> Entry:
    """The entry of a claim."""
    return Entry(
        claim.id,
        claim.section,
        claim.title,
        claim.statement,
        claim.status,
        claim.hypotheses,
        claim.builds_on,
        _check(claim.proof) if claim.proof else None,
        tuple(_check(check) for check in claim.checks),
        tuple(_control(control) for control in claim.controls),
    )


def _check(check: Check) -> CheckEntry:
    return CheckEntry(check.name, check.profile, check.needs)


def _control(control: Control) -> ControlEntry:
    return ControlEntry(control.name, control.changes, control.reason, control.guards)


def catalogue(file: Path = FILE) -> dict[str, Entry]:
    """The stored entries by id, in the order of the sections of the mathematics."""
    records = json.loads(file.read_text(encoding="utf-8"))["claims"]
    return {record["id"]: _read(record) for record in records}


def _read(record: dict[str, Any]) -> Entry:
    lists = {name: tuple(record[name]) for name in ("hypotheses", "builds_on")}
    proof = _read_check(record["proof"]) if record["proof"] else None
    checks = tuple(_read_check(check) for check in record["checks"])
    controls = tuple(ControlEntry(**control) for control in record["controls"])
    found = {**record, **lists, "status": Status(record["status"]), "proof": proof}
    return Entry(**{**found, "checks": checks, "controls": controls})


def _read_check(record: dict[str, Any]) -> CheckEntry:
    return CheckEntry(record["name"], Profile(record["profile"]), tuple(record["needs"]))


def store(claims: Iterable[Claim], file: Path = FILE) -> None:
    """Writes the entries of the claims."""
    write_json(str(file), {"claims": [asdict(entry(claim)) for claim in claims]})


if __name__ == "__main__":
    store(discover().values())
