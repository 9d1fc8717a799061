"""A condition that an exact computation decides, with what it was decided from; and how three-valued answers join."""

from collections.abc import Iterable
from dataclasses import dataclass

from flint import arb


@dataclass(frozen=True)
class Condition:
    """What is asked (``name``, ``statement``), whether it holds (None: open), and the numbers that say so."""

    name: str
    statement: str
    holds: bool | None
    evidence: str

    def __str__(self) -> str:
        answer = {True: "holds", False: "fails", None: "is open"}[self.holds]
        return f"({self.name}) {answer}: {self.evidence}"


def every(answers: Iterable[bool | None]) -> bool | None:
    """False if one is False, else None if one is None, else True.

    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    seen = list(answers)
    return False if False in seen else None if None in seen else True


def some(answers: Iterable[bool | None]) -> bool | None:
    """True if one is True, else None if one is None, else False.

    >>> some([False, None]), some([None, True]), some([])
    (None, True, False)
    """
    seen = list(answers)
    return True if True in seen else None if None in seen else False


def below(left: arb, right: arb) -> bool | None:
    """Whether left < right for all numbers in the two balls; None where the balls leave it open.

    >>> below(arb(1), arb(2)), below(arb(1), arb(1)), below(arb("1 +/- 0.1"), arb(1))
    (True, False, None)
    """
    return True if left < right else False if left >= right else None
