"""How evidence adds up: trouble first, never above the ceiling, and a claim is never better than its controls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claim.claim import Settings, Status
from verifier.claim.evidence import gathered, summaries
from verifier.claim.registry import discover
from verifier.claim.verdict import STRENGTH, TROUBLE, Evidence, Verdict, overall, weakest
from verifier.run.claim_result import CheckResult, ClaimResult, ControlOutcome, ControlResult, claim_result
from verifier.run.schedule import run_units
from verifier.run.unit import units_of

VERDICTS = st.sampled_from(list(Verdict))
ORDER = (Verdict.ERROR, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_RUN, *STRENGTH)


def evidence(verdicts):
    return [Evidence(verdict, "") for verdict in verdicts]


@given(st.lists(VERDICTS), st.sampled_from(STRENGTH))
def test_overall_is_trouble_first_and_never_above_the_ceiling(verdicts, ceiling):
    found = overall(evidence(verdicts), ceiling)
    if troubles := [verdict for verdict in TROUBLE if verdict in verdicts]:
        assert found is troubles[0]
    elif supports := [verdict for verdict in verdicts if verdict in STRENGTH]:
        assert STRENGTH.index(found) == min(max(map(STRENGTH.index, supports)), STRENGTH.index(ceiling))
    else:
        assert found is Verdict.NOT_RUN


@given(st.lists(VERDICTS, min_size=1))
def test_weakest_is_one_of_them_and_none_is_weaker(verdicts):
    found = weakest(verdicts)
    assert found in verdicts
    assert all(ORDER.index(found) <= ORDER.index(verdict) for verdict in verdicts)


@given(st.lists(VERDICTS), st.permutations(range(8)))
def test_the_order_of_evidence_does_not_matter(verdicts, order):
    shuffled = [verdicts[i] for i in order if i < len(verdicts)] + verdicts[8:]
    assert overall(evidence(shuffled)) is overall(evidence(verdicts))


def test_nothing_is_not_support():
    assert overall([]) is weakest([]) is Verdict.NOT_RUN


def control(verdict, reason="drift"):
    return ControlResult("c", "a sign", "drift", Evidence(verdict, "", reason), 0.0)


def claim(status, tests, *controls):
    results = tuple(CheckResult("t", Evidence(verdict, ""), 0.0) for verdict in tests)
    return ClaimResult("id", "1", "", "", (), status, results, controls)


@pytest.mark.parametrize(
    ("found", "outcome", "failed"),
    [
        (control(Verdict.REFUTED), ControlOutcome.REFUTED, False),
        (control(Verdict.REFUTED, "shape"), ControlOutcome.WRONG_REASON, True),
        (control(Verdict.SUPPORTED), ControlOutcome.NOT_REFUTED, True),
        (control(Verdict.PROVED), ControlOutcome.NOT_REFUTED, True),
        (control(Verdict.UNDECIDED), ControlOutcome.NOT_REFUTED, True),
        (control(Verdict.ERROR), ControlOutcome.ERROR, False),
        (control(Verdict.NOT_RUN), ControlOutcome.NOT_RUN, False),
    ],
)
def test_a_control_passes_only_when_refuted_for_its_reason(found, outcome, failed):
    assert (found.outcome, found.outcome.failed) == (outcome, failed)


def test_a_claim_is_never_better_than_its_controls():
    proved = [Verdict.PROVED]
    assert claim(Status.THEOREM, proved, control(Verdict.REFUTED)).verdict is Verdict.PROVED
    assert claim(Status.THEOREM, proved, control(Verdict.SUPPORTED)).verdict is Verdict.UNDECIDED
    assert claim(Status.THEOREM, proved, control(Verdict.REFUTED, "shape")).verdict is Verdict.UNDECIDED
    assert claim(Status.THEOREM, proved, control(Verdict.ERROR)).verdict is Verdict.ERROR
    assert claim(Status.THEOREM, [Verdict.REFUTED], control(Verdict.PROVED)).verdict is Verdict.REFUTED


def test_falling_short_of_the_status():
    assert claim(Status.THEOREM, [Verdict.SUPPORTED]).falls_short
    assert not claim(Status.THEOREM, [Verdict.PROVED, Verdict.SUPPORTED]).falls_short
    assert not claim(Status.OBSERVATION, [Verdict.SUPPORTED]).falls_short
    assert not claim(Status.THEOREM, [Verdict.SUPPORTED, Verdict.NOT_RUN]).falls_short  # what was left out may do it


def test_an_observation_is_never_proved():
    assert claim(Status.OBSERVATION, [Verdict.PROVED]).verdict is Verdict.SUPPORTED


def test_a_missing_outcome_is_noticed():
    package = "tests.example_claims"
    example = discover(package)["even-squares"]
    outcomes = run_units(units_of(example, package), Settings(), 1, lambda *_: None)
    assert claim_result(example, outcomes).verdict is Verdict.SUPPORTED
    with pytest.raises(ValueError, match="2 outcomes"):
        claim_result(example, outcomes[1:])


def test_gathered_cases_are_counted_and_one_failure_decides():
    found = [
        Evidence(Verdict.SUPPORTED, "one", details={"a": "1"}),
        Evidence(Verdict.REFUTED, "two", "slope", {"b": "2"}),
    ]
    together = gathered(found, f" as claimed: {summaries(found)}", {"rule": "r"})
    assert (together.verdict, together.summary) == (Verdict.REFUTED, "1 of 2 cases as claimed: one; two")
    assert (together.reason, together.details) == ("slope", {"rule": "r", "a": "1", "b": "2"})
    assert gathered(found[:1], "", {}).verdict is Verdict.SUPPORTED
