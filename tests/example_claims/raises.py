"""Its check and its control raise: both are errors, and neither is a refutation."""

from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence


def broken(_settings: Settings) -> Evidence:
    raise ZeroDivisionError("the check\nitself is broken")


CLAIM = Claim(
    id="raises",
    section="2",
    title="Never decided",
    statement="$0 = 0$",
    status=Status.OBSERVATION,
    checks=(Check("broken", broken, seconds=2),),
    controls=(Control("broken too", "nothing", reason="ZeroDivisionError", run=broken),),
)
