"""The eight verdicts, the evidence behind each, and the one rule by which evidence adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What may be said of a claim after a run. Never rounded up."""

    PROVED = "PROVED"
    DERIVED = "DERIVED"
    CERTIFIED = "CERTIFIED"
    SUPPORTED = "SUPPORTED"
    REFUTED = "REFUTED"
    UNDECIDED = "UNDECIDED"
    ERROR = "ERROR"
    NOT_RUN = "NOT RUN"


STRENGTH = (Verdict.SUPPORTED, Verdict.CERTIFIED, Verdict.DERIVED, Verdict.PROVED)
"""The verdicts that speak for a claim, weakest first."""

TROUBLE = (Verdict.ERROR, Verdict.REFUTED, Verdict.UNDECIDED)
"""The verdicts that override all support, most urgent first."""


@dataclass(frozen=True)
class ProofStep:
    """One line of a proof as it is stored and shown: three pieces of LaTeX, the rule, the machine's answer.

    ``label`` names it within the proof and ``uses`` what it needs. Where ``where`` is set, ``before`` is a sentence
    that was decided in that file, and no formula was compared.
    """

    before: str
    relation: str
    after: str
    rule: str
    holds: bool | None
    label: str = ""
    uses: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Evidence:
    """The outcome of one check.

    ``summary`` is one line for a reader. ``reason`` is a short slug naming what failed (``noether-identity``,
    ``drift``): a control must be refuted for its intended reason. ``details`` maps names to exact text (digits,
    instances, sizes, seed, counterexample), never to floats. ``steps``, ``hypotheses``, ``cited`` and ``conclusion``
    are filled by proofs.
    """

    verdict: Verdict
    summary: str
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[ProofStep, ...] = ()
    cited: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    conclusion: str = ""


def overall(evidence: Iterable[Evidence], ceiling: Verdict = Verdict.PROVED) -> Verdict:
    """The verdict of a claim: trouble first, else the strongest support, never above `ceiling`.

    NOT RUN neither helps nor harms; it is the verdict only where nothing else was found.

    >>> overall([Evidence(Verdict.DERIVED, ""), Evidence(Verdict.SUPPORTED, "")])
    <Verdict.DERIVED: 'DERIVED'>
    >>> overall([Evidence(Verdict.PROVED, ""), Evidence(Verdict.REFUTED, "")])
    <Verdict.REFUTED: 'REFUTED'>
    >>> overall([Evidence(Verdict.PROVED, "")], ceiling=Verdict.SUPPORTED)
    <Verdict.SUPPORTED: 'SUPPORTED'>
    """
    found = {item.verdict for item in evidence}
    for verdict in TROUBLE:
        if verdict in found:
            return verdict
    supports = [verdict for verdict in STRENGTH if verdict in found]
    if not supports:
        return Verdict.NOT_RUN
    return min(supports[-1], ceiling, key=STRENGTH.index)


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a conclusion that needs all of `verdicts`: it never exceeds its weakest link.

    >>> weakest([Verdict.PROVED, Verdict.SUPPORTED])
    <Verdict.SUPPORTED: 'SUPPORTED'>
    """
    order = (Verdict.ERROR, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.NOT_RUN, *STRENGTH)
    return min(verdicts, key=order.index, default=Verdict.NOT_RUN)


def founded(own: Verdict, below: Iterable[Verdict]) -> Verdict:
    """The verdict of a claim that builds on others: never above theirs, and UNDECIDED where one of them is in trouble.

    A whole theorem checked by a proof assistant (PROVED) contains all it builds on; only trouble below lowers it.

    >>> founded(Verdict.DERIVED, [Verdict.PROVED, Verdict.SUPPORTED])
    <Verdict.SUPPORTED: 'SUPPORTED'>
    >>> founded(Verdict.PROVED, [Verdict.DERIVED]), founded(Verdict.PROVED, [Verdict.REFUTED])
    (<Verdict.PROVED: 'PROVED'>, <Verdict.UNDECIDED: 'UNDECIDED'>)
    """
    below = tuple(below)
    if own not in STRENGTH:
        return own
    if any(verdict in TROUBLE for verdict in below):
        return Verdict.UNDECIDED
    if own is Verdict.PROVED:
        return own
    return min((own, *(verdict for verdict in below if verdict in STRENGTH)), key=STRENGTH.index)
