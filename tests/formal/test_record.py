"""The record of formal/ is that of its sources, and a changed source is noticed without the assistant."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.formal.room import FORMAL, module, record


def test_every_recorded_source_is_as_it_was_checked() -> None:
    for name, entry in record.load()["files"].items():
        assert record.changed(entry) == [], f"{name}.v: changed since it was checked; run make formal"


def test_every_theorem_file_is_recorded() -> None:
    claims = {path.stem for path in FORMAL.glob("*.v") if not path.stem.startswith(("lemmas_", "definitions"))}
    assert claims == set(record.load()["files"])


def test_sources_follow_imports_to_the_definitions() -> None:
    assert record.sources("noether_identity") == (
        "definitions.v", "lemmas_gradient.v", "lemmas_loss.v", "lemmas_matrix.v", "lemmas_noether.v", "lemmas_norm.v",
        "lemmas_order.v", "noether_identity.v",
    )  # fmt: skip


@pytest.mark.parametrize("touched", ["definitions.v", "lemmas_noether.v", "noether_identity.v"])
def test_one_changed_byte_is_noticed(touched: str, tmp_path: Path) -> None:
    entry = record.load()["files"]["noether_identity"]
    for file in entry["sha256"]:
        shutil.copy(FORMAL / file, tmp_path)
    assert record.changed(entry, tmp_path) == []
    with (tmp_path / touched).open("a", encoding="utf-8") as source:
        source.write(" ")
    assert record.changed(entry, tmp_path) == [touched]
    (tmp_path / touched).unlink()
    assert record.changed(entry, tmp_path) == [touched]


def test_only_the_three_classical_axioms_and_only_where_there_is_a_flow() -> None:
    for name, entry in record.load()["files"].items():
        for axioms in entry["theorems"].values():
            assert set(axioms) <= {
                "propositional_extensionality", "functional_extensionality_dep", "constructive_indefinite_description",
            }  # fmt: skip
            assert not axioms or "definitions_flow.v" in entry["sha256"], name


def test_a_version_counts_only_while_it_has_checked_every_file_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FORMAL))
    check = module("check")
    both = {"sha256": {"a.v": "0"}, "statements": {"8.16": {}, "8.20": {}}}
    again = {"sha256": {"a.v": "0"}, "statements": {"8.16": {}}}
    changed = {"sha256": {"a.v": "1"}, "statements": {"8.16": {}}}
    versions = {"8.16.1", "8.20.1"}
    assert check.assistants(versions, {"a": check.merged(both, again), "b": both}) == ["8.16.1", "8.20.1"]
    assert check.assistants(versions, {"a": check.merged(both, changed), "b": both}) == ["8.16.1"]


def test_without_the_assistant_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = subprocess.run(
        [sys.executable, str(FORMAL / "check.py")], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 1
    assert done.stderr.startswith("formal: coqc: not found")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed: nothing can be checked again")
def test_a_difference_from_the_record_fails_and_storing_mends_it(tmp_path: Path) -> None:
    folder = tmp_path / "formal"
    folder.mkdir()
    for file in ("definitions.v", "balanced_is_not_enough.v", "_CoqProject"):
        shutil.copy(FORMAL / file, folder)
    stored = record.load()
    kept = {**stored, "files": {"balanced_is_not_enough": stored["files"]["balanced_is_not_enough"]}}
    kept["files"]["balanced_is_not_enough"]["missing"] = "something"
    (folder / "claims.json").write_text(json.dumps(kept), encoding="utf-8")
    command = [sys.executable, str(FORMAL / "check.py"), "--folder", str(folder), "--build", str(tmp_path / "build")]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *more], capture_output=True, text=True, check=False)

    differs = run("--no-chk")
    assert differs.returncode == 1
    assert "balanced_is_not_enough.v: missing is" in differs.stderr
    assert run("--no-chk", "--store").returncode == 0
    again = run()
    assert again.returncode == 0, again.stderr
    assert "axioms: none" in again.stdout


def test_definitions_of_other_files_count_where_a_statement_mentions_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(FORMAL))
    (tmp_path / "lemmas_used.v").write_text(
        "Definition even n :=\n  double n.\nDefinition double n := n + n.\nDefinition unused := 0.\n", encoding="utf-8"
    )
    source = "From formal Require Import lemmas_used.\nTheorem main : even 1.\nProof. by []. Qed.\n"
    (tmp_path / "main.v").write_text(source, encoding="utf-8")
    assert module("audit").lines_to_read(tmp_path, "main") == 4
