"""A claim's own checks and controls, run on the spot: what a notebook's reader sees is what `verifier run` decides."""

from verifier.claim import Settings
from verifier.claim_result import ControlOutcome, ControlResult
from verifier.registry import load
from verifier.shown import Shown, as_markdown, table
from verifier.unit import Outcome, Unit, perform, units_of
from verifier.verdict import TROUBLE

LONGEST = 600
"""Signs of a counterexample that are shown; `verifier run --json` writes the whole."""


def evidence(claim_id: str, *names: str, settings: Settings | None = None) -> Shown:
    """What each check of a claim (or those named) says, the proof first.

    Raises ValueError when one of them speaks against the claim, so that a cell that shows evidence is a test too.
    """
    outcomes = [perform(unit, settings or Settings()) for unit in _chosen(claim_id, False, names)]
    for outcome in outcomes:
        if outcome.evidence.verdict in TROUBLE:
            raise ValueError(f"{claim_id}, {outcome.unit.name}: {outcome.evidence.verdict}, {outcome.evidence.summary}")
    return table(("check", "verdict", "what was seen"), [_row(outcome) for outcome in outcomes])


def _row(outcome: Outcome) -> tuple[str, ...]:
    return outcome.unit.name, outcome.evidence.verdict.value, as_markdown(outcome.evidence.summary)


def falsify(claim_id: str, name: str, settings: Settings | None = None) -> Shown:
    """Runs one control: the claim's own checking code on a false neighbour, and the counterexample that it finds.

    Raises ValueError when the neighbour is not refuted, or for another reason than the one intended.
    """
    (unit,) = _chosen(claim_id, True, (name,))
    control = load(claim_id).controls[unit.index]
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


def _chosen(claim_id: str, controls: bool, names: tuple[str, ...]) -> list[Unit]:
    units = [unit for unit in units_of(load(claim_id)) if unit.is_control is controls]
    known = {unit.name: unit for unit in units}
    for name in names:
        if name not in known:
            raise ValueError(f"{claim_id}: nothing is called {name!r}; choose among {', '.join(known)}")
    return [known[name] for name in names] or units
