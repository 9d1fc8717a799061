"""``verifier examine STUDENT --lags K``: will a trained student extrapolate? What its K lags force, with proofs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.numbers import parse_rational
from verifier.terminal.console import coloured, console, print_table
from verifier.terminal.file_types import READ
from verifier.terminal.options import json_option, plot_option
from verifier.terminal.plan import stdout_is_taken

if TYPE_CHECKING:
    from verifier.problem.teacher import Teacher

EXIT_CODES: Mapping[str, int] = {"CERTIFIED": 0, "REFUTED": 1}


def _rational(_context: click.Context, parameter: click.Parameter, text: str | None) -> Fraction | None:
    return None if text is None else parse_rational(text, f"--{parameter.name}")


def _not_negative(context: click.Context, parameter: click.Parameter, text: str | None) -> Fraction | None:
    value = _rational(context, parameter, text)
    if value is not None and value < 0:
        raise InputError(f"--{parameter.name}", f"{text} is negative", "give 0 or more")
    return value


def _ends(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, str]) -> tuple[Fraction, Fraction]:
    low, high = (parse_rational(text, "--spectrum") for text in texts)
    return low, high


@click.command("examine")
@click.argument("path", metavar="STUDENT", type=READ)
@click.option("--lags", type=int, required=True, metavar="K", help="The student was trained on lags 0, ..., K - 1.")
@click.option("--loss", callback=_not_negative, metavar="E", help="Its squared residuals there add up to at most E.")
@click.option("--accuracy", callback=_not_negative, metavar="E", help="Or: each residual is at most E.")
@click.option("--teacher", metavar="PROBLEM.toml", type=READ, help="Or: the teacher of this problem file.")
@click.option("--response", metavar="FILE", type=READ, help="Or: the true response, lag by lag.")
@click.option("--spectrum", nargs=2, default=("-1", "1"), show_default=True, callback=_ends, metavar="A B",
              help="The modes of the data lie between A and B.")  # fmt: skip
@click.option("--horizon", type=click.IntRange(1, 4096), default=1001, show_default=True, help="How many lags.")
@click.option("--within", callback=_not_negative, metavar="T", help="What counts as extrapolating (default: a tenth).")
@click.option("--keys", metavar="A=...,B=...,C=...", help="What the file calls the matrices.")
@click.option("--channel", nargs=2, type=int, default=None, metavar="OUTPUT INPUT",
              help="Of several outputs and inputs, look at this one alone (from 1).")  # fmt: skip
@plot_option
@json_option
def command(
    path: str,
    teacher: str | None,
    response: str | None,
    keys: str | None,
    plot: str | None,
    json_path: str | None,
    **asked: Any,
) -> int:
    """Will the trained student in the file STUDENT extrapolate beyond its K lags? A sentence, with its proof.

    STUDENT: A, B, C (and D) in .npz, .npy, .mat, .json, .toml, .safetensors or a PyTorch state_dict. Without a teacher
    the answer holds for all data that come from positive modes and that the student fits as well as you say.
    """
    from verifier.face.answers import examine
    from verifier.student.student_file import parse_keys, read_student

    if teacher is not None and response is not None:
        raise InputError("--teacher", "does not go with --response", "give one of them")
    student = read_student(path, None if keys is None else parse_keys(keys))
    found = examine(student, teacher=_taught_by(teacher, response), **asked)
    if json_path is not None:
        write_json(json_path, found.document)
    if plot is not None:
        from verifier.ground.plots import save_svg

        save_svg(found.plot(), plot)
    if not stdout_is_taken():
        console().print(coloured(Verdict(found.verdict)), *found.lines, soft_wrap=True)
        for table in found.tables:
            print_table(table.headings, table.rows)
    return EXIT_CODES.get(found.verdict, 3)


def _taught_by(problem: str | None, response: str | None) -> "Teacher | None":
    from verifier.problem.teacher import read_response_file, read_teacher_file

    if problem is not None:
        return read_teacher_file(problem)
    return None if response is None else read_response_file(response)
