"""``verifier report RESULT.json``: the page of a run that was made before, from its JSON alone."""

from pathlib import Path

import click

from verifier.ground.documents import parse_json
from verifier.ground.errors import InputError
from verifier.ground.files import read_text, write_text
from verifier.report.report import page
from verifier.run.results_reader import from_json
from verifier.terminal.file_types import READ, WRITE
from verifier.terminal.plan import also_writes, stdout_is_taken


@click.command("report")
@click.argument("path", metavar="RESULT.json", type=READ)
@click.option(
    "--out", metavar="FILE.html", type=WRITE, help="Where to write the page (default: beside RESULT.json; - is stdout)."
)
def command(path: str, out: str | None) -> None:
    """Writes the HTML report of a run from the JSON that `verifier run --json` wrote."""
    target = _beside(path) if out is None else out
    document = parse_json(read_text(path), path, "make one with `verifier run --json`")
    write_text(target, page(from_json(document, path)))
    if not stdout_is_taken():
        click.echo(target)


def _beside(path: str) -> str:
    """The name of the page where none was given: the same, ending in .html."""
    if not Path(path).name:
        raise InputError(path, "is no file", "give the JSON of a run")
    target = str(Path(path).with_suffix(".html"))
    also_writes("the page beside RESULT.json", target)
    return target
