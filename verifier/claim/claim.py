"""What a claim is: a statement, the checks that speak for it, and the false neighbours that they must refute."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from verifier.claim.tie import Tie
from verifier.claim.verdict import Evidence, Verdict

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation

T = TypeVar("T")


class Status(StrEnum):
    """What kind of statement a claim is, which caps the verdict it can earn."""

    THEOREM = "theorem"
    COMPUTATION = "computation"
    OBSERVATION = "observation"

    @property
    def ceiling(self) -> Verdict:
        """The strongest verdict this kind of statement allows: an observation is never proved."""
        return {
            Status.THEOREM: Verdict.PROVED,
            Status.COMPUTATION: Verdict.CERTIFIED,
            Status.OBSERVATION: Verdict.SUPPORTED,
        }[self]

    @property
    def promise(self) -> Verdict:
        """The weakest verdict that keeps what this kind of statement promises: a theorem is derived at least."""
        return Verdict.DERIVED if self is Status.THEOREM else self.ceiling


class Profile(StrEnum):
    """How much a run does."""

    QUICK = "quick"
    FULL = "full"
    DEEP = "deep"

    def includes(self, least: Profile) -> bool:
        """Whether a check that asks for at least `least` runs under this profile.

        >>> Profile.FULL.includes(Profile.QUICK), Profile.QUICK.includes(Profile.DEEP)
        (True, False)
        """
        order = list(Profile)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True)
class Settings:
    """What a run fixes for all its checks: the profile, the seed and the digits shown."""

    profile: Profile = Profile.QUICK
    seed: int = 0
    digits: int = 50

    def random(self, name: str) -> random.Random:
        """A generator that depends on the seed and on `name` only, never on the order or number of processes.

        >>> Settings(seed=1).random("a").random() == Settings(seed=1).random("a").random()
        True
        """
        return random.Random(hashlib.sha256(f"{self.seed}:{name}".encode()).digest())

    def pick(self, quick: T, full: T, deep: T) -> T:
        """The one of three values (a count, a size, a list of cases) that the profile asks for."""
        return {Profile.QUICK: quick, Profile.FULL: full, Profile.DEEP: deep}[self.profile]


@dataclass(frozen=True)
class Check:
    """One way of testing a claim: a proof, a certificate or a sampled check.

    ``profile`` is the least profile that runs it, ``needs`` names importable modules of optional extras, ``seconds``
    is its rough cost (it orders the schedule and nothing else).
    """

    name: str
    run: Callable[[Settings], Evidence]
    profile: Profile = Profile.QUICK
    needs: tuple[str, ...] = ()
    seconds: float = 1


@dataclass(frozen=True)
class Proof(Check):
    """The derivation of a claim's statement, and what the claim says of it: its hypotheses and its conclusion."""

    derive: Callable[[], Derivation] = field(kw_only=True)
    tie: Tie = field(kw_only=True)


@dataclass(frozen=True)
class Control:
    """A false neighbour of a claim, which the claim's own checking code must refute for the reason named.

    ``changes`` says in words what is false about it; ``reason`` is the `Evidence.reason` it must be refuted with;
    ``guards`` names the test that it stands below in the file; ``derive`` is the false derivation, where it is one.
    """

    name: str
    changes: str
    reason: str
    run: Callable[[Settings], Evidence]
    profile: Profile = Profile.QUICK
    needs: tuple[str, ...] = ()
    seconds: float = 1
    guards: str = ""
    derive: Callable[[], Derivation] | None = None


@dataclass(frozen=True)
class Claim:
    """A statement of the mathematics with everything that tests it.

    ``statement`` and ``hypotheses`` are text with LaTeX between dollar signs; ``section`` is the section of the
    mathematics ("3"); ``proof`` derives the statement in the stated generality; ``builds_on`` names claims it uses.
    """

    id: str
    section: str
    title: str
    statement: str
    status: Status
    hypotheses: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    proof: Proof | None = None
    checks: tuple[Check, ...] = ()
    controls: tuple[Control, ...] = ()

    @property
    def tests(self) -> tuple[Check, ...]:
        """The proof, if there is one, and the checks."""
        return (*((self.proof,) if self.proof else ()), *self.checks)
