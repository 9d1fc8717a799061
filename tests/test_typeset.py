"""What a notebook shows: proofs that hold and no others, refutations for the reason intended, pictures that repeat."""

from dataclasses import replace

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from theory.balance.line_by_line import drift_line_by_line
from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import decided, equation
from verifier.ground.latex_lines import LINE, broken, signs
from verifier.notebook.cells import evidence, falsify
from verifier.notebook.markdown import Shown, as_markdown, table
from verifier.notebook.svg import Panel, picture
from verifier.notebook.typeset import body, formula, statement, typeset

x, y = sp.symbols("x y")
TRUE = equation((x + y) ** 2, x**2 + 2 * x * y + y**2, "binomial").labelled("square", "commute")
FALSE = equation(x, y, "wrong").labelled("swap")
OPEN = decided("nobody knows", lambda: None, "asked").labelled("riddle")
COMMUTE = Premise("commute", "$x y = y x$")
PEANO = Premise("peano", "Peano: there are integers")
BINOMIAL = Derivation(
    "the integers", (TRUE,), (PEANO,), (COMMUTE,), Conclusion("the binomial formula", ("square", "peano"))
)


def counted(*labels: str) -> Derivation:
    """As many true steps as there are labels, with the rules "rule 1 of 4", "rule 2 of 4", ..."""
    rules = [f"rule {number} of {len(labels)}" for number in range(1, len(labels) + 1)]
    steps = [equation(x + sp.Integer(n), sp.Add(x, n - 1, 1, evaluate=False), rule) for n, rule in enumerate(rules, 5)]
    named = tuple(step.labelled(label) for step, label in zip(steps, labels, strict=True))
    return Derivation("all", named, conclusion=Conclusion("four", labels))


def test_a_derivation_shown_whole_goes_from_what_is_given_to_what_follows():
    shown = typeset(BINOMIAL).markdown
    parts = (
        "1 steps, each decided by machine. Scope: the integers.",
        "**Given:** $x y = y x$.",
        "**(1)** binomial",
        r"$$\left(x + y\right)^{2} = x^{2} + 2 x y + y^{2}$$",
        "**Hence:** the binomial formula.",
        "Cited, not checked here: Peano",
    )
    assert [shown.count(part) for part in parts] == [1] * len(parts)
    assert sorted(parts, key=shown.index) == list(parts)


def test_a_part_of_a_derivation_has_no_ends():
    shown = typeset(counted("a", "b", "c"), first="b").markdown
    assert "Given" not in shown
    assert "Hence" not in shown


@pytest.mark.parametrize(("step", "said"), [(FALSE, "'wrong' is false"), (OPEN, "'asked' is undecided")])
def test_what_does_not_hold_is_not_shown_even_outside_the_chosen_steps(step, said):
    trouble = replace(BINOMIAL, steps=(TRUE, step))
    with pytest.raises(ValueError, match=said):
        typeset(trouble, last=1)


def test_true_steps_that_are_no_argument_are_not_shown():
    with pytest.raises(ValueError, match="states no conclusion; only a derivation"):
        typeset(replace(BINOMIAL, conclusion=None))


def test_steps_are_chosen_by_label_by_number_or_by_the_words_of_their_rules():
    four = counted("start", "next", "then", "end")
    assert typeset(four, "next", "then") == typeset(four, 2, 3) == typeset(four, "rule 2", "rule 3")
    assert "4 steps, each decided by machine, 2 of them shown here" in typeset(four, 2, 3).markdown


def test_a_label_goes_before_words():
    four = counted("start", "next", "then", "rule 1")
    assert typeset(four, first="rule 1") == typeset(four, 4)


@pytest.mark.parametrize(("first", "last"), [("rule 5", None), ("nex", None), (3, 2), ("end", "next"), (0, 1), (1, 5)])
def test_a_place_that_is_not_there_is_an_error(first, last):
    with pytest.raises(ValueError, match=r"choose among start, next, then, end|nothing lies between"):
        typeset(counted("start", "next", "then", "end"), first, last)


def test_a_proof_without_steps_is_not_shown():
    with pytest.raises(ValueError, match="only a derivation whose every step holds"):
        typeset(Derivation("", ()))


def test_a_decided_step_says_what_was_decided_and_where():
    step = decided("2 is_even", lambda: True, "division")
    assert body(step) == r"Decided: 2 is\_even, in `tests/test_typeset.py`."


def test_a_name_is_defined_and_not_equated():
    assert formula(equation(x + y, y + x, "the same", name="s")) == "s := x + y"


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
    assert "| proof | DERIVED |" in evidence("moment-uniqueness", "proof").markdown


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
