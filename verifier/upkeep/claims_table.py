"""Brings the README's table of claims up to date with the catalogue: `python -m verifier.upkeep.claims_table`."""

from collections.abc import Iterable
from pathlib import Path

from verifier.claim.catalogue import Entry, catalogue
from verifier.ground.files import write_text
from verifier.upkeep.marked_text import replaced

BEGIN, END = "<!-- claims: written by `make derivations` -->", "<!-- end of claims -->"


def table(claims: Iterable[Entry]) -> str:
    """The claims as a Markdown table: section, id, kind of statement, title."""
    rows = [f"| {claim.section} | `{claim.id}` | {claim.status} | {claim.title} |" for claim in claims]
    return "\n".join(["| section | claim | status | what it says |", "|---|---|---|---|", *rows])


def with_table(text: str, claims: Iterable[Entry]) -> str:
    """The text with everything between the two markers replaced; raises ValueError when a marker is missing.

    >>> with_table(f"a {BEGIN} old {END} b", ()).count("old")
    0
    """
    return replaced(text, BEGIN, END, table(claims))


def main(readme: Path = Path("README.md")) -> None:
    """Rewrites the table in the README."""
    write_text(str(readme), with_table(readme.read_text(encoding="utf-8"), catalogue().values()))


if __name__ == "__main__":
    main()
