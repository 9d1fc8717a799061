"""Its controls are not refuted, or for another reason than intended: its check accepts what is false."""

from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="lets-through", section="3", title="Accepted whatever it says", statement="$1 = 1$", status=Status.OBSERVATION
)


@check("accepts")
def accepts(_settings: Settings) -> Evidence:
    return Evidence(Verdict.SUPPORTED, "accepted")


@control("not-refuted", "all of it", "value")
def accepts_again(_settings: Settings) -> Evidence:
    return Evidence(Verdict.SUPPORTED, "accepted")


@control("wrong-reason", "all of it", "value")
def stumbles(_settings: Settings) -> Evidence:
    return Evidence(Verdict.REFUTED, "stumbled", reason="shape")
