"""What a claim says its proof takes for granted and arrives at: a derivation of anything else is no proof of it.

A derivation may be a sound argument for another statement: a hypothesis more or less, a constant changed, 0 = 0. So a
claim file writes down the labels of the hypotheses and the text of the conclusion, next to the statement that a reader
sees, and both are compared with what the derivation has. Conclusions are generated from what the steps compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation


@dataclass(frozen=True)
class Tie:
    """The labels of the hypotheses, in any order, and the conclusion, word for word."""

    given: tuple[str, ...]
    concludes: str

    def difference(self, derivation: Derivation) -> str:
        """The first thing in which the derivation differs from what the claim says of it; empty where nothing does."""
        found = {premise.label for premise in derivation.hypotheses}
        missing, more = sorted({*self.given} - found), sorted(found - {*self.given})
        reached = derivation.conclusion.text if derivation.conclusion else "nothing"
        if missing:
            return f"the claim is given '{missing[0]}', which the proof does not assume"
        if more:
            return f"the proof assumes '{more[0]}', which the claim is not given"
        if reached != self.concludes:
            return f"the proof concludes “{reached}”, the claim “{self.concludes}”"
        return ""
