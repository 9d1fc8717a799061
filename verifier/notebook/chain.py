"""The argument on one page, read off the same links that a run judges."""

from verifier.claim.argument import CHAINS, Link
from verifier.claim.registry import load
from verifier.notebook.markdown import Shown, table


def chain(teachers: int) -> Shown:
    """The links for one class of teachers (0: one mode, 1: several modes), the claims behind each, and what is open."""
    name, links = CHAINS[teachers]
    rows = [(link.number, link.statement, _claims(link), link.open_question or "nothing") for link in links]
    return table(("", name, "rests on", "open"), rows)


def _claims(link: Link) -> str:
    """Each claim with its kind; in brackets those that illustrate the link or prove a part of it."""
    firm = [_named(claim_id) for claim_id in (*link.needs, *link.observed)]
    return ", ".join([*firm, *(f"({_named(claim_id)})" for claim_id in link.beside)])


def _named(claim_id: str) -> str:
    try:
        return f"{claim_id}: {load(claim_id).status.value}"
    except ModuleNotFoundError:
        return f"{claim_id}: not written"
