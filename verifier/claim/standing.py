"""What may be said of a claim without running it: its formal record, its stored proof, and what it builds on."""

from verifier.claim.catalogue import catalogue
from verifier.claim.claim import Status
from verifier.claim.derivation_store import load
from verifier.claim.formal_record import formal_evidence
from verifier.claim.verdict import Verdict, founded


def standing(claim_id: str) -> Verdict:
    """The verdict of a claim as its stored evidence has it; a run confirms it or finds trouble, and never adds to it.

    PROVED where the recorded formal proof is the whole statement and current; DERIVED where a stored proof is, capped
    by what the claim builds on; NOT RUN for a theorem without a stored proof, for what only a run can show, and where
    there is no such claim.

    >>> standing("moment-uniqueness"), standing("krylov-laws")
    (<Verdict.PROVED: 'PROVED'>, <Verdict.NOT_RUN: 'NOT RUN'>)
    """
    entry = catalogue().get(claim_id)
    if entry is None or entry.status is not Status.THEOREM:
        return Verdict.NOT_RUN
    if formal_evidence(claim_id).verdict is Verdict.PROVED:
        return Verdict.PROVED
    stored = load(claim_id)
    below = [standing(name) for name in entry.builds_on]
    if stored is None or Verdict.NOT_RUN in below:
        return Verdict.NOT_RUN
    return founded(stored.verdict, below)
