"""Proofs and statements as typeset mathematics: each line is the LaTeX of the very expressions that were compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verifier.claim.registry import load
from verifier.ground.latex_lines import LINE, broken, signs
from verifier.notebook.markdown import Shown, as_markdown

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation, Step

Place = int | str
"""A step by its number, from 1, by the words with which its rule begins, or best by its label: that survives both."""


def typeset(derivation: Derivation, first: Place = 1, last: Place | None = None) -> Shown:
    """The steps of a derivation from `first` to `last`, with its scope, its cited lemmas and, when whole, its two ends.

    A derivation that is shown whole starts with what is given and ends with what follows. Raises ValueError when a step
    of the derivation, shown or not, is false or undecided, or the steps are no argument: what is typeset holds. Also
    where no step is called by, and no rule begins with, the words given, or only after the last step.
    """
    total = len(derivation.steps)
    lines = steps(derivation, first, total if last is None else last)
    whole = len(lines) == total
    some = "" if whole else f", {len(lines)} of them shown here"
    head = f"{total} steps, each decided by machine{some}. Scope: {as_markdown(derivation.scope)}."
    argument = [*given(derivation), *lines, *hence(derivation)] if whole else lines
    return Shown("\n\n".join([head, *argument, *cited(derivation)]))


def steps(derivation: Derivation, first: Place, last: Place) -> list[str]:
    """The steps from `first` to `last`, each with its number, its rule and its body; raises ValueError as `typeset`."""
    if derivation.holds is not True:
        raise ValueError(f"typeset: {_trouble(derivation)}; only a derivation whose every step holds is shown")
    begin, end, total = _number(derivation, first), _number(derivation, last), len(derivation.steps)
    if not 1 <= begin <= end <= total:
        raise ValueError(f"typeset: nothing lies between step {begin} and step {end}; there are {total}, in order")
    chosen = enumerate(derivation.steps[begin - 1 : end], start=begin)
    return [f"**({number})** {as_markdown(step.rule)}\n\n{body(step)}" for number, step in chosen]


def given(derivation: Derivation) -> list[str]:
    """The hypotheses, a line each."""
    return [f"**Given:** {as_markdown(hypothesis.text)}." for hypothesis in derivation.hypotheses]


def hence(derivation: Derivation) -> list[str]:
    """The conclusion, if one is stated."""
    return [f"**Hence:** {as_markdown(derivation.conclusion.text)}."] if derivation.conclusion else []


def cited(derivation: Derivation) -> list[str]:
    """The lemmas that are taken from elsewhere, a line each."""
    return [f"Cited, not checked here: {as_markdown(lemma.text)}" for lemma in derivation.cited]


def body(step: Step) -> str:
    """The formula that was compared; or what was decided, and where."""
    return f"Decided: {as_markdown(step.before)}, in `{step.where}`." if step.where else f"$${formula(step)}$$"


def _number(derivation: Derivation, place: Place) -> int:
    """The number of the step meant: a label goes before words, as a rule may begin with another step's label."""
    if isinstance(place, int):
        return place
    named = [number for number, step in enumerate(derivation.steps, start=1) if step.label == place]
    worded = [number for number, step in enumerate(derivation.steps, start=1) if step.rule.startswith(place)]
    if found := (*named, *worded):
        return found[0]
    labels = ", ".join(step.label for step in derivation.steps)
    raise ValueError(f"typeset: no step is called {place!r} and no rule begins so; choose among {labels}")


def _trouble(derivation: Derivation) -> str:
    """The first step that is false, else the first that is undecided, else what keeps the steps from being a proof."""
    for answer, said in ((False, "false"), (None, "undecided")):
        for step in derivation.steps:
            if step.holds is answer:
                return f"the step '{step.rule}' is {said}"
    return next(iter(derivation.gaps), "there is no step")


def formula(step: Step) -> str:
    """A step as one formula: on one line where it fits, else aligned at its relation and broken at its sums."""
    whole = f"{step.before} {step.relation} {step.after}"
    if signs(whole) <= LINE:
        return whole
    return _aligned([*_hanging("", step.before), *_hanging(f"{step.relation} ", step.after)])


def _hanging(sign: str, latex: str) -> list[str]:
    """A formula in lines, all but the first indented."""
    first, *others = broken(latex)
    return [f"& {sign}{first}", *(rf"& \quad {line}" for line in others)]


def _aligned(lines: list[str]) -> str:
    return r"\begin{aligned} " + " \\\\ ".join(lines) + r" \end{aligned}"


def statement(claim_id: str) -> Shown:
    """What a claim states, under which hypotheses, and of what kind the statement is."""
    claim = load(claim_id)
    parts = [f"**{claim.id}** ({claim.status.value}). {claim.statement}", *_listed("Hypotheses", claim.hypotheses)]
    return Shown("\n\n".join(parts))


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"{title}:\n\n" + "\n".join(f"- {line}" for line in lines)] if lines else []
