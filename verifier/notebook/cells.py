"""A claim's own checks and controls, run on the spot: what a notebook's reader sees is what `verifier run` decides."""

from verifier.claim.claim import Claim, Settings
from verifier.claim.registry import CLAIMS, load
from verifier.claim.verdict import TROUBLE
from verifier.notebook.markdown import Shown, as_markdown, table
from verifier.run.claim_result import ControlOutcome, ControlResult
from verifier.run.unit import Outcome, Unit, perform, units_of

LONGEST = 600
"""Signs of a counterexample that are shown; `verifier run --json` writes the whole."""


def evidence(claim_id: str, *names: str, settings: Settings | None = None, package: str = CLAIMS) -> Shown:
    """What each check of a claim (or those named) says, the proof first.

    Raises ValueError when one of them speaks against the claim, so that a cell that shows evidence is a test too.
    """
    outcomes = [
        perform(unit, settings or Settings()) for unit in _chosen(load(claim_id, package), False, names, package)
    ]
    for outcome in outcomes:
        if outcome.evidence.verdict in TROUBLE:
            raise ValueError(f"{claim_id}, {outcome.unit.name}: {outcome.evidence.verdict}, {outcome.evidence.summary}")
    return table(("check", "verdict", "what was seen"), [_row(outcome) for outcome in outcomes])


def _row(outcome: Outcome) -> tuple[str, ...]:
    return outcome.unit.name, outcome.evidence.verdict.value, as_markdown(outcome.evidence.summary)


def falsify(claim_id: str, name: str, settings: Settings | None = None, package: str = CLAIMS) -> Shown:
    """Runs one control: the claim's own checking code on a false neighbour, and the counterexample that it finds.

    Raises ValueError when the neighbour is not refuted, or for another reason than the one intended.
    """
    claim = load(claim_id, package)
    (unit,) = _chosen(claim, True, (name,), package)
    control = claim.controls[unit.index]
    outcome = perform(unit, settings or Settings())
    result = ControlResult(name, control.changes, control.reason, outcome.evidence, outcome.seconds)
    if result.outcome is not ControlOutcome.REFUTED:
        raise ValueError(f"{claim_id}, control {name}: {result.outcome}, {outcome.evidence.summary}")
    lines = [
        f"**Claimed instead**: {as_markdown(control.changes)}.",
        f"**REFUTED** ({control.reason}): {_counterexample(outcome)}",
    ]
    return Shown("\n\n".join(lines))


def _counterexample(outcome: Outcome) -> str:
    text = outcome.evidence.details.get("counterexample", outcome.evidence.summary)
    if "\\" in text:
        return f"${text}$"
    return _verbatim(text if len(text) <= LONGEST else f"{text[:LONGEST]} ...")


def _verbatim(text: str) -> str:
    """Text that may hold brackets, stars and underscores, shown as it is."""
    return f"`{text}`" if set("*_[]^$|<") & set(text) else text


def _chosen(claim: Claim, controls: bool, names: tuple[str, ...], package: str) -> list[Unit]:
    units = [unit for unit in units_of(claim, package) if unit.is_control is controls]
    known = {unit.name: unit for unit in units}
    for name in names:
        if name not in known:
            raise ValueError(f"{claim.id}: nothing is called {name!r}; choose among {', '.join(known)}")
    return [known[name] for name in names] or units
