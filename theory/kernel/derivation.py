"""A proof as a list of steps, each decided by machine when it is built.

A step reads "before relation after, by rule". Its LaTeX is printed from the very expressions that were compared,
so what a reader sees is what was checked. What no machine checked here (a cited lemma) is named in
`Derivation.cited`, never hidden in a step.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    r"""One line of a proof: ``before relation after``, by ``rule``.

    ``before``, ``after`` and ``relation`` (``=``, ``\ge``, ``\Rightarrow``) are LaTeX without dollar signs.
    ``holds`` is the machine's answer: True, False, or None when it could not decide.
    ``counterexample`` is what refutes the step, exact and small enough to redo by hand.
    """

    before: str
    after: str
    rule: str
    holds: bool | None
    relation: str = "="
    counterexample: str = ""


@dataclass(frozen=True)
class Derivation:
    """A proof: its steps in order, the generality they are checked in, and the lemmas taken from elsewhere.

    >>> step = Step("1 + 1", "2", "addition", holds=1 + 1 == 2)
    >>> Derivation("integers", (step,)).holds
    True
    >>> Derivation("integers", ()).holds is None
    True
    """

    scope: str
    steps: tuple[Step, ...]
    cited: tuple[str, ...] = ()

    @property
    def holds(self) -> bool | None:
        """False if one step fails, None if there is no step or one is undecided, True otherwise."""
        answers = [step.holds for step in self.steps]
        if False in answers:
            return False
        return None if None in answers or not answers else True

    @property
    def first_failure(self) -> Step | None:
        """The first step that is false, if there is one."""
        return next((step for step in self.steps if step.holds is False), None)
