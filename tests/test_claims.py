"""Every claim, as found in verifier/claims: it earns what its status promises, and its proof is the one shown."""

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


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_the_claim_earns_what_its_status_promises(claim):
    units = units_of(claim)
    outcomes = [Outcome(u, NOT_RUN, 0.0) if u.is_control else perform(u, Settings()) for u in units]
    result = claim_result(claim, outcomes)
    assert result.verdict in (*STRENGTH, Verdict.NOT_RUN), evidence_in_short(result)
    assert not result.falls_short, evidence_in_short(result)
    if claim.proof is not None and outcomes[0].evidence.verdict is not Verdict.NOT_RUN:
        assert stored_form(outcomes[0].evidence) == load(claim.id), "the stored proof is stale: run `make derivations`"
