"""Break one lemma, formal or derived: every claim that rests on it falls, and with them the links of the argument."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.formal.room import FORMAL, record
from verifier.claim.argument import CHAINS, argument
from verifier.claim.catalogue import Entry, catalogue
from verifier.claim.claim import Status
from verifier.claim.formal_record import formal_evidence
from verifier.claim.verdict import STRENGTH, Evidence, Verdict
from verifier.run.claim_result import CheckResult, ClaimResult
from verifier.run.results import on_their_foundations

CLAIMS = catalogue()
FILES = record.load()["files"]
NONE: Mapping[str, Verdict] = {}


def verdicts(folder: Path = FORMAL, instead: Mapping[str, Verdict] = NONE) -> dict[str, Verdict]:
    """What a run says whose every derivation and check holds, but for those `instead`, with `folder` as formal/."""

    def result(claim: Entry) -> ClaimResult:
        own = instead.get(claim.id, Verdict.DERIVED if claim.status is Status.THEOREM else Verdict.SUPPORTED)
        found = (Evidence(own, ""), formal_evidence(claim.id, folder))
        tests = tuple(CheckResult(f"test {i}", item, 0.0) for i, item in enumerate(found))
        return ClaimResult(
            claim.id, claim.section, claim.title, claim.statement, (), claim.status, tests, (), claim.builds_on
        )

    return {claim.id: claim.verdict for claim in on_their_foundations([result(entry) for entry in CLAIMS.values()])}


def links(found: Mapping[str, Verdict]) -> Iterator[tuple[Verdict, tuple[str, ...]]]:
    """The verdict of every link of the argument, and the claims that it needs."""
    for (_, declared), chain in zip(CHAINS, argument(found), strict=True):
        for link, result in zip(declared, chain.links, strict=True):
            yield result.verdict, link.needs


def above(lemma: str) -> set[str]:
    """The claim and all that build on it, directly or not."""
    found = {lemma}
    while more := {name for name, claim in CLAIMS.items() if found & set(claim.builds_on)} - found:
        found |= more
    return found


@pytest.mark.parametrize("broken", sorted({file for item in FILES.values() for file in item["sha256"]}))
def test_a_changed_formal_lemma_takes_proved_from_all_that_need_it(broken: str, tmp_path: Path) -> None:
    folder = tmp_path / "formal"
    shutil.copytree(FORMAL, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / broken).write_text("Lemma broken : False. Admitted.\n", encoding="utf-8")
    before, after = verdicts(), verdicts(folder)
    fall = {item["claim"] for item in FILES.values() if broken in item["sha256"]}
    for name, verdict in before.items():
        if name in fall:
            assert after[name] is not Verdict.PROVED, name
        elif verdict is Verdict.PROVED:
            assert after[name] is Verdict.PROVED, name
    for verdict, needs in links(after):
        assert not (fall & set(needs) and verdict is Verdict.PROVED), needs


def test_moment_uniqueness_takes_two_links_of_each_chain_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "formal"
    shutil.copytree(FORMAL, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with (folder / "moment_uniqueness.v").open("a", encoding="utf-8") as source:
        source.write(" ")
    rest_on_it = {"moment-uniqueness", "low-dimensional-state"}
    before, after = verdicts(), verdicts(folder)
    assert {before[name] for name in rest_on_it} == {Verdict.PROVED}
    assert {after[name] for name in rest_on_it} == {Verdict.DERIVED}
    twice = 2 * len(CHAINS)
    assert [verdict for verdict, needs in links(before) if rest_on_it & set(needs)] == [Verdict.PROVED] * twice
    assert [verdict for verdict, needs in links(after) if rest_on_it & set(needs)] == [Verdict.DERIVED] * twice


@pytest.mark.parametrize("broken", list(CLAIMS))
def test_a_broken_derivation_takes_every_claim_above_and_its_links_with_it(broken: str) -> None:
    after = verdicts(instead={broken: Verdict.UNDECIDED})
    fall = above(broken)
    assert {name for name, verdict in after.items() if verdict not in STRENGTH} == fall
    for verdict, needs in links(after):
        assert not (fall & set(needs)) or verdict not in STRENGTH, needs


def test_a_theorem_that_uses_another_claims_file_builds_on_that_claim() -> None:
    for name, item in FILES.items():
        for file in item["sha256"]:
            used = FILES.get(file.removesuffix(".v"), item)["claim"]
            assert item["claim"] not in CLAIMS or item["claim"] in above(used), f"{name}.v uses {file}"
