"""``verifier bound TEACHER --lags K --loss E``: the constants of the theorems, lag by lag, beside the best possible."""

from fractions import Fraction

import click

from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.numbers import parse_rational
from verifier.terminal.console import console, print_table
from verifier.terminal.file_types import READ
from verifier.terminal.options import json_option
from verifier.terminal.plan import stdout_is_taken

LATEST = 1000


def _loss(_context: click.Context, _parameter: click.Parameter, text: str) -> Fraction:
    loss = parse_rational(text, "--loss")
    if loss < 0:
        raise InputError("--loss", f"{text} is negative", "a loss is at least 0")
    return loss


@click.command("bound")
@click.argument("path", metavar="TEACHER", type=READ)
@click.option("--lags", type=int, required=True, metavar="K", help="The student is trained on lags 0, ..., K - 1.")
@click.option("--loss", required=True, callback=_loss, metavar="E", help="Its loss on them is at most E.")
@click.option("--at", multiple=True, type=click.IntRange(0, LATEST), help="A lag to look at (repeat; default: a few).")
@json_option
def command(path: str, lags: int, loss: Fraction, at: tuple[int, ...], json_path: str | None) -> int:
    """What a loss of at most E on K lags promises of symmetric students of the teacher in a problem file.

    C_1 sqrt(E) is robust-extrapolation (stable-threshold where a node is at 1 or -1), for spectra in [-1, 1]; "best
    possible" is proved by a polynomial, and the student that reaches it was found. kappa_j and C_2 are those of
    near-symmetric-extrapolation for |A| <= 1 and |B|, |C| <= (g_0 + sqrt E)^(1/2).
    """
    from verifier.face.answers import bound
    from verifier.problem.teacher import read_teacher_file

    found = bound(read_teacher_file(path), lags=lags, loss=loss, at=at)
    if json_path is not None:
        write_json(json_path, found.document)
    if not stdout_is_taken():
        console().print(f"{path}: {found.lines[0]}", *found.lines[1:], sep="\n", soft_wrap=True)
        for table in found.tables:
            print_table(table.headings, table.rows)
    return 0 if found.tables else 3
