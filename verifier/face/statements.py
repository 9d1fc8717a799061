"""The claims of the project from Python: what is claimed, and a run that checks it."""

from collections.abc import Sequence

from verifier.claim.catalogue import Entry, catalogue
from verifier.claim.claim import Profile, Settings
from verifier.claim.registry import discover, load
from verifier.face.result import Result, text_table
from verifier.run.results import RunResult, to_json
from verifier.run.unit import units_of
from verifier.run.whole_run import whole_run


def all_claims() -> tuple[Entry, ...]:
    """Every claim with its statement and status, from the stored catalogue; `verifier list`.

    >>> [claim.status.value for claim in all_claims() if claim.id == "forced-interval"]
    ['theorem']
    """
    return tuple(catalogue().values())


def verify(ids: Sequence[str] = (), *, profile: str = "quick", seed: int = 0, jobs: int = 1) -> Result[RunResult]:
    """Runs the proofs, checks and controls of the claims named, or of all; `verifier run`.

    Args:
        ids: of the claims; all when empty.
        profile: "quick", "full" or "deep".
        seed: from which random instances follow.
        jobs: how many processes work.

    Returns:
        The verdict of each claim; the value is the `RunResult`, whose `exit_code` is that of the command.

    Raises:
        InputError: no claim of that name.
    """
    claims = [load(name) for name in dict.fromkeys(ids)] or list(discover().values())
    units = [unit for claim in claims for unit in units_of(claim)]
    found = whole_run(claims, units, Settings(Profile(profile), seed), jobs, lambda done, whole, text: None)
    rows = [(claim.id, claim.verdict.value, claim.title) for claim in found.claims]
    line = f"{len(found.claims)} claims in {found.seconds:.1f} s"
    return Result(found, "", (line,), (text_table(("claim", "verdict", "title"), rows),), to_json(found))
