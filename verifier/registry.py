"""Finds the claims: every module of `verifier.claims` holds one ``CLAIM``; nothing is listed by hand."""

import importlib
import pkgutil
from difflib import get_close_matches

import verifier.claims
from verifier.claim import Claim


def discover() -> dict[str, Claim]:
    """All claims by id, in the order of the sections of the mathematics.

    Raises ValueError when a module's file name is not its claim's id, so that a reader finds a claim by its name.
    """
    found = [_load(module.name) for module in pkgutil.iter_modules(verifier.claims.__path__)]
    return {claim.id: claim for claim in sorted(found, key=lambda claim: (claim.section, claim.id))}


def _load(module_name: str) -> Claim:
    claim = importlib.import_module(f"verifier.claims.{module_name}").CLAIM
    if not isinstance(claim, Claim) or claim.id != module_name.replace("_", "-"):
        raise ValueError(f"verifier/claims/{module_name}.py must define CLAIM with its own name as id")
    return claim


def find(claim_id: str, claims: dict[str, Claim]) -> Claim:
    """The claim named `claim_id`; raises LookupError with the nearest name when there is none."""
    if claim_id in claims:
        return claims[claim_id]
    near = get_close_matches(claim_id, claims, n=1, cutoff=0)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise LookupError(f"no claim is called {claim_id!r}{hint} (`verifier list` shows them all)")
