"""Finds the claims: every module in the rooms of `verifier.claims` declares one; nothing is listed by hand."""

import importlib
import pkgutil
from collections.abc import Iterable
from difflib import get_close_matches

from verifier.claim.claim import Claim
from verifier.claim.declaration import declared
from verifier.ground.errors import InputError

CLAIMS = "verifier.claims"
"""The package whose modules are the claims."""


def claim_ids(package: str = CLAIMS) -> list[str]:
    """The ids of all claims, by their file names: no claim is imported."""
    return list(_modules(package))


def discover(package: str = CLAIMS) -> dict[str, Claim]:
    """All claims of `package` by id, in the order of the sections of the mathematics; imports every one of them."""
    found = [_claim_in(module, claim_id) for claim_id, module in _modules(package).items()]
    return {claim.id: claim for claim in sorted(found, key=lambda claim: (claim.section, claim.id))}


def load(claim_id: str, package: str = CLAIMS) -> Claim:
    """The one claim named `claim_id`, without importing the others; raises InputError when there is none.

    Raises ValueError when the file's name is not its claim's id, so that a reader finds a claim by its name.
    """
    modules = _modules(package)
    return _claim_in(modules[known(claim_id, modules)], claim_id)


def known(claim_id: str, claims: Iterable[str]) -> str:
    """The id itself; raises InputError with the nearest of `claims` when it is not among them."""
    names = list(claims)
    if claim_id in names:
        return claim_id
    near = get_close_matches(claim_id, names, n=1, cutoff=0)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise InputError(claim_id, f"no claim is called {claim_id!r}", f"{hint}`verifier list` shows them all")


def _modules(package: str) -> dict[str, str]:
    """The dotted name of each module in the rooms of `package` by the id of its claim; only the rooms are imported."""
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    names = [module.name for module in found if not module.ispkg]
    return {name.rpartition(".")[2].replace("_", "-"): name for name in names}


def _claim_in(module: str, claim_id: str) -> Claim:
    claim = declared(module, vars(importlib.import_module(module)))
    if claim.id != claim_id:
        raise ValueError(f"{module} declares {claim.id!r}; a claim is called like its file, {claim_id!r}")
    return claim
