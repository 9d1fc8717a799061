"""A run of claims from their units to the result: scheduled, judged, put on their foundations."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from verifier.claim.claim import Claim, Settings
from verifier.ground.versions import versions
from verifier.run.claim_result import claim_result
from verifier.run.results import RunResult, on_their_foundations
from verifier.run.schedule import run_units
from verifier.run.unit import Unit
from verifier.terminal.progress import Reporter


def whole_run(
    claims: Sequence[Claim], units: Sequence[Unit], settings: Settings, jobs: int, report: Reporter
) -> RunResult:
    """The result of all units of some claims.

    Args:
        claims: in the order in which they are told.
        units: theirs.
        settings: profile, seed, digits.
        jobs: how many processes work.
        report: hears of the progress.

    Returns:
        Verdicts, with date and seconds.

    Raises:
        Interrupted: with what was finished.
    """
    begun = time.monotonic()
    outcomes = run_units(units, settings, jobs, report)
    results = on_their_foundations([claim_result(claim, outcomes) for claim in claims])
    date = datetime.now(UTC).isoformat(timespec="seconds")
    return RunResult(results, settings, versions(), date, time.monotonic() - begun)
