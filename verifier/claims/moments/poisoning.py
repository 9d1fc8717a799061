"""A diagonal student trained on its last lag alone: what stays constant, its limit, and a published table."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import sympy as sp
from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.poisoning.poisoned_flow import poisoned_flow_limit
from numerics.poisoning.poisoned_limit import PoisonCase, extrapolation_error, poisoned_limit
from theory.moments.poisoning import moved_differences, poisoning_proof
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="poisoning",
    section="5",
    title="Trained on its last lag alone a diagonal student has an algebraic limit",
    statement=(
        r"Let $A = \mathrm{diag}(a_1, \ldots, a_d)$ be trained alone by the flow of $(h_\ell - g_\ell)^2$, with "
        r"$B = C^T$ all ones, one lag $\ell \ge 3$, $g_\ell > 0$ and $a_i(0) > 0$. Then every "
        r"$a_i^{-(\ell-2)} - a_l^{-(\ell-2)}$ is constant, and $a_i \to (a_i(0)^{-(\ell-2)} - c)^{-1/(\ell-2)}$ with "
        r"the one $c$ for which $h_\ell = g_\ell$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$B$ and $C$ are not trained; no other lag is",
        r"$a_i(0) > 0$ and $\ell \ge 3$",
    ),
    proof=proved_by(
        poisoning_proof,
        given=("model", "start", "lag"),
        concludes=(
            r"every $a_i^{-(\ell-2)} - a_l^{-(\ell-2)}$ is constant, and "
            r"$a_i \to (a_i(0)^{-(\ell-2)} - c)^{-1/(\ell-2)}$ with the one $c$ for which $h_\ell = g_\ell$"
        ),
    ),
)

LAG_1_TOO = false_proof(
    "lag-1-in-the-proof", "the proof, with the label of lag 1", lambda: poisoning_proof(sp.Symbol("e", positive=True))
)


# --- the conserved differences, exactly

State = tuple[tuple[Fraction, ...], int]
"""a and the lag."""


def states(random: Random, count: int) -> Iterator[State]:
    """Two to five positive numbers and a lag from 3 to 9."""
    for _ in range(count):
        a = tuple(Fraction(random.randint(1, 12), random.randint(1, 9)) for _ in range(random.randint(2, 5)))
        yield a, random.randint(3, 9)


def counterexample_to_constant(state: State, lag_1: bool = False) -> str | None:
    """A counterexample when some difference of the a_i^-(l-2) moves."""
    a, lag = state
    moves = moved_differences(a, lag, lag_1)
    return f"a = ({', '.join(map(str, a))}), lag {lag}: ({', '.join(map(str, moves))})" if any(moves) else None


@check("differences stand still")
def constant(settings: Settings) -> Evidence:
    """Exact: the derivative of the differences along the flow."""
    cases = states(settings.random("poisoning"), settings.pick(40, 400, 4000))
    return evidence.sampled(cases, counterexample_to_constant, "states", "moves")


@control("with-lag-1", "lag 1 is fitted as well", "moves")
def with_lag_1(settings: Settings) -> Evidence:
    """a = (1, 2), lag 3: R_1 = 2 adds -2 R_1 to both, and (1/a_i)' = 4/a_i^2 of it is 4 and 1."""
    case = (Fraction(1), Fraction(2)), 3
    return evidence.sampled([case], lambda state: counterexample_to_constant(state, lag_1=True), "states", "moves")


# --- the published table

BITS = 192


@dataclass(frozen=True)
class Row:
    """A row of the published table: its case and seeds, the mean errors printed there, without and with lag 1."""

    case: PoisonCase
    seeds: tuple[int, ...]
    published: str
    with_lag_1: str


TABLE = (
    Row(PoisonCase(10, 6, 0.001, 5), (242, 243, 244, 246), "0.0012701855070335333", "0.050099475459992264"),
    Row(PoisonCase(20, 8, 0.005, 10), (342, 344, 345, 346), "0.007339693583854273", "0.03512170631139472"),
)
"""L = 7, d = 10 and L = 9, d = 20; the last lag is L - 1."""
CLOSE = Fraction(1, 1000)
"""The published means are this near, relatively: their integration was accurate to three digits."""


def mean_error(row: Row, lag_1: bool = False) -> arb:
    """The mean of the enclosed extrapolation errors over the row's seeds."""
    total = arb(0)
    for seed in row.seeds:
        start = row.case.start(seed)
        lag = row.case.lag
        nodes = poisoned_flow_limit(start, lag, BITS).nodes if lag_1 else poisoned_limit(start, lag, BITS)
        total = total + extrapolation_error(nodes, row.case.width)
    return total / len(row.seeds)


def against(published: str, found: arb, what: str) -> Evidence:
    """CERTIFIED when the published mean is within `CLOSE` of the enclosed one, REFUTED when it is certainly not."""
    off = abs(arb(published) / found - 1)
    text = f"{what}: {found.str(12, radius=False)}, published {published}, off by {off.str(3, radius=False)}"
    if off > ball(CLOSE):
        return Evidence(Verdict.REFUTED, "the published mean is another", "published", {"counterexample": text})
    near = off < ball(CLOSE) and found.rad() < arb("1e-10")
    return Evidence(Verdict.CERTIFIED if near else Verdict.UNDECIDED, text, "" if near else "too-wide", {what: text})


def both(found: list[Evidence]) -> Evidence:
    """All rows, trouble first."""
    trouble = next((seen for seen in found if seen.verdict is not Verdict.CERTIFIED), None)
    details = {key: text for seen in found for key, text in seen.details.items()}
    return trouble or Evidence(Verdict.CERTIFIED, evidence.summaries(found), details=details)


@check("published table", seconds=1)
def table(settings: Settings) -> Evidence:
    """The algebraic limits, enclosed: the published means differ from them in the fourth digit."""
    with arb_bits(BITS):
        return both([against(row.published, mean_error(row), f"d = {row.case.width}") for row in TABLE])


@control("other-lag", "the limit of lag l - 1 for that of lag l", "published")
def other_lag(settings: Settings) -> Evidence:
    """The same starts, trained on lag 5 for lag 6."""
    row = TABLE[0]
    case = PoisonCase(row.case.width, row.case.lag - 1, row.case.scale, row.case.near)
    with arb_bits(BITS):
        return against(row.published, mean_error(Row(case, row.seeds, "", "")), "d = 10, lag 5")


@check("with lag 1", profile=Profile.FULL, seconds=60)
def with_both_lags(settings: Settings) -> Evidence:
    """The flow on both lags, enclosed up to its limit: the first row, and the second in the deep profile."""
    with arb_bits(BITS):
        means = ((row, mean_error(row, lag_1=True)) for row in settings.pick(TABLE[:1], TABLE[:1], TABLE))
        return both([against(row.with_lag_1, mean, f"lag 1, d = {row.case.width}") for row, mean in means])
