"""Takes a minute under the deep profile: long enough to be interrupted."""

import time

from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(id="slow", section="5", title="A minute passes", statement="$3 = 3$", status=Status.OBSERVATION)


@check("sleeps", Profile.DEEP, seconds=0.5)
def sleeps(_settings: Settings) -> Evidence:
    time.sleep(60)
    return Evidence(Verdict.SUPPORTED, "slept")
