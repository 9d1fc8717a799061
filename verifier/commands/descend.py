"""``verifier descend PROBLEM.toml``: one run of gradient descent, with progress; interrupted, it resumes."""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verifier.ground.errors import InputError, VerifierError
from verifier.ground.files import write_json
from verifier.ground.versions import versions
from verifier.problem.problem import Problem, read_problem
from verifier.problem.scope import outside_lines, outside_the_theory
from verifier.terminal.console import console, print_table
from verifier.terminal.file_types import READ, WRITE
from verifier.terminal.options import digits_option, json_option, plot_option
from verifier.terminal.plan import may_write, stdout_is_taken
from verifier.terminal.progress import reporting

if TYPE_CHECKING:
    from numerics.model.linear_rnn import LinearRNN
    from verifier.descent.descent_result import DescentResult
    from verifier.descent.descent_run import DescentRun
    from verifier.descent.learnt_modes import LearntModes
    from verifier.descent.recording import Recording

DEFAULT_DIGITS = 50
MOST_OF_A_NAME, DIGITS_OF_A_DIGEST = 40, 12
DIGITS_OF_FLOAT64 = 15


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    problem: Problem
    arithmetic: str
    digits: int
    checkpoint: str | None
    json_path: str | None
    plot: str | None
    path: str


@click.command("descend")
@click.argument("path", metavar="PROBLEM.toml", type=READ)
@digits_option(None, f"Significant decimals (default: {DEFAULT_DIGITS}, with float64 {DIGITS_OF_FLOAT64}).")
@click.option("--arithmetic", type=click.Choice(["mpmath", "arb", "float64"]), default="mpmath", show_default=True)
@click.option(
    "--checkpoint", metavar="FILE", type=WRITE, help="Where an interruption leaves its state, and whence it is resumed."
)
@plot_option
@json_option
def command(
    path: str, digits: int | None, arithmetic: str, checkpoint: str | None, plot: str | None, json_path: str | None
) -> int:
    """One run of gradient descent on a problem file; interrupted, it resumes where it stopped.

    Without --checkpoint the state of an interrupted run goes to a file of this folder, removed when the run ends.
    """
    if checkpoint == "-":
        raise InputError("--checkpoint", "a checkpoint cannot go to standard output", "name a file")
    asked = Asked(read_problem(path), arithmetic, _digits(arithmetic, digits), checkpoint, json_path, plot, path)
    return descend(asked)


def _digits(arithmetic: str, digits: int | None) -> int:
    if arithmetic != "float64":
        return digits or DEFAULT_DIGITS
    if digits is not None and digits > DIGITS_OF_FLOAT64:
        raise InputError("--digits", f"float64 has {DIGITS_OF_FLOAT64} of them", "use mpmath or arb for more")
    return digits or DIGITS_OF_FLOAT64


def descend(asked: Asked) -> int:
    """Runs, reports, and removes the checkpoint that was not asked for by name; 3 when the descent diverges."""
    from numerics.arithmetics.by_name import arithmetic
    from numerics.descent.descent import Divergence
    from verifier.descent.descent_result import measured
    from verifier.descent.descent_run import DescentRun, Stopped, finish

    steps = max(1, asked.problem.training.steps)
    checkpoint, keeps = _checkpoint(asked)
    run = DescentRun(asked.problem, arithmetic(asked.arithmetic, asked.digits, steps), checkpoint, keeps)
    begun = time.monotonic()
    try:
        with reporting() as report:
            recording = _recording(asked, run)
            last = finish(run, report, recording.watch if recording else None)
    except Divergence as error:
        return _diverged(asked, error.step)
    except Stopped as stopped:
        click.echo(f"\nstopped {stopped.kept}", err=True)
        raise
    try:
        result = measured(run, last, asked.digits)
    except (OverflowError, ValueError) as error:
        if asked.arithmetic != "float64":
            raise
        raise VerifierError(asked.path, "the result overflows float64", "use mpmath or arb") from error
    if asked.json_path is not None:
        write_json(asked.json_path, _document(asked, result, time.monotonic() - begun))
    if recording is not None and asked.plot is not None:
        _draw(recording, last.model, asked.digits, asked.plot)
    if not stdout_is_taken():
        _print(asked, result)
    _tidy(asked, run)
    return 0


def _recording(asked: Asked, run: "DescentRun[Any]") -> "Recording[Any] | None":
    """What the picture will be drawn from, if one is asked for."""
    if asked.plot is None:
        return None
    from verifier.descent.recording import Recording

    return Recording(run)


def _draw(recording: "Recording[Any]", last: "LinearRNN[Any]", digits: int, path: str) -> None:
    from verifier.descent.descent_figure import descent_figure
    from verifier.ground.plots import save_svg

    save_svg(descent_figure(recording, last, digits), path)


def _checkpoint(asked: Asked) -> tuple[str, bool]:
    """Where the state of an interruption goes, and whether it can: a folder that is read only stops no run.

    The name has the problem's digest, so that two problems of one name do not take each other's state.
    """
    if asked.checkpoint is not None:
        return asked.checkpoint, True
    name = f"{Path(asked.path).stem[:MOST_OF_A_NAME]}.{asked.problem.digest[:DIGITS_OF_A_DIGEST]}"
    path = f"{name}.{asked.arithmetic}-{asked.digits}.checkpoint.json"
    keeps = may_write("the state of an interruption", path)
    if not keeps:
        click.echo("verifier: no state can be kept in this folder; --checkpoint names another place", err=True)
    return path, keeps


def _tidy(asked: Asked, run: "DescentRun[Any]") -> None:
    if asked.checkpoint is None:
        with suppress(OSError):
            Path(run.checkpoint).unlink()


def _diverged(asked: Asked, step: int) -> int:
    if asked.json_path is not None:
        write_json(asked.json_path, {**_heading(asked), "outcome": "diverged", "step": str(step)})
    eta = asked.problem.training.step_size
    raise VerifierError(asked.path, f"descent diverged at step {step}", f"take a step below {eta}")


def _heading(asked: Asked) -> dict[str, object]:
    problem = asked.problem
    outside = outside_the_theory(problem.teacher, problem.training.length)
    heading = {"problem": problem.source, "arithmetic": asked.arithmetic, "digits": str(asked.digits)}
    return {**heading, "outside_the_theory": outside}


def _document(asked: Asked, result: "DescentResult", seconds: float) -> dict[str, object]:
    ending = {"versions": versions(), "seconds": f"{seconds:.3f}"}
    return {**_heading(asked), "outcome": "finished", **result.to_json(), **ending}


def _print(asked: Asked, result: "DescentResult") -> None:
    training = asked.problem.training
    heading = f"{asked.path}: {result.step} steps of {training.step_size} on {training.length} lags"
    console().print(f"{heading}, {asked.arithmetic}, {asked.digits} digits")
    console().print(*outside_lines(asked.problem.teacher, training.length), "", sep="\n", soft_wrap=True)
    lines = [("loss", result.loss), ("drift of Q", result.drift), ("asymmetry", result.asymmetry or "not square")]
    lines += [("Hankel rank (numerical)", _rank(result.modes))]
    lines += [(f"|h_j - g_j| at j = {lag}", value) for lag, value in result.deviations.items()]
    lag, value = result.largest_deviation
    lines += [(f"|h_j - g_j| at most, j < {asked.problem.horizon}", f"{value} (at j = {lag})")]
    print_table(("quantity", "value"), lines)
    if result.modes.nodes:
        print_table(("node learnt", "weight learnt"), list(zip(result.modes.nodes, result.modes.weights, strict=True)))


def _rank(modes: "LearntModes") -> str:
    """The rank with the gap it rests on."""
    values = modes.singular_values[: int(modes.rank) + 2]
    return f"{modes.rank} (singular values {', '.join(values)}, ...; relative tolerance {modes.tolerance})"
