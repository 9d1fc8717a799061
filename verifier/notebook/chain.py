"""The argument on one page, read off the same links that a run judges."""

from collections.abc import Mapping

from verifier.claim.argument import CHAINS, Link
from verifier.claim.catalogue import Entry, catalogue
from verifier.notebook.markdown import Shown, table


def chain(teachers: int) -> Shown:
    """The links for one class of teachers (0: one mode, 1: two, 2: several), their claims, and what is open."""
    name, links = CHAINS[teachers]
    claims = catalogue()
    rows = [
        (link.number, link.statement, _behind(link, claims), link.open_question or link.scope or "nothing")
        for link in links
    ]
    return table(("", name, "rests on", "open"), rows)


def _behind(link: Link, claims: Mapping[str, Entry]) -> str:
    """Each claim with its kind; in brackets those that illustrate the link or prove a part of it."""
    firm = [f"{name}: {claims[name].status.value}" for name in (*link.needs, *link.observed)]
    return ", ".join([*firm, *(f"({name}: {claims[name].status.value})" for name in link.beside)])
