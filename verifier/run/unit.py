"""The unit of work of a run: one test or one control of one claim, named so that any process can find it."""

import time
from dataclasses import dataclass, replace

from verifier.claim.claim import Check, Claim, Control, Settings
from verifier.claim.registry import CLAIMS, load
from verifier.claim.verdict import Evidence, Verdict
from verifier.ground.extras import install_line, is_installed


@dataclass(frozen=True)
class Unit:
    """The test (or control) number `index` of a claim; `seconds` is its declared cost, `package` holds the claim."""

    claim_id: str
    is_control: bool
    index: int
    name: str
    seconds: float
    package: str = CLAIMS

    @property
    def item(self) -> Check | Control:
        """The check or control itself, imported where it is needed."""
        claim = load(self.claim_id, self.package)
        return claim.controls[self.index] if self.is_control else claim.tests[self.index]


@dataclass(frozen=True)
class Outcome:
    """What came of a unit, and the seconds it took."""

    unit: Unit
    evidence: Evidence
    seconds: float


def units_of(claim: Claim, package: str = CLAIMS) -> list[Unit]:
    """All tests and controls of a claim, in the order of its declaration."""
    tests = [Unit(claim.id, False, i, test.name, test.seconds, package) for i, test in enumerate(claim.tests)]
    controls = [Unit(claim.id, True, i, item.name, item.seconds, package) for i, item in enumerate(claim.controls)]
    return tests + controls


def perform(unit: Unit, settings: Settings) -> Outcome:
    """Runs a unit. What raises is an ERROR, never a refutation; what lacks an extra or a profile is NOT RUN."""
    begun = time.perf_counter()
    try:
        evidence = _evidence(unit.item, settings)
    except Exception as error:  # the boundary: whatever a check raises is told as its outcome
        evidence = Evidence(Verdict.ERROR, _one_line(error), reason=type(error).__name__)
    return Outcome(unit, evidence, time.perf_counter() - begun)


def _evidence(item: Check | Control, settings: Settings) -> Evidence:
    if not settings.profile.includes(item.profile):
        return Evidence(Verdict.NOT_RUN, f"needs --profile {item.profile}", reason="profile")
    missing = [module for module in item.needs if not is_installed(module)]
    if missing:
        remedy = "; ".join(install_line(module) for module in missing)
        return Evidence(Verdict.NOT_RUN, f"needs {', '.join(missing)}: {remedy}", reason="extra")
    evidence = item.run(settings)
    if not isinstance(evidence, Evidence):
        raise TypeError(f"{item.name}: returned {type(evidence).__name__}; a check returns Evidence")
    return replace(evidence, details={name: str(text) for name, text in evidence.details.items()})


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]
