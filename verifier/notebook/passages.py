"""A long proof in passages, so that words can stand between them: the lines alone, then once what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.notebook.markdown import Shown, as_markdown
from verifier.notebook.typeset import body

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation


def passage(proof: Derivation, first: int, last: int) -> Shown:
    """The lines `first` to `last` of a proof, counted from 1.

    Raises ValueError when a line of the proof, shown or not, is false or undecided, or when there are no such lines.
    """
    if proof.holds is not True:
        raise ValueError("passage: a line of the proof does not hold; only proofs that hold are shown")
    if not 1 <= first <= last <= len(proof.steps):
        raise ValueError(f"passage: lines {first} to {last} of {len(proof.steps)}; choose lines of the proof, in order")
    chosen = enumerate(proof.steps[first - 1 : last], start=first)
    return Shown("\n\n".join(f"**({number})** {as_markdown(step.rule)}\n\n{body(step)}" for number, step in chosen))


def rests_on(proof: Derivation) -> Shown:
    """How many lines were decided by machine, in which generality, and the lemmas that are cited, not checked."""
    head = f"{len(proof.steps)} lines, each decided by machine. Scope: {as_markdown(proof.scope)}."
    return Shown("\n\n".join([head, *(f"Cited, not checked here: {as_markdown(lemma.text)}" for lemma in proof.cited)]))
