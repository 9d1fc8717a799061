"""What a run found out about one claim, and what may be said of it: never more than its controls allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from verifier.claim.claim import Claim, Status
from verifier.claim.verdict import STRENGTH, Evidence, Verdict, founded, overall, weakest
from verifier.run.unit import Outcome


class ControlOutcome(StrEnum):
    """Whether a false neighbour was refuted, as it must be."""

    REFUTED = "refuted"
    NOT_REFUTED = "not refuted"
    WRONG_REASON = "refuted for another reason"
    ERROR = "error"
    NOT_RUN = "not run"

    @property
    def failed(self) -> bool:
        """Whether the checking code let the false neighbour through."""
        return self in (ControlOutcome.NOT_REFUTED, ControlOutcome.WRONG_REASON)


@dataclass(frozen=True)
class CheckResult:
    """One test of a claim: its name, its evidence, its seconds."""

    name: str
    evidence: Evidence
    seconds: float


@dataclass(frozen=True)
class ControlResult:
    """One control: what is false about it, the reason it must be refuted for, and what happened."""

    name: str
    changes: str
    intended: str
    evidence: Evidence
    seconds: float

    @property
    def outcome(self) -> ControlOutcome:
        """Refuted for the intended reason, or what else it was."""
        verdict = self.evidence.verdict
        if verdict in (Verdict.ERROR, Verdict.NOT_RUN):
            return ControlOutcome.ERROR if verdict is Verdict.ERROR else ControlOutcome.NOT_RUN
        if verdict is not Verdict.REFUTED:
            return ControlOutcome.NOT_REFUTED
        return ControlOutcome.REFUTED if self.evidence.reason == self.intended else ControlOutcome.WRONG_REASON


@dataclass(frozen=True)
class ClaimResult:
    """One claim after a run, with enough of its declaration for a report to stand alone.

    ``foundations`` are the claims it builds on that were run with it, each with the verdict that stands for it there.
    """

    id: str
    section: str
    title: str
    statement: str
    hypotheses: tuple[str, ...]
    status: Status
    tests: tuple[CheckResult, ...]
    controls: tuple[ControlResult, ...]
    builds_on: tuple[str, ...] = ()
    foundations: tuple[tuple[str, Verdict], ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict of its own evidence, capped by the claims that it builds on."""
        return founded(self.own_verdict, (verdict for _, verdict in self.foundations))

    @property
    def own_verdict(self) -> Verdict:
        """The verdict of the evidence; UNDECIDED or ERROR where a control shows that the checks cannot be trusted."""
        found = overall((test.evidence for test in self.tests), self.status.ceiling)
        outcomes = [control.outcome for control in self.controls]
        doubts = [Verdict.UNDECIDED] * any(outcome.failed for outcome in outcomes)
        doubts += [Verdict.ERROR] * (ControlOutcome.ERROR in outcomes)
        return weakest([found, *doubts])

    @property
    def items(self) -> tuple[CheckResult | ControlResult, ...]:
        """Its tests and controls, in the order of its declaration."""
        return (*self.tests, *self.controls)

    @property
    def cited(self) -> frozenset[str]:
        """The lemmas that its evidence takes from elsewhere; none where a proof assistant has checked the whole."""
        if self.verdict is Verdict.PROVED:
            return frozenset()
        return frozenset(lemma for test in self.tests for lemma in test.evidence.cited)

    @property
    def seconds(self) -> float:
        """The seconds of its tests and controls together."""
        return sum(item.seconds for item in self.items)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not run, and what it would need."""
        return tuple(f"{item.name}: {item.evidence.summary}" for item in self.items if _not_run(item.evidence))

    @property
    def falls_short(self) -> bool:
        """Whether everything was run, nothing is wrong, and yet the verdict is weaker than the status promises."""
        if self.verdict not in STRENGTH or any(_not_run(test.evidence) for test in self.tests):
            return False
        return STRENGTH.index(self.verdict) < STRENGTH.index(self.status.promise)

    @property
    def lowered_by(self) -> tuple[str, ...]:
        """The claims it builds on that lower its verdict, each with theirs."""
        if self.verdict is self.own_verdict:
            return ()
        lowers = {verdict for _, verdict in self.foundations if founded(self.own_verdict, [verdict]) is self.verdict}
        return tuple(f"{name} ({verdict})" for name, verdict in self.foundations if verdict in lowers)


def _not_run(evidence: Evidence) -> bool:
    return evidence.verdict is Verdict.NOT_RUN


def claim_result(claim: Claim, outcomes: Sequence[Outcome]) -> ClaimResult:
    """Collects the outcomes of the units of one claim; raises ValueError when one is missing or doubled."""
    mine = {(o.unit.is_control, o.unit.index): o for o in outcomes if o.unit.claim_id == claim.id}
    if len(mine) != len(claim.tests) + len(claim.controls):
        raise ValueError(f"{claim.id}: {len(mine)} outcomes for its tests and controls; run each of them once")
    tests = [mine[False, i] for i in range(len(claim.tests))]
    controls = zip(claim.controls, (mine[True, i] for i in range(len(claim.controls))), strict=True)
    return ClaimResult(
        id=claim.id,
        section=claim.section,
        title=claim.title,
        statement=claim.statement,
        hypotheses=claim.hypotheses,
        status=claim.status,
        tests=tuple(CheckResult(o.unit.name, o.evidence, o.seconds) for o in tests),
        controls=tuple(ControlResult(c.name, c.changes, c.reason, o.evidence, o.seconds) for c, o in controls),
        builds_on=claim.builds_on,
    )
