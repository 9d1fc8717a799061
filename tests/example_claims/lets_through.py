"""Its controls are not refuted, or for another reason than intended: its check accepts what is false."""

from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence, Verdict


def accepts(_settings: Settings) -> Evidence:
    return Evidence(Verdict.SUPPORTED, "accepted")


def stumbles(_settings: Settings) -> Evidence:
    return Evidence(Verdict.REFUTED, "stumbled", reason="shape")


CLAIM = Claim(
    id="lets-through",
    section="3",
    title="Accepted whatever it says",
    statement="$1 = 1$",
    status=Status.OBSERVATION,
    checks=(Check("accepts", accepts),),
    controls=(
        Control("not refuted", "all of it", reason="value", run=accepts),
        Control("wrong reason", "all of it", reason="value", run=stumbles),
    ),
)
