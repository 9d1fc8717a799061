"""Takes a minute under the deep profile: long enough to be interrupted."""

import time

from verifier.claim.claim import Check, Claim, Profile, Settings, Status
from verifier.claim.verdict import Evidence, Verdict


def sleeps(_settings: Settings) -> Evidence:
    time.sleep(60)
    return Evidence(Verdict.SUPPORTED, "slept")


CLAIM = Claim(
    id="slow",
    section="5",
    title="A minute passes",
    statement="$3 = 3$",
    status=Status.OBSERVATION,
    checks=(Check("sleeps", sleeps, profile=Profile.DEEP, seconds=0.5),),
)
