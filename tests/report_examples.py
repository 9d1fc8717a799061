"""Results to make reports of: every claim as it stands in the catalogue, with its stored proof, without running any."""

from dataclasses import replace

from verifier.claim.catalogue import Entry, catalogue
from verifier.claim.claim import Settings
from verifier.claim.derivation_store import load
from verifier.claim.verdict import Evidence, Verdict
from verifier.run.claim_result import CheckResult, ClaimResult, ControlResult
from verifier.run.results import RunResult

VERSIONS = {"python": "3", "sympy": "1"}
MARKUP = "<b onclick=alert(1)>bold</b> <script>alert(2)</script> & <img src=x onerror=alert(3)>"
MARKUP_IN_A_FORMULA = r"$\text{<img src=x onerror=alert(4)>} \href{javascript:alert(5)}{x} < y$"


def as_after_a_run(claim: Entry) -> ClaimResult:
    """The claim with its stored proof, one sample and each control refuted: all the formulas that a run would show."""
    stored = load(claim.id)
    tests = [CheckResult("sample", Evidence(Verdict.SUPPORTED, "12 instances", details={"instances": "12"}), 0.5)]
    if stored is not None:
        proof = Evidence(
            stored.verdict, "steps", details={"scope": stored.scope}, steps=stored.steps, cited=stored.cited
        )
        tests.insert(0, CheckResult("proof", proof, 1.0))
    found = {"counterexample": "2 < 1"}
    controls = [
        ControlResult(c.name, c.changes, c.reason, Evidence(Verdict.REFUTED, "no", c.reason, found), 0.1)
        for c in claim.controls
    ]
    texts = claim.id, claim.section, claim.title, claim.statement, claim.hypotheses
    return ClaimResult(*texts, claim.status, tuple(tests), tuple(controls), claim.builds_on)


def of(*claims: ClaimResult) -> RunResult:
    """A run of these claims."""
    return RunResult(claims, Settings(), VERSIONS, "2000-01-01T00:00:00+00:00", 1.5)


def whole() -> RunResult:
    """A run of all claims of the catalogue."""
    return of(*map(as_after_a_run, catalogue().values()))


def one() -> ClaimResult:
    """One claim with a proof."""
    return as_after_a_run(catalogue()["gradient"])


def with_markup() -> RunResult:
    """A run whose every text holds markup, in prose and within formulas."""
    text = f"{MARKUP} {MARKUP_IN_A_FORMULA}"
    claim = one()
    evidence = Evidence(Verdict.SUPPORTED, text, text, {text: text}, claim.tests[0].evidence.steps[:1], (text,))
    test, control = CheckResult(text, evidence, 1.0), ControlResult(text, text, text, evidence, 1.0)
    written = replace(
        claim, section=text, title=text, statement=text, hypotheses=(text,), tests=(test,), controls=(control,)
    )
    return replace(of(written), versions={text: text}, date=text)
