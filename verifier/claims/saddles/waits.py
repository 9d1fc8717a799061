"""A saddle is passed in a time log(1/eps)/lambda_m to leading order: locally a theorem, on the whole way measured."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import sympy as sp

from theory.saddles.waits import waits_proof
from verifier.cases.near_zero import Case, drawn_case
from verifier.cases.passages import Passages, Unresolved, mixed_case, passages
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="waits",
    section="6b",
    title="A saddle is passed in a time log(1/eps)/lambda_m",
    statement=(
        r"Near an $m$-mode critical point let the next mode $y$ obey the linear flow $y' = \lambda y$ with "
        r"$\lambda = |\lambda_m| > 0$. From $|y| = \epsilon b$ to $|y| = \rho$ it takes "
        r"$T = (\log(1/\epsilon) + \log(\rho/b)) / \lambda$, and descent with step $\eta$ takes "
        r"$(\log(1/\epsilon) + \log(\rho/b)) / \log(1 + \eta \lambda)$ steps. If on the way "
        r"$(\log |y|)'$ is only known to lie in $[(1 - \omega) \lambda, (1 + \omega) \lambda]$, $\omega < 1$, then "
        r"$\lambda T / \log(1/\epsilon)$ ends in $[1/(1 + \omega), 1/(1 - \omega)]$ as $\epsilon \to 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$b, \rho > 0$ do not depend on $\epsilon$",
        r"where the learnt weights have one sign, $\lambda_m = 2 (g_0 - h_0)(1 + \sum_i s_i / a_i^2)$; where they have "
        r"both, $S$ is not diagonal in the basis with $Q = 0$, and $1 + |S^{-1} \beta|^2$ stands for the factor",
        r"a theorem near the saddle only: that a run from $\epsilon \theta_0$ comes to it with $|y|$ of order "
        r"$\epsilon$ is measured, not proved here",
    ),
    builds_on=("every-saddle",),
    proof=proved_by(
        waits_proof,
        given=("linear", "entry", "nearly"),
        concludes=(
            r"from $\epsilon b$ to $\rho$ the linear flow takes $T = (\log(1/\epsilon) + \log(\rho/b)) / \lambda$ and "
            r"descent $(\log(1/\epsilon) + \log(\rho/b)) / \log(1 + \eta \lambda)$ steps; where the rate is within a "
            r"factor $1 \pm \omega$ of $\lambda$, $\lambda T / \log(1/\epsilon)$ ends in "
            r"$[1/(1 + \omega), 1/(1 - \omega)]$ as $\epsilon \to 0$"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    waits_proof,
    "proof-step",
    ("half-the-rate-in-the-proof", "the proof, with a mode that grows at half the rate", 2),
    ("no-slack-in-the-proof", r"the proof, with $1$ for $1 - \omega$", 1, sp.Integer(1)),
)

SLOPE = "slope"
SHARE = Fraction(1, 100)
"""How far, relatively, the growth of a plateau with log(1/eps) may be from 1/log(1 + eta lambda_m)."""

TENTHS = tuple[str, ...]


def case_of(nodes: TENTHS, weights: TENTHS, width: int, length: int) -> Case:
    """A chosen teacher, from text."""
    return Case(tuple(map(Fraction, nodes)), tuple(map(Fraction, weights)), width, length)


POSITIVE = case_of(("1", "-9/10"), ("1", "1/2"), 5, 5)
MIXED = case_of(("4/5", "-3/10"), ("1", "-1/2"), 4, 5)
THREE = (
    case_of(("1", "-9/10", "3/10"), ("1", "1/2", "4/5"), 4, 7),
    case_of(("19/20", "1/5", "-7/10"), ("1", "1", "3/5"), 4, 8),
)
THREE_MIXED = case_of(("4/5", "3/10", "-3/5"), ("1", "-1/2", "-1/3"), 4, 7)

Rates = Callable[[Passages], Sequence[float]]


def rates_of(found: Passages) -> Sequence[float]:
    """lambda_0, ..., lambda_{n-1}."""
    return found.rates


def follow(case: Case, exponents: Sequence[int], rates: Rates = rates_of) -> Evidence:
    """Each plateau's growth with log(1/eps), in steps, against 1/log(1 + eta lambda_m)."""
    try:
        found = passages(case, exponents)
    except Unresolved as lost:
        return Evidence(Verdict.UNDECIDED, str(lost))
    measured, laws = found.slopes(), found.laws(rates(found))
    ratios = [slope / law for slope, law in zip(measured, laws, strict=True)]
    seen = ", ".join(f"{ratio:.5f}" for ratio in ratios)
    shown = ", ".join(f"{rate:.6f}" for rate in rates(found))
    lengths = "; ".join(
        f"1e-{e}: {', '.join(f'{length:.1f}' for length in run.lengths)}"
        for e, run in zip(exponents, found.runs, strict=True)
    )
    details = {str(case): f"lambda {shown}; plateaus in steps from {lengths}; growth over the law {seen}"}
    if any(abs(ratio - 1) > SHARE for ratio in ratios):
        details["counterexample"] = details[str(case)]
        return Evidence(Verdict.REFUTED, f"{case}: the plateaus do not grow by the law", SLOPE, details)
    return Evidence(Verdict.SUPPORTED, f"growth over the law {seen}", details=details)


def followed(cases: Sequence[Case], exponents: Sequence[int]) -> Evidence:
    """Several teachers, every one reported."""
    found = [follow(case, exponents) for case in cases]
    return evidence.gathered(found, f": {evidence.summaries(found)}", {})


@check("two modes, chosen", seconds=3)
def two_modes(settings: Settings) -> Evidence:
    """Positive and mixed signs, n = 2; lambda_1 from the enclosed critical point."""
    return followed((POSITIVE, MIXED), settings.pick((3, 8), (3, 6, 9, 12), (3, 6, 9, 12)))


def without_the_nodes(found: Passages) -> Sequence[float]:
    """2 |g_0 - h_0| without the factor 1 + sum_i s_i/a_i^2."""
    return [float(2 * rest.point.deficit.mid()) for rest in found.saddles if rest.point]


@control("no-nodes", r"$2 (g_0 - h_0)$ for $\lambda_m$", SLOPE)
def no_nodes(settings: Settings) -> Evidence:
    return follow(POSITIVE, (3, 6), without_the_nodes)


@check("two modes, drawn", Profile.FULL, seconds=40)
def two_modes_drawn(settings: Settings) -> Evidence:
    drawn = [drawn_case(2 * i + 1, "waits", 5) for i in range(settings.pick(1, 4, 12))]
    return followed([*drawn, *(mixed_case(i, 2) for i in (2, 4, 9, 12))], (3, 6, 9, 12))


@check("three modes", Profile.FULL, seconds=50)
def three_modes(settings: Settings) -> Evidence:
    """Positive and mixed signs, n = 3; after two modes of both signs the rate is that of the balanced student."""
    return followed((*THREE, THREE_MIXED), (3, 6, 9, 12))


def diagonal(found: Passages) -> Sequence[float]:
    r"""The rates by :math:`1 + \sum_i |s_i| / a_i^2`, as if the student were diagonal, whatever the signs."""
    rates = []
    for rest in found.saddles:
        assert rest.point is not None
        pairs = zip(rest.point.nodes, rest.point.weights, strict=True)
        gamma = 1 + sum(float(abs(s).mid() / a.mid() ** 2) for a, s in pairs)
        rates.append(2 * float(rest.point.deficit.mid()) * gamma)
    return rates


@controls(
    SLOPE,
    ("diagonal-basis", r"$1 + \sum_i s_i / a_i^2$ where two weights of both signs are learnt", THREE_MIXED),
    profile=Profile.FULL,
    seconds=7,
)
def diagonal_basis(settings: Settings, case: Case) -> Evidence:
    """Nodes 4/5, 3/10, -3/5, weights 1, -1/2, -1/3: -0.0922 for the rate -0.1305 of the balanced student."""
    return follow(case, (3, 6), diagonal)
