"""A long proof in passages, so that words can stand between them: the lines alone, then once what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.notebook.markdown import Shown, as_markdown
from verifier.notebook.typeset import Place, cited, given, hence, steps

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation


def passage(proof: Derivation, first: Place, last: Place) -> Shown:
    """The lines `first` to `last` of a proof, by label or number, and nothing else; raises ValueError as `typeset`."""
    return Shown("\n\n".join(steps(proof, first, last)))


def rests_on(proof: Derivation) -> Shown:
    """What a proof takes for granted and arrives at: hypotheses, conclusion, and the lemmas cited, not checked."""
    head = f"{len(proof.steps)} lines, each decided by machine. Scope: {as_markdown(proof.scope)}."
    return Shown("\n\n".join([head, *given(proof), *hence(proof), *cited(proof)]))
