"""The result of a run, and its JSON. Numbers are text; nothing in it depends on the machine but the seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from graphlib import TopologicalSorter

from verifier.claim.argument import ChainResult, argument
from verifier.claim.claim import Settings
from verifier.claim.verdict import TROUBLE, Verdict
from verifier.run.claim_result import CheckResult, ClaimResult, ControlOutcome, ControlResult


@dataclass(frozen=True)
class RunResult:
    """All that `verifier run` found: the claims in order, with the settings, versions, date (UTC) and seconds."""

    claims: tuple[ClaimResult, ...]
    settings: Settings
    versions: Mapping[str, str]
    date: str
    seconds: float

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of each claim by id."""
        return {claim.id: claim.verdict for claim in self.claims}

    @property
    def argument(self) -> tuple[ChainResult, ...]:
        """The chain, for one mode and for several."""
        return argument(self.verdicts, {claim.id: claim.cited for claim in self.claims})

    @property
    def exit_code(self) -> int:
        """1: a claim is refuted or a control is not; else 3: something is undecided, in error or short; else 0.

        A run of no claims at all is undecided.
        """
        outcomes = [control.outcome for claim in self.claims for control in claim.controls]
        if Verdict.REFUTED in self.verdicts.values() or any(outcome.failed for outcome in outcomes):
            return 1
        troubled = any(verdict in TROUBLE for verdict in self.verdicts.values())
        short = any(claim.falls_short for claim in self.claims)
        return 3 if troubled or short or not self.claims or ControlOutcome.ERROR in outcomes else 0


def on_their_foundations(claims: Sequence[ClaimResult]) -> tuple[ClaimResult, ...]:
    """The claims, each knowing the verdicts of those among them that it builds on, whatever these rest on themselves.

    Raises graphlib.CycleError (a ValueError) where a claim rests on itself.
    """
    found = {claim.id: claim for claim in claims}
    graph = {claim.id: [name for name in claim.builds_on if name in found] for claim in claims}
    for name in TopologicalSorter(graph).static_order():
        foundations = tuple((below, found[below].verdict) for below in graph[name])
        found[name] = replace(found[name], foundations=foundations)
    return tuple(found[claim.id] for claim in claims)


def to_json(result: RunResult) -> dict[str, object]:
    """The document of `verifier run --json`."""
    return {
        "claims": [_claim_to_json(claim) for claim in result.claims],
        "argument": [_chain_to_json(chain) for chain in result.argument],
        "exit_code": str(result.exit_code),
        "profile": result.settings.profile.value,
        "seed": str(result.settings.seed),
        "digits": str(result.settings.digits),
        "versions": dict(result.versions),
        "date": result.date,
        "seconds": f"{result.seconds:.3f}",
    }


def _claim_to_json(claim: ClaimResult) -> dict[str, object]:
    return {
        **{name: getattr(claim, name) for name in ("id", "section", "title", "statement")},
        "hypotheses": list(claim.hypotheses),
        "builds_on": list(claim.builds_on),
        "status": claim.status.value,
        "verdict": claim.verdict.value,
        "evidence": [_test_to_json(test) for test in claim.tests],
        "controls": [_control_to_json(control) for control in claim.controls],
        "seconds": f"{sum(round(item.seconds, 3) for item in claim.items):.3f}",  # of the seconds as they are written
    }


def _test_to_json(test: CheckResult | ControlResult) -> dict[str, object]:
    return {"name": test.name, **asdict(test.evidence), "seconds": f"{test.seconds:.3f}"}


def _control_to_json(control: ControlResult) -> dict[str, object]:
    named = {"changes": control.changes, "intended": control.intended, "outcome": control.outcome.value}
    return {**_test_to_json(control), **named}


def _chain_to_json(chain: ChainResult) -> dict[str, object]:
    links = [
        {
            **asdict(link),
            "claims": [{"id": name, "verdict": v} for name, v in link.claims],
            "lemmas": str(link.lemmas),
        }
        for link in chain.links
    ]
    return {"teachers": chain.teachers, "verdict": chain.verdict.value, "links": links}
