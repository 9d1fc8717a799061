"""Its checks need an extra that nobody has and a deeper profile; one returns no evidence at all."""

from typing import Any

from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(id="needs-more", section="4", title="Not run here", statement="$2 = 2$", status=Status.THEOREM)


@check("extra", needs=("no_such_module.inside",))
def extra(_settings: Settings) -> Evidence:
    return Evidence(Verdict.PROVED, "fine")


@check("deeper", Profile.DEEP)
def deeper(_settings: Settings) -> Evidence:
    return Evidence(Verdict.PROVED, "fine")


@check("forgetful")
def forgetful(_settings: Settings) -> Any:
    return None
