"""How a claim file is written: the statement first, then each check with the controls that guard it, then done.

    CLAIM = Declaration(id="odd-sums", ..., proof=proved_by(odd_sums, given=("odd",), concludes="..."))

    @check("sums")
    def sums(settings): ...

    @control("from-three", "the sum starts at 3", "wrong-sum")
    def from_three(settings): ...

Nothing is registered anywhere: a decorator puts a frozen `Check` or `Control` in the place of the function, and
`declared` gathers them from the finished module, in the order of the file. A control guards the test above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from verifier.claim import evidence, formal_record
from verifier.claim.claim import Check, Claim, Control, Profile, Proof, Settings, Status
from verifier.claim.formal_record import formal_evidence, recorded
from verifier.claim.tie import Tie
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation

Run = Callable[[Settings], Evidence]


@dataclass(frozen=True)
class Declaration:
    """The head of a claim file: what is stated and under which hypotheses, and what proves it (`proved_by`)."""

    id: str
    section: str
    title: str
    statement: str
    status: Status
    hypotheses: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    proof: Proof | None = None


def proved_by(
    derive: Callable[[], Derivation], given: tuple[str, ...], concludes: str, name: str = "proof", seconds: float = 1
) -> Proof:
    """The proof: a derivation of the statement in its generality, each step of it decided by a machine.

    It is one only where its hypotheses are those labelled `given` and its conclusion is the text `concludes`.
    """
    tie = Tie(given, concludes)
    return Proof(name, lambda _: evidence.proof(derive(), tie=tie), seconds=seconds, derive=derive, tie=tie)


def check(
    name: str, profile: Profile = Profile.QUICK, needs: tuple[str, ...] = (), seconds: float = 1
) -> Callable[[Run], Check]:
    """Makes a function the check called `name`; for the other arguments see `Check`."""
    return lambda run: Check(name, run, profile, needs, seconds)


def control(
    name: str,
    changes: str,
    reason: str,
    profile: Profile = Profile.QUICK,
    needs: tuple[str, ...] = (),
    seconds: float = 1,
) -> Callable[[Run], Control]:
    """Makes a function the control called `name`, which guards the test above it; see `Control`."""
    return lambda run: Control(name, changes, reason, run, profile=profile, needs=needs, seconds=seconds)


def controls(
    reason: str,
    *cases: tuple[Any, ...],
    profile: Profile = Profile.QUICK,
    needs: tuple[str, ...] = (),
    seconds: float = 1,
) -> Callable[[Callable[..., Evidence]], tuple[Control, ...]]:
    """Makes a function several controls, one for each case: its name, what is changed, and the further arguments.

    A case ("k-is-2n", "trains 2n lags only", x, y) runs as ``function(settings, x, y)``.
    """

    def one(run: Callable[..., Evidence], name: str, changes: str, *more: Any) -> Control:
        return Control(name, changes, reason, lambda settings: run(settings, *more), profile, needs, seconds)

    return lambda run: tuple(one(run, *case) for case in cases)


def false_proof(
    name: str, changes: str, derive: Callable[[], Derivation], reason: str = "proof-step", seconds: float = 1
) -> Control:
    """The control of a proof: the derivation of a false neighbour, which must break at a step."""
    return Control(name, changes, reason, lambda _: evidence.proof(derive(), reason), seconds=seconds, derive=derive)


def false_proofs(
    derive: Callable[..., Derivation], reason: str, *cases: tuple[Any, ...], seconds: float = 1
) -> tuple[Control, ...]:
    """Several controls of one proof, a case each: its name, what is changed, and the arguments of `derive`."""
    return tuple(
        false_proof(name, changes, partial(derive, *changed), reason, seconds) for name, changes, *changed in cases
    )


def declared(module: str, names: Mapping[str, object]) -> Claim:
    """The claim that the module called `module` declares, given all that is bound there, in the order of the file.

    Raises ValueError when there is no `Declaration` called CLAIM, no check, no test above a control, or one name twice.
    """
    head = names.get("CLAIM")
    if not isinstance(head, Declaration):
        raise ValueError(f"{module} must define CLAIM, a Declaration")
    items = ([head.proof] if head.proof else []) + list(_items(names))
    tests = tuple(item for item in items if isinstance(item, Check))
    twice = [name for name, count in Counter(item.name for item in items).items() if count > 1]
    if not tests:
        raise ValueError(f"{module} has neither a proof nor a check: decorate a function with @check")
    if twice:
        raise ValueError(f"{module} has two checks or controls called {twice[0]!r}: rename one")
    return Claim(
        head.id,
        head.section,
        head.title,
        head.statement,
        head.status,
        head.hypotheses,
        head.builds_on,
        head.proof,
        (*(tests[1:] if head.proof else tests), *_recorded(head.id)),
        tuple(_guarding(module, items)),
    )


def _recorded(claim_id: str) -> Iterator[Check]:
    """The check that reads a claim's formal proof off the record, where one is recorded."""
    if recorded(claim_id):
        yield Check(formal_record.CHECK, lambda _: formal_evidence(claim_id), seconds=0)


def _items(names: Mapping[str, object]) -> Iterator[Check | Control]:
    """The checks and controls bound in a module, alone or several in a tuple."""
    for value in names.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, (Check, Control)):
                yield item


def _guarding(module: str, items: list[Check | Control]) -> Iterator[Control]:
    """The controls, each with the name of the test above it."""
    above = ""
    for item in items:
        if isinstance(item, Check):
            above = item.name
        elif above:
            yield replace(item, guards=above)
        else:
            raise ValueError(
                f"{module}: the control {item.name!r} stands above every check; put it below the one it guards"
            )
