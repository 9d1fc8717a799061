"""The steps of the proofs as text, so that a reader can see a proof without running a computer algebra system.

They are written from the very derivations that a run checks (``python -m verifier.claim.derivation_store``, or
``make derivations``); a test derives them again and compares, so that they cannot go stale.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from verifier.claim.claim import Claim, Settings
from verifier.claim.registry import discover
from verifier.claim.verdict import Evidence, ProofStep, Verdict
from verifier.ground.files import write_json

FOLDER = Path(__file__).parent / "derivations"


@dataclass(frozen=True)
class StoredProof:
    """What `verifier show` prints of a proof: its verdict when stored, its scope, premises, steps and conclusion."""

    verdict: Verdict
    scope: str
    steps: tuple[ProofStep, ...]
    cited: tuple[str, ...]
    hypotheses: tuple[str, ...] = ()
    conclusion: str = ""


def stored_form(evidence: Evidence) -> StoredProof:
    """The part of a proof's evidence that is stored."""
    scope = evidence.details.get("scope", "")
    return StoredProof(
        evidence.verdict, scope, evidence.steps, evidence.cited, evidence.hypotheses, evidence.conclusion
    )


def path_of(claim_id: str, folder: Path = FOLDER) -> Path:
    """Where the proof of a claim is stored."""
    return folder / f"{claim_id}.json"


def load(claim_id: str, folder: Path = FOLDER) -> StoredProof | None:
    """The stored proof of a claim, or None when there is none."""
    path = path_of(claim_id, folder)
    if not path.exists():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    steps = tuple(ProofStep(**{**step, "uses": tuple(step["uses"])}) for step in record["steps"])
    premises = (tuple(record["cited"]), tuple(record["hypotheses"]))
    return StoredProof(Verdict(record["verdict"]), record["scope"], steps, *premises, record["conclusion"])


def store(claim: Claim, folder: Path = FOLDER) -> StoredProof:
    """Derives the proof of `claim` and stores it; raises ValueError when the claim has none."""
    if claim.proof is None:
        raise ValueError(f"{claim.id}: has no proof to store; give the claim a proof first")
    proof = stored_form(claim.proof.run(Settings()))
    folder.mkdir(exist_ok=True)
    write_json(str(path_of(claim.id, folder)), asdict(proof))
    return proof


def main(claim_ids: list[str]) -> None:
    """Stores the proofs of the claims named, of all claims when none is."""
    for claim in discover().values():
        if claim.proof is not None and (not claim_ids or claim.id in claim_ids):
            proof = store(claim)
            print(f"{claim.id}: {proof.verdict}, {len(proof.steps)} steps")


if __name__ == "__main__":
    main(sys.argv[1:])
