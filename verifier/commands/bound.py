"""``verifier bound TEACHER --lags K --loss E``: the constants of the theorems, lag by lag, beside the best possible."""

import time
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.numbers import parse_rational, rounded_down, rounded_up
from verifier.ground.versions import versions
from verifier.terminal.console import console, print_table
from verifier.terminal.options import json_option

if TYPE_CHECKING:
    from verifier.examine.bounds import TeacherBounds

LATEST = 1000


def _loss(_context: click.Context, _parameter: click.Parameter, text: str) -> Fraction:
    loss = parse_rational(text, "--loss")
    if loss < 0:
        raise InputError("--loss", f"{text} is negative", "a loss is at least 0")
    return loss


@click.command("bound")
@click.argument("path", metavar="TEACHER")
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
    from verifier.examine.bounds import bound
    from verifier.problem.teacher import read_teacher_file

    begun = time.monotonic()
    found = bound(read_teacher_file(path), lags, loss, at)
    if json_path is not None:
        seconds = f"{time.monotonic() - begun:.3f}"
        write_json(json_path, {**_to_json(found), "versions": versions(), "seconds": seconds})
    if json_path != "-":
        _print(path, found)
    return 0 if found.rows else 3


def _print(path: str, found: "TeacherBounds") -> None:
    from verifier.problem.scope import outside_lines

    modes = found.modes
    if modes is not None:
        needed = f"2n + 1 = {modes.lags_needed} lags pin it" + (
            f", {modes.lags_needed - modes.ends} if the student is stable" if modes.ends and modes.stable else ""
        )
        given = f"K = {found.lags}, loss at most {rounded_up(found.loss, 3)}"
        console().print(f"{path}: n = {modes.order}, {needed}; {given}")
    for line in outside_lines(found.teacher, found.lags):
        console().print(line, soft_wrap=True)
    if found.rows:
        headings = ("lag", "C_1", "C_1 sqrt(E)", "best possible", "reached by a student", "kappa_j", "C_2")
        print_table(headings, [
            (str(row.lag), *(rounded_up(value, 3) for value in (row.C1, row.formula, row.sharp)),
             rounded_down(row.reached, 3), rounded_up(row.kappa, 3), "-" if row.C2 is None else rounded_up(row.C2, 3))
            for row in found.rows
        ])  # fmt: skip


def _to_json(found: "TeacherBounds") -> dict[str, object]:
    return {
        "teacher": found.teacher.source,
        "lags": str(found.lags),
        "loss": str(found.loss),
        "lags_needed": found.modes and str(found.modes.lags_needed),
        "outside_the_theory": list(found.outside),
        "constants": [
            {name: None if value is None else str(value) for name, value in vars(row).items()} for row in found.rows
        ],
    }
