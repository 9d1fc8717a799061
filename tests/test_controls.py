"""Every control of every claim: the false neighbour is refuted, and for the reason intended."""

import pytest

from verifier.claim.claim import Settings
from verifier.claim.registry import discover
from verifier.run.claim_result import ControlOutcome, ControlResult
from verifier.run.unit import perform, units_of

CONTROLS = [unit for claim in discover().values() for unit in units_of(claim) if unit.is_control]


@pytest.mark.parametrize("unit", CONTROLS, ids=lambda unit: f"{unit.claim_id}: {unit.name}")
def test_the_false_neighbour_is_refuted_for_its_reason(unit):
    outcome, control = perform(unit, Settings()), unit.item
    result = ControlResult(control.name, control.changes, control.reason, outcome.evidence, outcome.seconds)
    assert result.outcome in (ControlOutcome.REFUTED, ControlOutcome.NOT_RUN), outcome.evidence
