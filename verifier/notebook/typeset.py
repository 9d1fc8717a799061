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
"""A step by its number, from 1, or better by the words with which its rule begins: those survive a step more."""


def typeset(derivation: Derivation, first: Place = 1, last: Place | None = None) -> Shown:
    """The steps of a derivation from `first` to `last`, their rules, its scope, its cited lemmas.

    Raises ValueError when a step of the derivation, shown or not, is false or undecided: what is typeset holds. Also
    where no rule begins with the words given, or only after the last step.
    """
    if derivation.holds is not True:
        raise ValueError(f"typeset: {_trouble(derivation)}; only a derivation whose every step holds is shown")
    total = len(derivation.steps)
    begin, end = _number(derivation, first), total if last is None else _number(derivation, last)
    chosen = list(enumerate(derivation.steps, start=1))[begin - 1 : end]
    if not chosen:
        raise ValueError(f"typeset: nothing lies between step {begin} and step {end}; there are {total}")
    some = "" if len(chosen) == total else f"; {len(chosen)} of them are shown"
    head = f"{total} steps, each decided by machine{some}. Scope: {as_markdown(derivation.scope)}."
    lines = [f"**({number})** {as_markdown(step.rule)}\n\n{body(step)}" for number, step in chosen]
    cited = [f"Cited, not checked here: {as_markdown(lemma.text)}" for lemma in derivation.cited]
    return Shown("\n\n".join([head, *lines, *cited]))


def body(step: Step) -> str:
    """The formula that was compared; or what was decided, and where."""
    return f"Decided: {as_markdown(step.before)}, in `{step.where}`." if step.where else f"$${formula(step)}$$"


def _number(derivation: Derivation, place: Place) -> int:
    if isinstance(place, int):
        return place
    for number, step in enumerate(derivation.steps, start=1):
        if step.rule.startswith(place):
            return number
    raise ValueError(f"typeset: no rule begins with {place!r}; `verifier show` lists them")


def _trouble(derivation: Derivation) -> str:
    """The first step that is false, else the first that is undecided."""
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
