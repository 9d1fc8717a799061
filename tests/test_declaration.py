"""A claim file read from the top: what is gathered, in which order, and what is refused."""

from types import ModuleType

import pytest
import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import equation
from verifier.claim.claim import Check, Control, Profile, Settings, Status
from verifier.claim.declaration import (
    Declaration,
    check,
    control,
    controls,
    declared,
    false_proof,
    false_proofs,
    proved_by,
)
from verifier.claim.evidence import sampled
from verifier.claim.verdict import Evidence, Verdict


def sums_to(total):
    sum_ = sp.Add(1, 1, evaluate=False)
    step = equation(sum_, sp.Integer(total), "addition").labelled("sum", "numbers")
    given = (Premise("numbers", "1 is a number"),)
    return Derivation("all", (step,), (), given, Conclusion(f"the sum is {total}", ("sum",)))


def proved(derive=lambda: sums_to(2), given=("numbers",), concludes="the sum is 2", **more):
    return proved_by(derive, given, concludes, **more)


def head(**more):
    return Declaration("two", "1", "Two", "$1 + 1 = 2$", Status.THEOREM, ("none",), ("one",), **more)


@check("first", Profile.FULL, needs=("numpy",), seconds=3)
def first(_settings):
    return Evidence(Verdict.SUPPORTED, "seen")


@check("second")
def second(_settings):
    return Evidence(Verdict.SUPPORTED, "seen again")


@controls("not-two", ("three", "3 for 2", 3), ("four", "4 for 2", 4, 1), seconds=2)
def others(settings, total, given=1):
    found = 1 + given
    return sampled([total], lambda n: None if found == n else f"{settings.seed}: {found} is not {n}", "", "not-two")


@control("wrong", "all of it", "reason", Profile.DEEP)
def wrong(_settings):
    return Evidence(Verdict.REFUTED, "no", "reason")


THREE = false_proof("proof-of-three", "3 for 2", lambda: sums_to(3))


def test_all_is_gathered_in_the_order_of_the_file():
    names = {"CLAIM": head(), "first": first, "others": others, "second": second, "wrong": wrong, "helper": len}
    claim = declared("a.two", names)
    assert (claim.id, claim.section, claim.status, claim.builds_on) == ("two", "1", Status.THEOREM, ("one",))
    assert claim.proof is None
    assert claim.checks == (first, second)
    assert [control.name for control in claim.controls] == ["three", "four", "wrong"]


def test_what_a_decorator_says_is_kept():
    assert isinstance(first, Check)
    assert isinstance(wrong, Control)
    assert (first.name, first.profile, first.needs, first.seconds) == ("first", Profile.FULL, ("numpy",), 3)
    assert (wrong.name, wrong.changes, wrong.reason, wrong.profile) == ("wrong", "all of it", "reason", Profile.DEEP)
    assert first.run(Settings()).summary == "seen"


def test_a_control_guards_the_test_above_it():
    names = {"CLAIM": head(proof=proved()), "THREE": THREE, "first": first, "others": others}
    claim = declared("a.two", {**names, "second": second, "wrong": wrong})
    assert [(control.name, control.guards) for control in claim.controls] == [
        ("proof-of-three", "proof"),
        ("three", "first"),
        ("four", "first"),
        ("wrong", "second"),
    ]


def test_the_proof_and_its_control_run():
    claim = declared("a.two", {"CLAIM": head(proof=proved(seconds=2)), "THREE": THREE})
    assert (claim.tests, claim.checks, claim.proof.seconds) == ((claim.proof,), (), 2)
    assert claim.proof.run(Settings()).verdict is Verdict.DERIVED
    refuted = claim.controls[0].run(Settings())
    assert (refuted.verdict, refuted.reason) == (Verdict.REFUTED, "proof-step")


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (proved(given=()), "the proof assumes 'numbers', which the claim is not given"),
        (proved(given=("numbers", "more")), "the claim is given 'more', which the proof does not assume"),
        (proved(concludes="the sum is 3"), "the proof concludes “the sum is 2”, the claim “the sum is 3”"),
    ],
)
def test_a_proof_of_something_else_is_none(proof, said):
    found = proof.run(Settings())
    assert (found.verdict, found.summary) == (Verdict.UNDECIDED, said)


def test_a_family_of_false_proofs_derives_each_case():
    three, four = false_proofs(sums_to, "not-two", ("three", "3 for 2", 3), ("four", "4 for 2", 4))
    assert (three.name, four.changes, three.derive().first_failure.after) == ("three", "4 for 2", "3")
    assert {control.run(Settings()).reason for control in (three, four)} == {"not-two"}


def test_a_family_of_controls_runs_each_case():
    found = [control.run(Settings(seed=7)) for control in others]
    assert [evidence.details["counterexample"] for evidence in found] == ["7: 2 is not 3", "7: 2 is not 4"]
    assert {control.seconds for control in others} == {2}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({}, "a.two must define CLAIM, a Declaration"),
        ({"CLAIM": ModuleType("two"), "first": first}, "must define CLAIM"),
        ({"CLAIM": head()}, "neither a proof nor a check"),
        ({"CLAIM": head(), "wrong": wrong, "first": first}, "'wrong' stands above every check"),
        ({"CLAIM": head(), "first": first, "again": check("first")(len)}, "two checks or controls called 'first'"),
        ({"CLAIM": head(), "first": first, "wrong": control("first", "", "")(len)}, "called 'first'"),
        ({"CLAIM": head(proof=proved()), "again": check("proof")(len)}, "called 'proof'"),
    ],
)
def test_what_is_missing_or_doubled_is_refused(names, said):
    with pytest.raises(ValueError, match=said):
        declared("a.two", names)
