"""``verifier saddles PROBLEM.toml``: the saddles on a teacher's way from zero, and how long each is to last."""

import time
from typing import TYPE_CHECKING

import click

from verifier.ground.errors import VerifierError
from verifier.ground.files import write_json
from verifier.ground.versions import versions
from verifier.problem.problem import read_problem
from verifier.terminal.console import console, print_table
from verifier.terminal.file_types import READ
from verifier.terminal.options import json_option, plot_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.progress import reporting

if TYPE_CHECKING:
    from verifier.saddles.measured_plateaus import MeasuredPlateaus
    from verifier.saddles.saddle_row import SaddleRow
    from verifier.saddles.way_result import WayResult

DIGITS = 8
"""Digits of an enclosure that are shown; JSON has 30."""


@click.command("saddles")
@click.argument("path", metavar="PROBLEM.toml", type=READ)
@click.option("--run", "run", is_flag=True, help="Run descent too, and show the plateaus measured.")
@plot_option
@json_option
def command(path: str, run: bool, plot: str | None, json_path: str | None) -> None:
    """The way from zero for a problem's teacher: its saddles, enclosed, and what is known of them.

    At a saddle of m modes the student has h_0 and lacks g_0 - h_0: the next mode has this sign and grows at the rate
    lambda_m, so that descent stays for log(1/eps)/log(1 + eta lambda_m) steps to leading order. At most 6 nodes.
    """
    from verifier.saddles.way_result import way_result

    begun = time.monotonic()
    result = way_result(read_problem(path), path)
    measured = _measured(path, result) if run else None
    if json_path is not None:
        more = {} if measured is None else {"run": measured.to_json()}
        ending = {"versions": versions(), "seconds": f"{time.monotonic() - begun:.3f}"}
        write_json(json_path, {**result.to_json(), **more, **ending})
    if plot is not None:
        from verifier.ground.plots import save_svg
        from verifier.saddles.staircase import staircase

        save_svg(staircase(result, measured), plot)
    if not stdout_is_taken():
        _print(path, result, measured)


def _measured(path: str, result: "WayResult") -> "MeasuredPlateaus":
    from numerics.descent.descent import Divergence
    from verifier.saddles.measured_plateaus import measured_plateaus

    try:
        with reporting() as report:
            return measured_plateaus(result, report)
    except Divergence as error:
        eta = result.problem.training.step_size
        raise VerifierError(path, f"descent diverged at step {error.step}", f"take a step below {eta}") from error


def _print(path: str, result: "WayResult", measured: "MeasuredPlateaus | None") -> None:
    from verifier.saddles.saddle_row import shown

    problem = result.problem
    click.echo(click.wrap_text(result.sentence, 100))
    console().print(f"\n{path}: scale {problem.student.scale}, step {problem.training.step_size}, "
                    f"k = {problem.training.length}")  # fmt: skip
    headings = ["saddle", "nodes", "weights", "loss", "g_0 - h_0", "rate", "plateau: time", "steps"]
    headings += ["steps measured"] if measured else []
    rows = []
    for row in result.rows:
        cells = [_name(row), *(", ".join(shown(x, DIGITS) for x in part) or "-" for part in (row.nodes, row.weights))]
        cells += [shown(x, 6) for x in (row.loss, row.deficit)] + [_rate(row)]
        cells += ["-" if x is None else f"{float(x.mid()):.2f}" for x in (row.time, row.steps)]
        cells += [_length(measured, row.modes)] if measured else []
        rows.append([*cells, {1: "+", -1: "-", 0: "undecided"}[row.next_sign], _minimum(row)])
    print_table([*headings, "next mode", "minimum"], rows)
    for line in (result.ending, *_notes(result, measured)):
        click.echo(click.wrap_text(line, 100))


def _name(row: "SaddleRow") -> str:
    return f"{row.modes}" if row.enclosed else f"{row.modes} (measured)"


def _rate(row: "SaddleRow") -> str:
    from verifier.saddles.saddle_row import shown

    if row.rate_enclosed or not row.rate.is_finite():
        return shown(row.rate, DIGITS)
    return f"{shown(row.rate, 6)} (measured)"


def _minimum(row: "SaddleRow") -> str:
    """Whether the saddle is a minimum among students of as many modes."""
    if row.modes == 0:
        return "-"
    return "open" if row.unstable is None else "yes" if row.unstable == 0 else f"no, {row.unstable} down"


def _length(measured: "MeasuredPlateaus", modes: int) -> str:
    length = measured.length(modes)
    return f"not left in {measured.steps}" if length is None else f"{length:.1f}"


def _notes(result: "WayResult", measured: "MeasuredPlateaus | None") -> list[str]:
    """What a reader must know about the numbers above."""
    notes = []
    if result.problem.student.scale >= 1:
        notes.append("No plateau is predicted for a scale of 1 or more: the start is not near zero.")
    if result.problem.student.width < result.teacher.modes:
        notes.append(f"The student's width is below {result.teacher.modes}: it cannot hold the teacher.")
    if measured:
        notes.append(
            "Predicted are leading orders: prediction and measurement differ by what does not grow as eps falls."
        )
    return notes
