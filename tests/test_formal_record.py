"""PROVED is read off a record, and only while the sources are those that were checked."""

import hashlib
import json
from pathlib import Path

import pytest

from verifier.claim.formal_record import formal_evidence, recorded
from verifier.claim.verdict import Verdict


def folder_with(tmp_path: Path, **changes: object) -> Path:
    """A folder with one source and its record, which says of it what `changes` say."""
    (tmp_path / "odd_sums.v").write_text("Theorem odd_sums : True. Proof. by []. Qed.\n")
    digest = hashlib.sha256((tmp_path / "odd_sums.v").read_bytes()).hexdigest()
    entry = {
        "claim": "odd-sums",
        "missing": "",
        "theorems": {"odd_sums": []},
        "statements": {"8.16": {"odd_sums": "True"}},
        "lines_to_read": 1,
        "sha256": {"odd_sums.v": digest},
    }
    record = {"assistants": ["8.16.1"], "files": {"odd_sums": {**entry, **changes}}}
    (tmp_path / "claims.json").write_text(json.dumps(record))
    return tmp_path


def test_a_whole_statement_with_unchanged_sources_is_proved(tmp_path: Path) -> None:
    found = formal_evidence("odd-sums", folder_with(tmp_path))
    assert found.verdict is Verdict.PROVED
    assert (found.details["axioms"], found.details["assistant"]) == ("none", "Rocq 8.16.1")


def test_a_changed_source_is_not_proved(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "odd_sums.v").write_text("Theorem odd_sums : False. Admitted.\n")
    found = formal_evidence("odd-sums", folder)
    assert found.verdict is Verdict.NOT_RUN
    assert "odd_sums.v changed since the recorded check" in found.summary


def test_a_source_that_is_gone_is_not_proved(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "odd_sums.v").unlink()
    assert formal_evidence("odd-sums", folder).verdict is Verdict.NOT_RUN


def test_a_part_of_the_statement_is_not_proved(tmp_path: Path) -> None:
    found = formal_evidence("odd-sums", folder_with(tmp_path, missing="the even sums"))
    assert (found.verdict, "left out: the even sums" in found.summary) == (Verdict.NOT_RUN, True)


@pytest.mark.parametrize("claim_id", ["even-sums", ""])
def test_a_claim_without_a_theorem_is_not_proved(tmp_path: Path, claim_id: str) -> None:
    assert formal_evidence(claim_id, folder_with(tmp_path)).verdict is Verdict.NOT_RUN
    assert recorded(claim_id, tmp_path / "nowhere") == ()
