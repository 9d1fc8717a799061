"""What a proof assistant has checked of a claim, as it was recorded: PROVED only while the sources are those recorded.

``make formal`` compiles formal/, has the result checked once more by the assistant's own checker, and compares it
with formal/claims.json: for each file its claim, its theorems with their axioms, and the hashes of all sources it
needs. A run has no assistant. It recomputes the hashes, says PROVED where they agree and the recorded theorems are
the whole statement, and names the command that repeats the check.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.claim.verdict import Evidence, Verdict

FOLDER = Path(__file__).parents[2] / "formal"
RECORD = "claims.json"
CHECK = "formal proof"
"""The name of the check that reads the record."""


@dataclass(frozen=True)
class FormalFile:
    """The recorded check of one file: its theorems with their axioms, as printed, and the hashes of its sources.

    ``missing`` says what of the claim's statement its theorems leave out; it is empty where they are all of it.
    ``lines`` is how many lines a human must read to know what was proved: definitions and statements, no proofs.
    """

    name: str
    axioms: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, str]
    hashes: Mapping[str, str]
    lines: int
    missing: str

    def changed(self, folder: Path = FOLDER) -> tuple[str, ...]:
        """The sources that are gone, or no longer those that were checked."""
        return tuple(name for name, recorded in self.hashes.items() if _hash(folder / name) != recorded)


def recorded(claim_id: str, folder: Path = FOLDER) -> tuple[FormalFile, ...]:
    """The files recorded for a claim; none where nothing is, or where no formal/ stands beside this package."""
    record = _record(folder)
    return tuple(_read(name, entry) for name, entry in record["files"].items() if entry["claim"] == claim_id)


def formal_evidence(claim_id: str, folder: Path = FOLDER) -> Evidence:
    """PROVED where the recorded theorems are the whole statement and the sources are those recorded; else NOT RUN."""
    files = recorded(claim_id, folder)
    changed = sorted({name for file in files for name in file.changed(folder)})
    missing = "; ".join(file.missing for file in files if file.missing)
    if not files:
        return _left_out("no theorem of formal/ is recorded for it")
    if changed:
        return _left_out(f"{', '.join(changed)} changed since the recorded check; `make formal` checks anew")
    if missing:
        return _left_out(f"only a part of the statement is proved so; left out: {missing}")
    theorems = [name for file in files for name in file.axioms]
    axioms = sorted({axiom for file in files for found in file.axioms.values() for axiom in found})
    versions = ", ".join(_record(folder)["assistants"])
    details = {
        "file": ", ".join(f"formal/{file.name}" for file in files),
        "theorems": ", ".join(theorems),
        "axioms": ", ".join(axioms) or "none",
        "assistant": f"Rocq {versions}",
        "lines to read": str(max(file.lines for file in files)),
    }
    counted = f"{len(theorems)} theorem{'s' if len(theorems) > 1 else ''} checked by Rocq {versions}"
    return Evidence(Verdict.PROVED, f"{counted} (recorded; `make formal` repeats it)", details=details)


def _record(folder: Path) -> Any:
    path = folder / RECORD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"files": {}, "assistants": []}


def _left_out(why: str) -> Evidence:
    return Evidence(Verdict.NOT_RUN, why, reason="formal")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _read(name: str, entry: Mapping[str, Any]) -> FormalFile:
    return FormalFile(
        f"{name}.v",
        {theorem: tuple(axioms) for theorem, axioms in entry["theorems"].items()},
        dict(next(iter(entry["statements"].values()))),  # one printing of them: the oldest version's
        dict(entry["sha256"]),
        int(entry["lines_to_read"]),
        entry["missing"],
    )
