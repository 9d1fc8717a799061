"""The chain: the conclusion never exceeds its weakest link, what is missing is not passed, what is open is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.claim.argument import CHAINS, SEVERAL_MODES, Link, argument, judged
from verifier.claim.verdict import STRENGTH, Verdict, weakest

NAMES = sorted({name for _, links in CHAINS for link in links for name in (*link.needs, *link.observed, *link.beside)})
ALL_PROVED = dict.fromkeys(NAMES, Verdict.PROVED)


def rank(verdict):
    return (Verdict.ERROR, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_RUN, *STRENGTH).index(verdict)


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(list(Verdict))))
def test_nothing_exceeds_its_weakest_part(verdicts):
    for (_, links), chain in zip(CHAINS, argument(verdicts), strict=True):
        for link, result in zip(links, chain.links, strict=True):
            assert rank(chain.verdict) <= rank(result.verdict)
            assert all(rank(result.verdict) <= rank(verdicts.get(name, Verdict.NOT_RUN)) for name in link.needs)


def test_one_mode_is_proved_when_every_claim_is():
    one, two, several = argument(ALL_PROVED)
    assert one.verdict is two.verdict is Verdict.PROVED
    assert several.verdict is Verdict.SUPPORTED


def test_two_modes_are_as_strong_as_their_theorem_and_the_bound_on_the_nodes_is_said():
    verdicts = {**ALL_PROVED, "near-zero-two-modes": Verdict.DERIVED}
    _, two, several = argument(verdicts)
    assert two.verdict is Verdict.DERIVED
    assert "nodes in [-1, 1]" in two.teachers
    assert "[0, 1]" in two.links[1].note
    assert "outside [-1, 1]" in several.links[1].note


def test_the_lemmas_of_a_link_are_counted_once_and_only_those_it_needs():
    link = Link("i", "", needs=("a", "b"), beside=("c",))
    cited = {"a": {"Cauchy", "Sylvester"}, "b": {"Cauchy"}, "c": {"Zorn"}}
    assert judged(link, dict.fromkeys("abc", Verdict.PROVED), cited).lemmas == 2
    assert judged(link, dict.fromkeys("abc", Verdict.PROVED)).lemmas == 0


@pytest.mark.parametrize("name", [name for _, links in CHAINS for link in links for name in link.needs])
def test_a_missing_claim_leaves_its_link_not_run(name):
    chains = argument({other: verdict for other, verdict in ALL_PROVED.items() if other != name})
    assert Verdict.NOT_RUN in {chain.verdict for chain in chains}


def test_the_open_link_is_named_and_never_proved():
    link = judged(SEVERAL_MODES, ALL_PROVED)
    assert link.verdict is Verdict.SUPPORTED
    assert link.note.startswith("several modes from the origin: open")
    assert judged(SEVERAL_MODES, {}).verdict is Verdict.NOT_RUN
    assert judged(SEVERAL_MODES, {"near-zero-laws": Verdict.SUPPORTED}).verdict is Verdict.SUPPORTED
    assert judged(SEVERAL_MODES, {"from-the-plateau": Verdict.PROVED}).verdict is Verdict.NOT_RUN


def test_a_certified_run_is_said_beside_the_open_link():
    verdicts = {"certified-descent": Verdict.CERTIFIED}
    assert "CERTIFIED for each run" in judged(SEVERAL_MODES, verdicts).note
    assert "CERTIFIED" not in judged(SEVERAL_MODES, {"certified-descent": Verdict.SUPPORTED}).note


@pytest.mark.parametrize("trouble", [Verdict.REFUTED, Verdict.ERROR, Verdict.UNDECIDED])
def test_trouble_beside_a_link_is_its_trouble(trouble):
    for name in (*SEVERAL_MODES.observed, *SEVERAL_MODES.beside):
        assert judged(SEVERAL_MODES, {**ALL_PROVED, name: trouble}).verdict is trouble


def test_a_link_without_claims_is_not_passed():
    assert judged(replace(SEVERAL_MODES, observed=(), beside=(), open_question=""), {}).verdict is Verdict.NOT_RUN
    assert weakest([]) is Verdict.NOT_RUN
