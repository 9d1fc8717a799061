"""Takes its process down with it under the deep profile, as running out of memory does."""

import os

from verifier.claim.claim import Check, Claim, Profile, Settings, Status
from verifier.claim.verdict import Evidence


def dies(_settings: Settings) -> Evidence:
    os._exit(1)


CLAIM = Claim(
    id="dies",
    section="6",
    title="Never comes back",
    statement="$4 = 4$",
    status=Status.OBSERVATION,
    checks=(Check("dies", dies, profile=Profile.DEEP),),
)
