"""The argument as a chain of four links, for classes of teachers: the conclusion never exceeds its weakest link.

    near-zero start + small step
      -> (i)   Q stays near 0
      -> (ii)  the student becomes nearly symmetric
      -> (iii) fitting k > 2n lags pins its measure
      -> (iv)  low-dimensional state, extrapolation

Link (ii) is the hinge. It is derived for one mode, and for two modes with nodes in [-1, 1] and even k under conditions
that are decided for each teacher. Beyond that it is open from the origin, and what speaks for it is observed, or
certified run by run; without a bound on the nodes it is false.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from verifier.claim.verdict import STRENGTH, TROUBLE, Verdict, weakest

NO_LEMMAS: Mapping[str, Set[str]] = {}
"""Nothing cited."""


@dataclass(frozen=True)
class Link:
    """One link. It needs every claim of ``needs``; where ``open_question`` is set, the best of ``observed`` instead.

    ``beside`` names claims that illustrate it or prove a part: they add no strength, but their trouble is its trouble.
    ``scope`` says for which teachers of the class the needed claims speak; it is printed beside the verdict.
    """

    number: str
    statement: str
    needs: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    open_question: str = ""
    scope: str = ""


@dataclass(frozen=True)
class LinkResult:
    """A link after a run: its verdict, that of each claim named, what is open about it, and how many lemmas its needed
    claims take from elsewhere."""

    number: str
    statement: str
    verdict: Verdict
    claims: tuple[tuple[str, Verdict], ...]
    note: str = ""
    lemmas: int = 0


@dataclass(frozen=True)
class ChainResult:
    """The argument for one class of teachers, and what it amounts to."""

    teachers: str
    links: tuple[LinkResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The weakest link's."""
        return weakest(link.verdict for link in self.links)


BALANCED = Link(
    "i",
    "Q stays near 0",
    needs=("noether-identity", "balancedness-conserved", "descent-drift", "conservation-complete"),
)
ONE_MODE = Link(
    "ii",
    "the student becomes nearly symmetric",
    needs=("origin-saddle", "single-mode", "near-zero-one-mode"),
    beside=("balanced-is-not-enough",),
)
TWO_MODES = Link(
    "ii",
    "the student becomes nearly symmetric",
    needs=(
        "origin-saddle",
        "one-node-fit",
        "every-saddle",
        "mass-deficit",
        "no-spurious-fit",
        "second-mode",
        "near-zero-two-modes",
        "from-the-plateau",
    ),
    beside=("balanced-is-not-enough",),
    scope="every teacher with nodes in [0, 1] or [-1, 0] and k <= 10; others that pass (U), (Low), (Lev), (B)",
)
SEVERAL_MODES = Link(
    "ii",
    "the student becomes nearly symmetric",
    observed=("near-zero-laws", "near-zero-converged", "krylov-law", "incremental-rank", "certified-descent"),
    beside=("origin-saddle", "from-the-plateau", "balanced-is-not-enough"),
    open_question="several modes from the origin: open; false for some nodes outside [-1, 1]",
)
PINNED = Link(
    "iii",
    "fitting k > 2n lags pins its measure",
    needs=("moment-uniqueness", "robust-extrapolation", "near-symmetric-extrapolation"),
)
EXTRAPOLATES = Link(
    "iv", "low-dimensional state, extrapolation", needs=("low-dimensional-state",), beside=("long-memory",)
)

CHAINS = (
    ("one mode (n = 1)", (BALANCED, ONE_MODE, PINNED, EXTRAPOLATES)),
    ("two modes (n = 2), nodes in [-1, 1], even k", (BALANCED, TWO_MODES, PINNED, EXTRAPOLATES)),
    ("several modes otherwise (n >= 3, or odd k)", (BALANCED, SEVERAL_MODES, PINNED, EXTRAPOLATES)),
)


def argument(verdicts: Mapping[str, Verdict], cited: Mapping[str, Set[str]] = NO_LEMMAS) -> tuple[ChainResult, ...]:
    """The chain for each class of teachers; a claim that has no verdict is NOT RUN, never passed over.

    `cited` names the lemmas that each claim's proof takes from elsewhere.
    """
    return tuple(
        ChainResult(teachers, tuple(judged(link, verdicts, cited) for link in links)) for teachers, links in CHAINS
    )


def judged(link: Link, verdicts: Mapping[str, Verdict], cited: Mapping[str, Set[str]] = NO_LEMMAS) -> LinkResult:
    """The verdict of one link, given those of the claims.

    >>> judged(Link("i", "", needs=("a", "b")), {"a": Verdict.PROVED}).verdict
    <Verdict.NOT_RUN: 'NOT RUN'>
    >>> judged(Link("ii", "", observed=("a", "b"), open_question="open"), {"a": Verdict.PROVED}).verdict
    <Verdict.SUPPORTED: 'SUPPORTED'>
    """
    names = (*link.needs, *link.observed, *link.beside)
    claims = tuple((name, verdicts.get(name, Verdict.NOT_RUN)) for name in names)
    parts = [verdicts.get(name, Verdict.NOT_RUN) for name in link.needs]
    if link.open_question:
        parts.append(_observed(link, verdicts))
    parts += [verdict for _, verdict in claims if verdict in TROUBLE]
    lemmas = {lemma for name in link.needs for lemma in cited.get(name, ())}
    return LinkResult(link.number, link.statement, weakest(parts), claims, _note(link, verdicts), len(lemmas))


def _observed(link: Link, verdicts: Mapping[str, Verdict]) -> Verdict:
    """SUPPORTED if anything was observed, whatever the observed claims prove by themselves: the link stays open."""
    seen = any(verdicts.get(name) in STRENGTH for name in link.observed)
    return Verdict.SUPPORTED if seen else Verdict.NOT_RUN


def _note(link: Link, verdicts: Mapping[str, Verdict]) -> str:
    certified = (
        link.open_question and verdicts.get("certified-descent") in STRENGTH[STRENGTH.index(Verdict.CERTIFIED) :]
    )
    run_by_run = "CERTIFIED for each run that certified-descent names" if certified else ""
    return "; ".join(part for part in (link.open_question, run_by_run, link.scope) if part)
