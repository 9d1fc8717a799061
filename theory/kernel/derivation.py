"""A proof as an argument: named premises, steps that say what they use, a conclusion. The kernel decides every step.

A step reads "before relation after, by rule". Its LaTeX is printed from the very expressions that were compared. Where
no formula can be built from what was compared (a rank, an enumeration), the step says so: it is *decided*, and names
what was decided and in which file. Only the functions of this room can make a step; `Step` refuses everybody else.

What no machine checks here (a cited lemma, a hypothesis) is a `Premise` of the derivation, never hidden in a step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, replace
from typing import Final

SEAL: Final = object()
"""What a function of this room shows when it makes a step. Nothing outside theory/kernel/ may hold it (tested)."""

DEFINED = ":="
"""The relation of a name to the expression that it stands for: nothing is compared across it."""


@dataclass(frozen=True)
class Step:
    r"""One line of a proof: ``before relation after``, by ``rule``; or, where ``where`` is set, ``before`` was decided.

    ``before``, ``after`` and ``relation`` (``=``, ``\ge``, ``\Rightarrow``, ``:=``) are LaTeX without dollar signs; in
    a decided step ``before`` is the sentence that was decided, ``where`` the file that decides it, and the two others
    are empty. ``holds`` is the machine's answer: True, False, or None when it could not decide. ``counterexample`` is
    what refutes the step, exact and small enough to redo by hand. ``label`` is the step's name within a derivation and
    ``uses`` the labels of the premises and earlier steps that it needs.

    Raises:
        TypeError: the step is made outside this room.

    >>> Step("1", "2", "because I say so", True)
    Traceback (most recent call last):
    ...
    TypeError: Step: only theory/kernel makes steps; use equation, at_most, identity, ... or decided
    """

    before: str
    after: str
    rule: str
    holds: bool | None
    relation: str = "="
    counterexample: str = ""
    where: str = ""
    label: str = ""
    uses: tuple[str, ...] = ()
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        """Refuses a step that the kernel did not make."""
        if seal is not SEAL:
            raise TypeError("Step: only theory/kernel makes steps; use equation, at_most, identity, ... or decided")

    def labelled(self, label: str, *uses: str) -> "Step":
        """The same step with its name in the argument, and the names of the premises and steps that it uses."""
        return replace(self, label=label, uses=uses, seal=SEAL)

    def refuted_by(self, counterexample: str | None) -> "Step":
        """The same step; where it is false and `counterexample` says more, that is what refutes it."""
        if self.holds is not False or not counterexample:
            return self
        return replace(self, counterexample=counterexample, seal=SEAL)


@dataclass(frozen=True)
class Premise:
    """What a derivation takes for granted: a hypothesis of the statement, or a lemma proved elsewhere.

    ``label`` is its name in the argument (``symmetric``, ``spectral-theorem``), ``text`` the sentence a reader sees.
    """

    label: str
    text: str


@dataclass(frozen=True)
class Conclusion:
    """What a derivation arrives at: the statement (text with LaTeX between dollar signs) and what it follows from."""

    text: str
    uses: tuple[str, ...]


@dataclass(frozen=True)
class Derivation:
    """A proof: premises, steps in order, the conclusion; and the generality in which the steps are checked.

    >>> from theory.kernel.steps import equation
    >>> import sympy as sp
    >>> a, b = sp.symbols("a b")
    >>> square = equation((a + b) ** 2, a**2 + 2 * a * b + b**2, "binomial").labelled("square", "commute")
    >>> commute = Premise("commute", "a b = b a")
    >>> Derivation("numbers", (square,), (), (commute,), Conclusion("the binomial formula", ("square",))).holds
    True
    >>> Derivation("numbers", (square,), (), (), Conclusion("the binomial formula", ("square",))).gaps
    ("the step 'square' uses 'commute', which stands nowhere before it",)
    >>> Derivation("integers", ()).holds is None
    True
    """

    scope: str
    steps: tuple[Step, ...]
    cited: tuple[Premise, ...] = ()
    hypotheses: tuple[Premise, ...] = ()
    conclusion: Conclusion | None = None

    @property
    def holds(self) -> bool | None:
        """False if one step fails; None if one is undecided, or if the steps are not an argument; True otherwise."""
        answers = [step.holds for step in self.steps]
        if False in answers:
            return False
        return None if None in answers or not answers or self.gaps else True

    @property
    def first_failure(self) -> Step | None:
        """The first step that is false, if there is one."""
        return next((step for step in self.steps if step.holds is False), None)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What keeps the steps from being an argument, a sentence each: none where they are one.

        Every step has a name of its own, uses only what stands before it, and is used; so is every premise; and the
        conclusion is reached.
        """
        if self.conclusion is None:
            return ("the derivation states no conclusion",)
        premises = [premise.label for premise in (*self.hypotheses, *self.cited)]
        return (*self._names(premises), *self._reach(premises, self.conclusion))

    def _names(self, premises: list[str]) -> Iterator[str]:
        labels = [*premises, *(step.label for step in self.steps)]
        yield from (f"the step by '{step.rule}' has no name" for step in self.steps if not step.label)
        yield from (f"two things are called '{label}'" for label in _repeated(label for label in labels if label))

    def _reach(self, premises: list[str], conclusion: Conclusion) -> Iterator[str]:
        known, used = set(premises), set(conclusion.uses)
        for step in self.steps:
            yield from (
                f"the step '{step.label}' uses '{name}', which stands nowhere before it"
                for name in step.uses
                if name not in known
            )
            known.add(step.label)
            used |= set(step.uses)
        yield from (
            f"the conclusion uses '{name}', which stands nowhere" for name in conclusion.uses if name not in known
        )
        yield from (f"nothing uses '{label}'" for label in sorted(known - used - {""}))


def within(name: str, steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps of another derivation inside this one: their own names get a prefix, wherever they are used.

    >>> from theory.kernel.steps import decided
    >>> def even(): return 2 % 2 == 0
    >>> within("drift", (decided("2 is even", even, "division").labelled("two"),))[0].label
    'drift/two'
    """
    steps = tuple(steps)
    own = {step.label for step in steps}
    return tuple(
        step.labelled(f"{name}/{step.label}", *(f"{name}/{use}" if use in own else use for use in step.uses))
        for step in steps
    )


def joined(first: Derivation, second: Derivation, name: str) -> Derivation:
    """Two arguments as one with both conclusions; the second's premises and steps get the prefix `name`.

    Premises that both state in the same words are stated once, as the first calls them.
    """
    premises = {premise.text: premise.label for premise in (*first.hypotheses, *first.cited)}
    renamed = {p.label: premises.get(p.text, f"{name}/{p.label}") for p in (*second.hypotheses, *second.cited)}
    own = renamed | {step.label: f"{name}/{step.label}" for step in second.steps}
    steps = (step.labelled(own[step.label], *(own.get(use, use) for use in step.uses)) for step in second.steps)
    ends = [derivation.conclusion for derivation in (first, second) if derivation.conclusion]
    uses = (*(ends[0].uses if ends else ()), *(own.get(use, use) for use in (ends[-1].uses if ends else ())))

    def added(of_first: tuple[Premise, ...], of_second: tuple[Premise, ...]) -> tuple[Premise, ...]:
        new = (Premise(renamed[premise.label], premise.text) for premise in of_second if premise.text not in premises)
        return (*of_first, *new)

    return Derivation(
        f"{first.scope}; {second.scope}",
        (*first.steps, *steps),
        added(first.cited, second.cited),
        added(first.hypotheses, second.hypotheses),
        Conclusion("; ".join(end.text for end in ends), uses) if len(ends) == 2 else None,
    )


def _repeated(labels: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [label for label in labels if label in seen or seen.add(label)]  # type: ignore[func-returns-value]
