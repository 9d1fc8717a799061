"""Every claim, as found in verifier/claims: it earns what its status promises, and its proof is the one shown."""

from functools import cache

import pytest

from verifier.claim.claim import Settings
from verifier.claim.derivation_store import load, stored_form
from verifier.claim.registry import discover
from verifier.claim.verdict import STRENGTH, Evidence, Verdict
from verifier.report.run_summary import evidence_in_short
from verifier.run.claim_result import claim_result
from verifier.run.unit import Outcome, perform, units_of

CLAIMS = discover()
NOT_RUN = Evidence(Verdict.NOT_RUN, "controls have a test of their own")


@cache
def first(claim_id: str) -> Outcome:
    """What a claim's proof says, or its first check where it has none, run once for both tests."""
    return perform(units_of(CLAIMS[claim_id])[0], Settings())


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_the_claim_earns_what_its_status_promises(claim):
    others = units_of(claim)[1:]
    outcomes = [Outcome(u, NOT_RUN, 0.0) if u.is_control else perform(u, Settings()) for u in others]
    result = claim_result(claim, [first(claim.id), *outcomes])
    assert result.verdict in (*STRENGTH, Verdict.NOT_RUN), evidence_in_short(result)
    assert not result.falls_short, evidence_in_short(result)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS.values() if claim.proof], ids=lambda claim: claim.id)
def test_its_proof_is_the_stored_one(claim):
    assert stored_form(first(claim.id).evidence) == load(claim.id), "the stored proof is stale: run `make derivations`"
