"""The error of a computed run obeys a recursion: growth by the curvature, plus the one-step defect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from verifier.cases.hessian_sample import HessianSample

STEP, INTERVAL, BALLS = "proof-step", "hessian-interval", "disjoint-enclosures"


def proof(settings: Settings) -> Evidence:
    """The word count, the interval of the Hessian, the recursion."""
    from theory.rigour.shadowing import proof as derivation

    return evidence.proof(derivation(), STEP)


def _proof_with_fewer_words(settings: Settings) -> Evidence:
    from sympy import Expr, Matrix

    from theory.rigour.shadowing import proof as derivation
    from theory.rigour.shadowing import second_words

    def without_the_factor(lag: Expr, a: Expr, b: Expr, c: Expr) -> Matrix:
        count = second_words(lag, a, b, c).copy()
        count[0, 0] = count[0, 0] / (lag * (lag - 1))
        return count

    return evidence.proof(derivation(words=without_the_factor), STEP)


def _proof_without_nu(settings: Settings) -> Evidence:
    from sympy import Abs

    from theory.rigour.shadowing import proof as derivation

    return evidence.proof(derivation(factor=lambda eta, nu, beta: Abs(1 - eta * beta)), STEP)


def in_samples(settings: Settings, residual_term: int = 1, on_the_ball: bool = True) -> Evidence:
    """Exact Hessians at points of random balls against [-nu, beta], with kappa_j from numerics.

    `residual_term` = 0 drops nu; without `on_the_ball` the norms are those of the centre.
    """
    from verifier.cases.hessian_sample import hessian_failure

    def counterexample(sample: HessianSample) -> str | None:
        return hessian_failure(sample, residual_term, on_the_ball)

    what = "-nu |delta|^2 <= Hess L [delta, delta] <= beta |delta|^2 on a ball"
    return evidence.sampled(_samples(settings), counterexample, what, INTERVAL)


def _samples(settings: Settings) -> Iterator[HessianSample]:
    from verifier.cases.hessian_sample import random_sample, smallest_samples

    yield from smallest_samples()
    rng = settings.random("shadowing")
    for _ in range(settings.pick(30, 200, 2000)):
        yield random_sample(rng)


def word_counts_agree(settings: Settings) -> Evidence:
    """numerics' 3 x 3 matrix against theory's, on random rationals."""
    from sympy import Rational

    from numerics.rigour.derivative_bounds import second_words as in_numbers
    from theory.rigour.shadowing import second_words as in_symbols

    def counterexample(values: tuple[int, Fraction, Fraction, Fraction]) -> str | None:
        lag, *norms = values
        symbolic = in_symbols(Rational(lag), *(Rational(x.numerator, x.denominator) for x in norms)).tolist()
        exact = [[Fraction(int(entry.p), int(entry.q)) for entry in row] for row in symbolic]
        return None if exact == in_numbers(lag, *norms) else f"j = {lag}, (a, b, c) = {norms}"

    rng = settings.random("word counts")

    def norm() -> Fraction:
        return Fraction(rng.randint(1, 9), rng.randint(1, 9))

    draw = ((j, norm(), norm(), norm()) for j in range(12))
    return evidence.sampled(draw, counterexample, "both rooms count the same words", INTERVAL)


def against_balls(settings: Settings, shift: Callable[[Fraction], Fraction] = lambda eta: eta) -> Evidence:
    """Shadowing and naive balls on random small runs: the two enclosures must meet (with `shift`, of another step)."""
    from verifier.cases.small_runs import enclosures_meet, random_runs

    def counterexample(run: object) -> str | None:
        return enclosures_meet(run, shift)

    runs = random_runs(settings.random("small runs"), settings.pick(4, 20, 100), steps=40)
    return evidence.sampled(runs, counterexample, "shadowing and naive balls enclose the same end", BALLS)


CLAIM = Claim(
    id="shadowing",
    section="6",
    title="A computed run stays within a computable distance of the exact one",
    statement=(
        r"If $\tau_t \ge |\theta_{t+1} - \Phi(\theta_t)|$, $\Phi = \mathrm{id} - \eta \nabla L$, and "
        r"$-\nu_t \le \mathrm{Hess}\, L \le \beta_t$ on the ball of radius $e_t$ about $\theta_t$, then "
        r"$e_{t+1} \le \max(1 + \eta \nu_t, |1 - \eta \beta_t|)\, e_t + \tau_t$ bounds the distance to exact descent. "
        r"One may take $\nu_t = 2 \sum_j |R_j| \kappa_j$, $\beta_t = 2 \sum_j |\nabla h_j|^2 + \nu_t$."
    ),
    status=Status.THEOREM,
    hypotheses=(r"$\nu_t \ge 0$ and $e_0 \ge |\theta_0 - \theta_0^*|$", "the bounds hold on the whole ball"),
    builds_on=("gradient",),
    proof=Check("word count and error recursion", proof),
    checks=(
        Check("exact Hessians on balls", in_samples),
        Check("the same word count in both rooms", word_counts_agree),
        Check("agreement with naive balls", against_balls),
    ),
    controls=(
        Control("fewer words", "j(j-1) is left out of the entry (A, A)", STEP, _proof_with_fewer_words),
        Control("no expansion", "the growth factor is |1 - eta beta| alone", STEP, _proof_without_nu),
        Control("no residual term", "nu = 0, as if L were convex", INTERVAL, lambda s: in_samples(s, residual_term=0)),
        Control("norms of the centre", "kappa_j is taken at the centre of the ball", INTERVAL,
                lambda s: in_samples(s, on_the_ball=False)),
        Control("another step", "the naive balls run with twice the step", BALLS,
                lambda s: against_balls(s, lambda eta: 2 * eta)),
    ),
)  # fmt: skip
