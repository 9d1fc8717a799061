"""``verifier list``: the claims, section by section."""

import click

from verifier.claim.catalogue import Entry, catalogue
from verifier.ground.files import write_json
from verifier.terminal.console import print_table
from verifier.terminal.options import json_option
from verifier.terminal.plan import stdout_is_taken


@click.command("list")
@json_option
def command(json_path: str | None) -> None:
    """The claims, by section of the mathematics, with their status."""
    claims = list(catalogue().values())
    if json_path is not None:
        write_json(json_path, {"claims": [_row_of(claim) for claim in claims]})
    if not stdout_is_taken():
        headings = ("claim", "section", "status", "what it says")
        print_table(headings, [(claim.id, claim.section, claim.status.value, claim.title) for claim in claims])


def _row_of(claim: Entry) -> dict[str, str]:
    return {"id": claim.id, "section": claim.section, "status": claim.status.value, "title": claim.title}
