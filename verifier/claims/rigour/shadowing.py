"""The error of a computed run obeys a recursion: growth by the curvature, plus the one-step defect."""

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Expr, Matrix, Rational

from numerics.rigour.derivative_bounds import second_words as in_numbers
from theory.model.rationals import to_sympy
from theory.rigour.shadowing import proof
from theory.rigour.word_count import second_words as in_symbols
from verifier.cases.hessian_sample import HessianSample, counterexample_to_interval, random_sample, smallest_samples
from verifier.cases.rnn_cases import fractions
from verifier.cases.small_runs import counterexample_to_overlap, random_runs
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="shadowing",
    section="6",
    title="A computed run stays within a computable distance of the exact one",
    statement=(
        r"If $\tau_t \ge |\theta_{t+1} - \Phi(\theta_t)|$, $\Phi = \mathrm{id} - \eta \nabla L$, and "
        r"$-\nu_t \le \nabla^2 L \le \beta_t$ on the ball of radius $e_t$ about $\theta_t$, then "
        r"$e_{t+1} \le \max(1 + \eta \nu_t, |1 - \eta \beta_t|)\, e_t + \tau_t$ bounds the distance to exact descent. "
        r"One may take $\nu_t = 2 \sum_j |R_j| \kappa_j$, $\beta_t = 2 \sum_j |\nabla h_j|^2 + \nu_t$."
    ),
    status=Status.THEOREM,
    hypotheses=(r"$\nu_t \ge 0$ and $e_0 \ge |\theta_0 - \theta_0^*|$", "the bounds hold on the whole ball"),
    builds_on=("gradient",),
    proof=proved_by(
        proof,
        given=("norms", "spectrum", "defect"),
        concludes=(
            r"$e_{t+1} \le \max\left(\eta \nu + 1, \left|{\beta \eta - 1}\right|\right) \, e_t + \tau_t$, so $e_T "
            r"\le e_0 P_T + D_T$; $\nu = 2 \sum |R_j| \kappa_j$ and $\beta = 2 \sum |\nabla h_j|^2 + \nu$ will do; "
            r"$\mu_j$ bounds $D^3 h_j$"
        ),
        name="word count and error recursion",
    ),
)

INTERVAL, BALLS = "hessian-interval", "disjoint-enclosures"


def without_the_factor(lag: Expr, a: Expr, b: Expr, c: Expr) -> Matrix:
    """The word count with j(j-1) left out of the entry (A, A)."""
    count = in_symbols(lag, a, b, c).copy()
    count[0, 0] = count[0, 0] / (lag * (lag - 1))
    return count


FEWER_WORDS = false_proof(
    "fewer-words", "j(j-1) is left out of the entry (A, A)", lambda: proof(words=without_the_factor)
)
NO_EXPANSION = false_proof(
    "no-expansion",
    "the growth factor is |1 - eta beta| alone",
    lambda: proof(factor=lambda eta, nu, beta: Abs(1 - eta * beta)),
)


def hessians(settings: Settings, residual_term: int, on_the_ball: bool) -> Evidence:
    """Exact Hessians at points of random balls against [-nu, beta], with kappa_j from numerics."""

    def samples() -> Iterator[HessianSample]:
        yield from smallest_samples()
        rng = settings.random("shadowing")
        for _ in range(settings.pick(30, 200, 2000)):
            yield random_sample(rng)

    what = "-nu |delta|^2 <= Hess L [delta, delta] <= beta |delta|^2 on a ball"
    return evidence.sampled(
        samples(), lambda sample: counterexample_to_interval(sample, residual_term, on_the_ball), what, INTERVAL
    )


@check("exact Hessians on balls")
def exact_hessians(settings: Settings) -> Evidence:
    return hessians(settings, residual_term=1, on_the_ball=True)


@controls(
    INTERVAL,
    ("no-residual-term", "nu = 0, as if L were convex", 0, True),
    ("norms-of-the-centre", "kappa_j is taken at the centre of the ball", 1, False),
)
def false_intervals(settings: Settings, residual_term: int, on_the_ball: bool) -> Evidence:
    return hessians(settings, residual_term, on_the_ball)


def counterexample_to_word_count(values: tuple[int, Fraction, Fraction, Fraction]) -> str | None:
    """The lag and norms at which numerics' 3 x 3 matrix is not theory's."""
    lag, *norms = values
    symbolic = fractions(in_symbols(Rational(lag), *(to_sympy(x) for x in norms)))
    counted = in_numbers(lag, *norms)
    return None if list(map(list, symbolic)) == counted else f"j = {lag}, (a, b, c) = {norms}"


@check("the same word count in both rooms")
def word_counts_agree(settings: Settings) -> Evidence:
    rng = settings.random("word counts")

    def norm() -> Fraction:
        return Fraction(rng.randint(1, 9), rng.randint(1, 9))

    draw = ((j, norm(), norm(), norm()) for j in range(12))
    return evidence.sampled(draw, counterexample_to_word_count, "both rooms count the same words", INTERVAL)


def against_balls(settings: Settings, naive_factor: int) -> Evidence:
    """Shadowing and naive balls on random small runs: the two enclosures must meet, at the same step size."""
    runs = random_runs(settings.random("small runs"), settings.pick(4, 20, 100), steps=40)
    what = "shadowing and naive balls enclose the same end"
    return evidence.sampled(runs, lambda run: counterexample_to_overlap(run, naive_factor), what, BALLS)


@check("agreement with naive balls")
def agreement_with_balls(settings: Settings) -> Evidence:
    return against_balls(settings, naive_factor=1)


@control("another-step", "the naive balls run with twice the step", BALLS)
def another_step(settings: Settings) -> Evidence:
    return against_balls(settings, naive_factor=2)
