"""What a recorded check rests on: the sources of a theorem, their hashes, and whether they still are those recorded.

Standard library only, and no proof assistant: whoever holds `claims.json` and the sources can ask `unchanged`.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
RECORD = FOLDER / "claims.json"
_IMPORT = re.compile(r"^From formal Require Import ([a-z0-9_ \n]+)\.", re.MULTILINE)


def sources(name: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """The files, sorted, that `name`.v needs, itself included: it and all it imports, directly or not."""
    found: set[str] = set()
    open_names = [name]
    while open_names:
        current = open_names.pop()
        if current not in found:
            found.add(current)
            text = (folder / f"{current}.v").read_text(encoding="utf-8")
            open_names += [word for group in _IMPORT.findall(text) for word in group.split()]
    return tuple(sorted(f"{word}.v" for word in found))


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashes(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """File name -> SHA-256, of all that `name`.v needs."""
    return {file: sha256(folder / file) for file in sources(name, folder)}


def load(path: Path = RECORD) -> dict[str, Any]:
    """The record: {"files": {name: {"claim", "missing", "theorems", "sha256", "lines"}}, "assistants": [...]}."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def changed(entry: dict[str, Any], folder: Path = FOLDER) -> list[str]:
    """The files of one entry of the record that are gone or no longer those which were checked."""
    return [
        file
        for file, digest in entry["sha256"].items()
        if not (folder / file).is_file() or sha256(folder / file) != digest
    ]
