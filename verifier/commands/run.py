"""``verifier run``: the main job. Every claim's proof, checks and controls, in parallel."""

import os
from pathlib import Path

import click

from verifier.claim.claim import Claim, Profile, Settings
from verifier.claim.registry import discover, load
from verifier.ground.files import write_json
from verifier.report.report import write_report
from verifier.report.run_summary import print_summary
from verifier.run.results import RunResult, to_json
from verifier.run.schedule import MAXIMAL_JOBS, Interrupted
from verifier.run.unit import units_of
from verifier.run.whole_run import whole_run
from verifier.terminal.options import digits_option, json_option, report_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.progress import reporting


def available_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command("run")
@click.option("--only", multiple=True, metavar="ID", help="Run this claim only; may be repeated.")
@click.option("--profile", type=click.Choice([p.value for p in Profile]), default="quick", show_default=True)
@click.option(
    "--jobs", type=click.IntRange(1, MAXIMAL_JOBS), default=available_processors, help="Processes (default: all)."
)
@digits_option()
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True)
@json_option
@report_option
def command(
    only: tuple[str, ...], profile: str, jobs: int, digits: int, seed: int, json_path: str | None, report: Path | None
) -> int:
    """Checks the claims: verdicts, controls, and the chain of the argument."""
    claims = [load(claim_id) for claim_id in dict.fromkeys(only)] or list(discover().values())
    result = run(claims, Settings(Profile(profile), seed, digits), jobs)
    if json_path is not None:
        write_json(json_path, to_json(result))
    if report is not None:
        write_report(report, result)
    if not stdout_is_taken():
        print_summary(result)
    return result.exit_code


def run(claims: list[Claim], settings: Settings, jobs: int) -> RunResult:
    """Runs all tests and controls of `claims`; tells what was finished when it is interrupted, and raises on."""
    units = [unit for claim in claims for unit in units_of(claim)]
    try:
        with reporting() as report:
            report(0, 1, f"the first of {len(units)} checks")
            return whole_run(claims, units, settings, jobs, report)
    except Interrupted as interruption:
        click.echo(f"\nfinished {len(interruption.finished)} of {len(units)} checks:", err=True)
        for outcome in interruption.finished:
            click.echo(f"  {outcome.unit.claim_id}, {outcome.unit.name}: {outcome.evidence.verdict}", err=True)
        raise
