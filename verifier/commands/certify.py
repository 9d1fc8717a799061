"""``verifier certify PROBLEM.toml``: the run made rigorous, what follows from it, and a certificate."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from verifier.certificate.certificate import MAXIMAL_DIGITS
from verifier.ground.errors import VerifierError
from verifier.ground.files import write_json
from verifier.ground.versions import versions
from verifier.problem.problem import Problem, read_problem
from verifier.problem.scope import outside_lines
from verifier.terminal.console import console, print_table
from verifier.terminal.file_types import READ
from verifier.terminal.options import json_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.progress import Reporter, forecast, reporting

if TYPE_CHECKING:
    from numerics.rigour.end_state import Measured
    from verifier.certificate.certificate import Certificate

SECONDS_BETWEEN_REPORTS = 0.25
DIGITS_SHOWN = 14

LABELS: Mapping[str, str] = {
    "loss": "loss L",
    "balancedness": "|Q|",
    "drift": "drift of Q",
    "drift_bound": "  proved: at most sqrt2 eta^2 sum |G|^2",
    "asymmetry": "asymmetry",
    "spectral_radius": "spectral radius of A",
    "extrapolation_error": "max |h_j - g_j|, j below the horizon",
    "error_at_every_lag": "max |h_j - g_j|, every j",
}


@click.command("certify")
@click.argument("path", metavar="PROBLEM.toml", type=READ)
@click.option("--digits", type=click.IntRange(1, MAXIMAL_DIGITS), default=30, show_default=True,
              help="The final state is enclosed within 10^-DIGITS.")  # fmt: skip
@click.option("--max-bits", type=click.IntRange(64, 1 << 20), default=1 << 16, show_default=True,
              help="Where raising the working precision stops.")  # fmt: skip
@json_option
def command(path: str, digits: int, max_bits: int, json_path: str | None) -> None:
    """Gradient descent on a problem file as a theorem about this one run; --json writes its certificate."""
    problem, begun = read_problem(path), time.monotonic()
    made, found = certified(path, problem, digits, max_bits)
    if json_path is not None:
        seconds = f"{time.monotonic() - begun:.3f}"
        content = made.to_json()
        content["beside"] = {**made.beside, "seconds": seconds, "versions": versions()}
        write_json(json_path, content)
    if not stdout_is_taken():
        _print(path, made, found)


def certified(path: str, problem: Problem, digits: int, max_bits: int) -> "tuple[Certificate, Measured]":
    """The certificate; raises VerifierError (undecided, exit code 3) with the step where the run was lost."""
    from numerics.rigour.certified_run import Lost
    from verifier.certificate.certification import certificate, rigorous_run
    from verifier.certificate.listed_teacher import require_certifiable

    require_certifiable(problem)
    try:
        with reporting() as report:
            report(0, max(problem.training.steps, 1), "preparing the start, the teacher's response and the curvature")
            _forecast(problem, digits)
            end = rigorous_run(problem, digits, max_bits, _progress(report, problem.training.steps))
        return certificate(problem, end, digits)
    except Lost as error:
        raise VerifierError(path, f"UNDECIDED, lost at step {error.step}: {error.cause}", error.remedy) from error
    except ValueError as error:
        raise VerifierError(path, f"UNDECIDED after the last step: {error}", "ask for more --digits") from error


def _forecast(problem: Problem, digits: int) -> None:
    from numerics.arithmetics.ball import Balls
    from numerics.descent.descent import seconds_of_a_step
    from numerics.rigour.shadowing import first_bits

    run = problem.exact.run
    seconds = seconds_of_a_step(run.start, len(run.response), Balls(first_bits(run, digits))) * run.steps
    forecast(seconds, "fewer steps, a shorter training length or a narrower student take less")


def _progress(report: Reporter, steps: int) -> Callable[[int], None]:
    told = [time.monotonic()]

    def hear(step: int) -> None:
        now = time.monotonic()
        if now - told[0] >= SECONDS_BETWEEN_REPORTS or step + 1 == steps:
            told[0] = now
            report(step + 1, steps, f"step {step + 1} of {steps}")

    return hear


def _print(path: str, made: "Certificate", found: "Measured") -> None:
    from verifier.ground.enclosure_text import radius_text

    training = made.problem.training
    heading = f"{path}: CERTIFIED, {training.steps} steps of {training.step_size} on {training.length} lags"
    console().print(f"{heading}; the exact end lies within {radius_text(made.radius)[0]} of the one found")
    console().print(*outside_lines(made.problem.teacher, training.length), "", sep="\n", soft_wrap=True)
    rows = [(label, _shown(made.claims[name])) for name, label in LABELS.items() if name in made.claims]
    promised = "" if made.promised is None else f"<= {radius_text(made.promised[1])[0]}"
    rows.append(
        (f"  promised for j = {found.lag} by C1 sqrt(L) + C2 asymmetry^2", promised or found.missing["promised"])
    )
    print_table(("quantity", "enclosure"), rows)
    if made.rule:
        print_table(("node learnt", "weight learnt"), [(_shown(x), _shown(w)) for x, w in made.rule])
    else:
        console().print(f"Nodes and weights: {found.missing['rule']}.")
    for name in LABELS.keys() & found.missing.keys():
        console().print(f"{LABELS[name].strip()}: not certified, {found.missing[name]}.")


def _shown(value: Mapping[str, str]) -> str:
    """The first digits of the middle, and a radius that contains what they leave out."""
    from verifier.ground.enclosure_text import enclosure_line, parse_enclosure

    return enclosure_line(parse_enclosure(value, "enclosure"), DIGITS_SHOWN)
