"""The state of an interrupted run of descent, bit for bit, with what it belongs to."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerics.arithmetics.protocol import Rows
from verifier.ground.documents import parse_json
from verifier.ground.dyadic import matrix_text, parse_matrix_text
from verifier.ground.errors import InputError
from verifier.ground.files import read_text, write_json

FORMAT = "descent checkpoint 1"

_STEP = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True)
class Checkpoint:
    """theta_step of a run: ``run`` names the problem and the arithmetic with its precision; A, B, C are exact."""

    run: str
    step: int
    A: Rows
    B: Rows
    C: Rows

    @property
    def shapes(self) -> list[set[tuple[int, int]]]:
        """The shapes of A, B, C."""
        return shapes((self.A, self.B, self.C))


def shapes(parts: Sequence[Rows]) -> list[set[tuple[int, int]]]:
    """Rows and columns of each matrix; more than one pair where its rows differ in length."""
    return [{(len(X), len(row)) for row in X} for X in parts]


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
    if not _STEP.fullmatch(str(document["step"])):
        raise _damaged(path, remedy)
    try:
        return Checkpoint(run, int(document["step"]), *(parse_matrix_text(document[name]) for name in "ABC"))
    except (ValueError, TypeError, AttributeError) as error:  # entries that are no numbers, rows that are no lists
        raise _damaged(path, remedy) from error


def _damaged(path: str, remedy: str) -> InputError:
    return InputError(path, "is not a checkpoint, or was damaged", remedy)


def _document(path: str, remedy: str) -> dict[str, Any]:
    """The file's content, if it is one that `save` wrote: every field is text, or a list of lists of text."""
    text = read_text(path)
    try:
        document = parse_json(text, path, remedy)
    except InputError as error:
        raise _damaged(path, remedy) from error
    if not isinstance(document, dict) or set(document) != {"format", "run", "step", *"ABC", "seal"}:
        raise _damaged(path, remedy)
    seal = document.pop("seal")
    if document["format"] != FORMAT or not isinstance(document["run"], str) or seal != _seal(document):
        raise _damaged(path, remedy)
    return document


def _seal(document: dict[str, Any]) -> str:
    """Against damage by accident: any changed character changes it."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
