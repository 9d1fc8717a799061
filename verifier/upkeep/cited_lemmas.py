"""The list of what the proofs cite, written from the stored proofs: `python -m verifier.upkeep.cited_lemmas`."""

import re
from collections.abc import Iterable
from pathlib import Path

from verifier.claim.catalogue import Entry, catalogue
from verifier.claim.derivation_store import load
from verifier.ground.files import write_text
from verifier.upkeep.marked_text import replaced

BEGIN, END = "<!-- cited: written by `make derivations` -->", "<!-- end of cited -->"
PAGE = Path("docs/verdicts.md")


def listing(claims: Iterable[Entry]) -> str:
    """The lemmas that each proof takes from the literature, as a Markdown list; claims that cite none are left out."""
    lines: list[str] = []
    for claim in claims:
        proof = load(claim.id)
        lines += (
            [f"- `{claim.id}`", *(f"  - {_escaped(lemma)}" for lemma in proof.cited)] if proof and proof.cited else []
        )
    return "\n".join(lines)


def _escaped(lemma: str) -> str:
    """Stars, underscores and signs as themselves, not as Markdown."""
    return re.sub(r"([*_<>|])", r"\\\1", lemma)


def with_listing(text: str, claims: Iterable[Entry]) -> str:
    """The page with the list brought up to date; raises ValueError when a marker is missing."""
    return replaced(text, BEGIN, END, listing(claims))


def main(page: Path = PAGE) -> None:
    """Rewrites the list in the page."""
    write_text(str(page), with_listing(page.read_text(encoding="utf-8"), catalogue().values()))


if __name__ == "__main__":
    main()
