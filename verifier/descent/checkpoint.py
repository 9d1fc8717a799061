"""The state of an interrupted run of descent, bit for bit, with what it belongs to."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerics.arithmetics.protocol import Rows
from verifier.ground.dyadic import matrix_text, parse_matrix_text
from verifier.ground.errors import InputError
from verifier.ground.files import read_text, write_json

FORMAT = "descent checkpoint 1"


@dataclass(frozen=True)
class Checkpoint:
    """theta_step of a run: ``run`` names the problem and the arithmetic with its precision; A, B, C are exact."""

    run: str
    step: int
    A: Rows
    B: Rows
    C: Rows


def save(path: str, checkpoint: Checkpoint) -> None:
    """Writes the checkpoint, all or nothing, in the place of the one before."""
    document: dict[str, Any] = {"format": FORMAT, "run": checkpoint.run, "step": str(checkpoint.step)}
    document |= {name: matrix_text(getattr(checkpoint, name)) for name in "ABC"}
    write_json(path, {**document, "seal": _seal(document)})


def restore(path: str, run: str, remedy: str) -> Checkpoint | None:
    """The checkpoint at `path`, None when there is none; raises InputError when it is damaged or of another run."""
    if not Path(path).exists():
        return None
    document = _document(path, remedy)
    if document["run"] != run:
        raise InputError(path, "is the checkpoint of another problem, arithmetic or number of digits", remedy)
    return Checkpoint(run, int(document["step"]), *(parse_matrix_text(document[name]) for name in "ABC"))


def _document(path: str, remedy: str) -> dict[str, Any]:
    try:
        document = json.loads(read_text(path))
        seal = document.pop("seal")
        if document["format"] == FORMAT and seal == _seal(document):
            return dict(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise InputError(path, "is not a checkpoint, or was damaged", remedy)


def _seal(document: dict[str, Any]) -> str:
    """Against damage by accident: any changed character changes it."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
