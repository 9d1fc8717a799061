"""``verifier report RESULT.json``: the page of a run that was made before, from its JSON alone."""

import json
from pathlib import Path
from typing import Any

import click

from verifier.ground.errors import InputError
from verifier.ground.files import read_text, require_writable, write_text
from verifier.report.report import page
from verifier.run.results_reader import from_json


@click.command("report")
@click.argument("path", metavar="RESULT.json")
@click.option("--out", metavar="FILE.html", help="Where to write the page (default: beside RESULT.json; - is stdout).")
def command(path: str, out: str | None) -> None:
    """Writes the HTML report of a run from the JSON that `verifier run --json` wrote."""
    target = str(Path(path).with_suffix(".html")) if out is None else out
    require_writable(target)
    write_text(target, page(from_json(read_json(path), path)))
    if target != "-":
        click.echo(target)


def read_json(path: str) -> Any:
    """The document in a file; raises InputError when it is not JSON."""
    try:
        return json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON ({error})", "make one with `verifier run --json`") from error
