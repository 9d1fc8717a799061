"""``verifier recover MOMENTS``: nodes and weights from the first moments, with what the data leave open."""

import time
from fractions import Fraction

import click

from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.numbers import parse_rational
from verifier.ground.versions import versions
from verifier.problem.moments_file import read_moments
from verifier.terminal.console import coloured, console, print_table
from verifier.terminal.file_types import READ
from verifier.terminal.options import digits_option, json_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.recovery_text import extrapolation_rows, lines_of, pole_rows, to_json, verdict_of

MAXIMAL_HORIZON = 10_000_000


def _accuracy(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Fraction | None:
    accuracy = None if text is None else parse_rational(text, "--accuracy")
    if accuracy is not None and accuracy <= 0:
        raise InputError("--accuracy", f"{text} is not positive", "leave it out when the moments are exact")
    return accuracy


@click.command("recover")
@click.argument("moments", metavar="MOMENTS", type=READ)
@digits_option(None, "Significant decimals to certify (default: 50, or with --accuracy as many as the data bear).")
@click.option("--accuracy", callback=_accuracy, metavar="E", help="Every moment is within E of the truth.")
@click.option("--horizon", type=click.IntRange(0, MAXIMAL_HORIZON), default=0, help="Continue the response to lag H.")
@json_option
def command(moments: str, digits: int | None, accuracy: Fraction | None, horizon: int, json_path: str | None) -> int:
    """The nodes and weights whose first moments are those in the file MOMENTS (CSV or JSON; - is standard input).

    Numbers are exact ("22/7", "-0.4"), unless --accuracy says how far they are from the truth.
    """
    data = read_moments(moments)
    from numerics.moments.recovery import recover

    begun = time.monotonic()
    found = recover(data, digits, accuracy=accuracy, horizon=horizon)
    seconds = time.monotonic() - begun
    if json_path is not None:
        write_json(json_path, {**to_json(found), "versions": versions(), "seconds": f"{seconds:.3f}"})
    if not stdout_is_taken():
        verdict = verdict_of(found)
        console().print(coloured(verdict), *lines_of(found), sep="\n", soft_wrap=True)
        if found.poles:
            print_table(("pole", "multiplicity", "weight"), pole_rows(found))
        if found.extrapolation:
            print_table(("lag", "response"), extrapolation_rows(found))
    return 0 if verdict_of(found) is Verdict.CERTIFIED else 3
