"""Finds the claims: every module in the rooms of `verifier.claims` holds one ``CLAIM``; nothing is listed by hand."""

import importlib
import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches

from verifier.claim.claim import Claim

CLAIMS = "verifier.claims"
"""The package whose modules are the claims."""


def discover(package: str = CLAIMS) -> dict[str, Claim]:
    """All claims of `package` by id, in the order of the sections of the mathematics.

    Raises ValueError when a module's file name is not its claim's id, so that a reader finds a claim by its name.
    """
    found = [_claim_of(module) for module in _modules(package)]
    return {claim.id: claim for claim in sorted(found, key=lambda claim: (claim.section, claim.id))}


def load(claim_id: str, package: str = CLAIMS) -> Claim:
    """The one claim named `claim_id`, without importing the others."""
    name = claim_id.replace("-", "_")
    module = next((module for module in _modules(package) if module.endswith(f".{name}")), f"{package}.{name}")
    return _claim_of(module)


def _modules(package: str) -> Iterator[str]:
    """The dotted names of the modules in the rooms of `package`, none of them imported."""
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    return (module.name for module in found if not module.ispkg)


def _claim_of(module: str) -> Claim:
    claim_id = module.rpartition(".")[2].replace("_", "-")
    claim = getattr(importlib.import_module(module), "CLAIM", None)
    if not isinstance(claim, Claim) or claim.id != claim_id:
        raise ValueError(f"{module} must define CLAIM with its own name as id")
    return claim


def find(claim_id: str, claims: dict[str, Claim]) -> Claim:
    """The claim named `claim_id`; raises LookupError with the nearest name when there is none."""
    if claim_id in claims:
        return claims[claim_id]
    near = get_close_matches(claim_id, claims, n=1, cutoff=0)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise LookupError(f"no claim is called {claim_id!r}{hint} (`verifier list` shows them all)")
