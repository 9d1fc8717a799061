"""Takes its process down with it under the deep profile, as running out of memory does."""

import os

from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check
from verifier.claim.verdict import Evidence

CLAIM = Declaration(id="dies", section="6", title="Never comes back", statement="$4 = 4$", status=Status.OBSERVATION)


@check("dies", Profile.DEEP)
def dies(_settings: Settings) -> Evidence:
    os._exit(1)
