"""What a notebook shows: proofs that hold and no others, refutations for the reason intended, pictures that repeat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from theory.balance.line_by_line import drift_line_by_line
from theory.kernel.derivation import Derivation, Step
from verifier.ground.latex_lines import LINE, broken, signs
from verifier.notebook.cells import evidence, falsify
from verifier.notebook.markdown import Shown, as_markdown, table
from verifier.notebook.svg import Panel, picture
from verifier.notebook.typeset import formula, statement, typeset

TRUE = Step("1 + 1", "2", "addition", holds=True)


def test_every_step_is_shown_with_its_rule_its_scope_and_what_is_cited():
    shown = typeset(Derivation("the integers", (TRUE,), ("Peano: there are integers",))).markdown
    for part in ("$$1 + 1 = 2$$", "addition", "the integers", "Cited, not checked here: Peano"):
        assert part in shown


@pytest.mark.parametrize("holds", [False, None])
def test_what_does_not_hold_is_not_shown_even_outside_the_chosen_steps(holds):
    with pytest.raises(ValueError, match="false" if holds is False else "undecided"):
        typeset(Derivation("", (TRUE, Step("1", "2", "wrong", holds=holds))), last=1)


def test_steps_are_chosen_by_number_or_by_the_words_of_their_rules():
    steps = tuple(Step("x", str(n), f"rule {n} of four", holds=True) for n in range(1, 5))
    derivation = Derivation("", steps)
    assert typeset(derivation, first="rule 2", last="rule 3") == typeset(derivation, 2, 3)
    assert "4 steps, each decided by machine; 2 of them are shown" in typeset(derivation, 2, 3).markdown
    for first, last in (("rule 5", None), (3, 2), ("rule 3", "rule 2")):
        with pytest.raises(ValueError, match=r"no rule begins|nothing lies between"):
            typeset(derivation, first, last)


def test_a_proof_without_steps_is_not_shown():
    with pytest.raises(ValueError, match="only a derivation whose every step holds"):
        typeset(Derivation("", ()))


def test_equal_sides_are_printed_once_and_said_to_be_two():
    assert formula(Step("u", "u", "", holds=True)) == r"u \quad \text{(on both sides)}"


@given(st.lists(st.sampled_from(["a", r"\left(b + c\right)", "x_{i + 1}", r"\frac{p}{q}"]), min_size=1, max_size=40))
def test_a_broken_formula_is_the_formula_in_lines_that_fit(terms):
    whole = " + ".join(terms)
    lines = broken(whole)
    assert " ".join(lines) == whole
    assert all(signs(line) <= LINE for line in lines)
    assert all(line.count("{") == line.count("}") for line in lines)


def test_one_long_bracket_is_opened_and_a_fraction_is_not():
    assert broken(r"f \left( a + b \right)", 2) == [r"f \bigl(a", r"+ b \bigr)"]
    for kept in (r"\frac{1}{\left( a + b \right)}", r"\left( a + b \right) \left( c + d \right)"):
        assert broken(kept, 2) == [kept]


def test_the_drift_theorem_is_typeset_without_a_backslash_left():
    formulas = typeset(drift_line_by_line()).markdown.split("$$")[1::2]
    assert len(formulas) == 6
    plain = [f.replace("{aligned}", "{align*}") for f in formulas]
    assert [f for f in plain if "\\" in convert(f)] == []


def test_a_statement_names_its_kind_and_hypotheses():
    shown = statement("descent-drift").markdown
    assert shown.startswith("**descent-drift** (theorem)")
    assert "Hypotheses:" in shown


def test_a_control_shows_its_counterexample():
    assert "REFUTED (noether-identity): A = 1, B = 1, C = 1" in str(falsify("noether-identity", "wrong-sign-of-term-4"))


@pytest.mark.parametrize(("control", "said"), [("not-refuted", "not refuted"), ("wrong-reason", "another reason")])
def test_a_control_that_does_not_do_its_work_is_an_error(control, said):
    with pytest.raises(ValueError, match=said):
        falsify("lets-through", control, package="tests.example_claims")


def test_evidence_against_a_claim_is_an_error():
    with pytest.raises(ValueError, match="ERROR"):
        evidence("raises", package="tests.example_claims")


def test_evidence_is_a_table_of_verdicts():
    assert "| proof | PROVED |" in evidence("moment-uniqueness", "proof").markdown


def test_an_unknown_check_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="nothing is called 'no such'; choose among proof"):
        evidence("moment-uniqueness", "no such")


def test_plain_words_survive_markdown():
    words = "gradients of <W, h_0> in [A, B], a*b*c"
    assert str(Shown(as_markdown(words))) == words
    assert Shown(as_markdown("h_0 & 5%")).latex == r"h\_0 \& 5\%"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="as long as the head"):
        table(("a", "b"), [("1",)])


def test_a_picture_is_the_same_twice_and_shows_its_curves():
    panel = Panel({"first": ([0, 1], [0, 1]), "second": ([0, 1], [1, 0])}, "x", "y")
    assert picture(panel) == picture(panel)
    assert "first, second" in picture(panel).described
    with pytest.raises(ValueError, match="nothing to draw"):
        picture()
