"""Formulas as MathML: whatever the LaTeX, what comes out is well-formed, of presentation only, and never markup."""

import re
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.report.mathml import OF_PRESENTATION, display, mathml, prose

SIGNS = ["x", "<", ">", "&", '"', "'", "{", "}", "_", "^", "\\", "$", "+", " ", "&lt;", "&#60;"]
MARKUP = ["<b>", "</math>", "<script>", r"\text{<i>}", r"\href{javascript:x}{y}", r"\style{color:red}{z}"]
PIECES = st.sampled_from([*SIGNS, *MARKUP, r"\frac", r"\left(", r"\right)", r"\sum"])
LATEX = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)


@given(LATEX, st.booleans())
def test_one_element_of_presentation_only(latex: str, part: bool) -> None:
    try:
        element = fromstring(str(mathml(latex, part)))
    except SyntaxError:
        assert any(
            ord(letter) < 32 or ord(letter) in (0xFFFE, 0xFFFF) or 0xD800 <= ord(letter) < 0xE000 for letter in latex
        )
        return
    assert element.tag in ("math", "code")
    for node in element.iter():
        assert node.tag == "code" or node.tag.startswith("m")
        assert set(node.attrib) <= OF_PRESENTATION | {"form"}


@given(st.text(alphabet="ab<>& \"'", min_size=1, max_size=30))
def test_text_outside_formulas_is_kept_and_escaped(text: str) -> None:
    assert fromstring(f"<p>{prose(text)}</p>").text == text
    assert fromstring(f"<p>{prose('$x$' + text + '$y$')}</p>")[0].tail == text


@pytest.mark.parametrize("latex", [r"\newcommand{\a}{\b\b}\a", r"\def\a{b}\a", "x" * 30_000, "{" * 5_000])
def test_what_could_blow_up_is_shown_as_written(latex: str) -> None:
    assert str(mathml(latex)).startswith("<code>")


def test_a_long_step_is_cut_between_its_terms_and_nothing_is_lost() -> None:
    whole = r"a + \left(b + c\right) d + e e e e e e e e e e e e = - f + g"
    shown = str(display(*re.split("(=)", whole)))
    assert shown.count("<math") >= 4
    assert shown.count('form="infix"') == shown.count("<math") - 1
    assert re.sub(r"<[^>]*>|\s", "", shown) == re.sub(r"<[^>]*>|\s", "", str(mathml(whole)))


def test_a_short_step_stays_in_one_piece() -> None:
    assert str(display("a + b", "=", "c")).count("<math") == 1
