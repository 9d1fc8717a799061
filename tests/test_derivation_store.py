"""Stored proofs: written from what a run checks, read back equal, and a stale one is noticed."""

from dataclasses import replace

import pytest
import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import equation
from verifier.claim.catalogue import catalogue
from verifier.claim.claim import Check, Claim, Status
from verifier.claim.derivation_store import FOLDER, load, path_of, store, stored_form
from verifier.claim.evidence import proof
from verifier.claim.verdict import Verdict


def claim_of(*steps):
    lemma, end = Premise("lemma", "a lemma"), Conclusion("the sum", ("sum",))
    derivation = Derivation("every $n$", steps, (lemma,), conclusion=end)
    check = Check("a proof", lambda _settings: proof(derivation))
    return Claim("small", "1", "small", "$1 = 1$", Status.THEOREM, proof=check)


def addition(total, rule="addition"):
    return equation(sp.Add(1, 1, evaluate=False), sp.Integer(total), rule).labelled("sum", "lemma")


RIGHT, WRONG = addition(2), addition(3)


def test_what_is_stored_is_read_back(tmp_path):
    claim = claim_of(RIGHT)
    written = store(claim, tmp_path / "derivations")
    assert load("small", tmp_path / "derivations") == written == stored_form(claim.proof.run(None))
    assert (written.verdict, written.scope, written.cited) == (Verdict.DERIVED, "every $n$", ("a lemma",))
    assert written.steps[0].rule == "addition"


def test_a_changed_step_is_another_proof(tmp_path):
    store(claim_of(RIGHT), tmp_path)
    assert load("small", tmp_path) != stored_form(claim_of(addition(2, "counting")).proof.run(None))
    assert load("small", tmp_path) != stored_form(claim_of(WRONG).proof.run(None))


def test_nothing_stored_is_none_and_no_proof_cannot_be_stored(tmp_path):
    assert load("small", tmp_path) is None
    with pytest.raises(ValueError, match="has no proof"):
        store(replace(claim_of(RIGHT), proof=None), tmp_path)


def test_exactly_the_proofs_of_the_claims_are_stored():
    proved = {claim.id for claim in catalogue().values() if claim.proof is not None}
    assert {path.stem for path in FOLDER.glob("*.json")} == proved
    assert all(path_of(claim_id).exists() for claim_id in proved)


def test_no_stored_step_shows_the_same_text_twice():
    steps = [step for claim_id in catalogue() if (stored := load(claim_id)) for step in stored.steps]
    assert steps
    assert [step.rule for step in steps if step.before == step.after] == []
