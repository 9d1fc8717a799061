"""Its check and its control raise: both are errors, and neither is a refutation."""

from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence

CLAIM = Declaration(id="raises", section="2", title="Never decided", statement="$0 = 0$", status=Status.OBSERVATION)


@check("broken", seconds=2)
def broken(_settings: Settings) -> Evidence:
    raise ZeroDivisionError("the check\nitself is broken")


@control("broken-too", "nothing", "ZeroDivisionError")
def broken_too(_settings: Settings) -> Evidence:
    raise ZeroDivisionError("the control\nitself is broken")
