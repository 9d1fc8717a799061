"""The README's table of claims, written from the registry: `python -m verifier.claims_table` brings it up to date."""

from collections.abc import Iterable
from pathlib import Path

from verifier.claim import Claim
from verifier.files import write_text
from verifier.marked_text import replaced
from verifier.registry import discover

BEGIN, END = "<!-- claims: written by `make derivations` -->", "<!-- end of claims -->"


def table(claims: Iterable[Claim]) -> str:
    """The claims as a Markdown table: section, id, kind of statement, title."""
    rows = [f"| {claim.section} | `{claim.id}` | {claim.status} | {claim.title} |" for claim in claims]
    return "\n".join(["| section | claim | status | what it says |", "|---|---|---|---|", *rows])


def with_table(text: str, claims: Iterable[Claim]) -> str:
    """The text with everything between the two markers replaced; raises ValueError when a marker is missing.

    >>> with_table(f"a {BEGIN} old {END} b", ()).count("old")
    0
    """
    return replaced(text, BEGIN, END, table(claims))


def main(readme: Path = Path("README.md")) -> None:
    """Rewrites the table in the README."""
    write_text(str(readme), with_table(readme.read_text(encoding="utf-8"), discover().values()))


if __name__ == "__main__":
    main()
