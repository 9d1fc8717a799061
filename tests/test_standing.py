"""What is said of a claim without a run: never more than its stored evidence, nor than what it builds on."""

import pytest

from verifier.claim.catalogue import catalogue
from verifier.claim.claim import Status
from verifier.claim.derivation_store import load
from verifier.claim.formal_record import formal_evidence
from verifier.claim.standing import standing
from verifier.claim.verdict import STRENGTH, Verdict

CLAIMS = catalogue()


@pytest.mark.parametrize("claim", CLAIMS)
def test_it_is_read_off_the_record(claim: str) -> None:
    found, stored = standing(claim), load(claim)
    if found is Verdict.PROVED:
        assert formal_evidence(claim).verdict is Verdict.PROVED
    elif found in STRENGTH:
        assert stored is not None
        assert STRENGTH.index(found) <= STRENGTH.index(stored.verdict)
        below = [standing(name) for name in CLAIMS[claim].builds_on]
        assert all(verdict in STRENGTH and STRENGTH.index(found) <= STRENGTH.index(verdict) for verdict in below)


def test_observations_computations_and_inventions_have_none() -> None:
    others = [claim for claim, entry in CLAIMS.items() if entry.status is not Status.THEOREM]
    assert others
    assert {standing(claim) for claim in (*others, "no-such-claim")} == {Verdict.NOT_RUN}


def test_a_theorem_with_a_stored_proof_on_theorems_is_derived() -> None:
    assert standing("descent-drift") in (Verdict.DERIVED, Verdict.PROVED)
    assert standing("waits") is Verdict.DERIVED
