"""Its checks need an extra that nobody has and a deeper profile; one returns no evidence at all."""

from typing import Any

from verifier.claim.claim import Check, Claim, Profile, Settings, Status
from verifier.claim.verdict import Evidence, Verdict


def fine(_settings: Settings) -> Evidence:
    return Evidence(Verdict.PROVED, "fine")


def forgetful(_settings: Settings) -> Any:
    return None


CLAIM = Claim(
    id="needs-more",
    section="4",
    title="Not run here",
    statement="$2 = 2$",
    status=Status.THEOREM,
    checks=(
        Check("extra", fine, needs=("no_such_module.inside",)),
        Check("deeper", fine, profile=Profile.DEEP),
        Check("forgetful", forgetful),
    ),
)
