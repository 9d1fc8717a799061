"""In Jacobi coordinates the symmetric flow is polynomial, and no off-diagonal entry ever vanishes."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from random import Random

from theory.jacobi.jacobi_flow import jacobi_flow_proof
from theory.jacobi.lanczos import Krylov, rates_of_entries
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="jacobi-flow",
    section="6b",
    title="The Jacobi matrix of a symmetric student: a polynomial flow in which no off-diagonal entry vanishes",
    statement=(
        r"Let $(S, u)$ be a symmetric student, $B = C^T = u/\sqrt2$, with the monic Krylov vectors $v_0 = u$, "
        r"$S v_l = v_{l+1} + a_l v_l + \beta_l v_{l-1}$, $\beta_0 = |u|^2$. Let $w_0 = -2 r(S) u$, "
        r"$w_{l+1} = S' v_l + (S - a_l) w_l - \beta_l w_{l-1}$ and $w_l = \sum_i X_{il} v_i$. Along the gradient flow "
        r"$\beta_0' = 2 \beta_0 X_{00}$, $\beta_l' = 2 \beta_l (X_{ll} - X_{l-1,l-1})$ and "
        r"$a_l' = \langle v_l, S' v_l \rangle / |v_l|^2 + 2 (\beta_{l+1} X_{l+1,l} - \beta_l X_{l,l-1})$, all of them "
        r"polynomials in the $a_l$ and $\beta_l$. So $\beta_l$ never vanishes if it is positive at the start: the "
        r"dimension of the Krylov space of $(S, u)$ is the same for ever."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output, a symmetric student; any width, any teacher, any $k$",
        r"for $l$ below the Krylov dimension of the start",
    ),
    builds_on=("gradient", "symmetric-invariant"),
    proof=proved_by(
        jacobi_flow_proof,
        given=("symmetric", "dimension"),
        concludes=(
            r"$\beta_0' = 2 \beta_0 X_{00}$, $\beta_l' = 2 \beta_l (X_{ll} - X_{l-1,l-1})$ and "
            r"$a_l' = \langle v_l, S' v_l \rangle / |v_l|^2 + 2 (\beta_{l+1} X_{l+1,l} - \beta_l X_{l,l-1})$, all "
            r"polynomials in the entries; so $\beta_0, \ldots, \beta_l$ stay positive: the Krylov dimension is kept"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    jacobi_flow_proof,
    "proof-step",
    ("one-for-two-in-the-proof", "the factor 2 off the diagonal is 1", 1),
    ("no-mode-in-the-proof", "beta_l = 0 at the start", 2, 0),
)


def students(random: Random, count: int) -> Iterator[Krylov]:
    """Widths 1 to 5, k = 1, ..., 6 lags of any teacher; full Krylov dimension."""

    def number(bound: int) -> Fraction:
        return Fraction(random.randint(-bound, bound), random.randint(1, 3))

    for _ in range(count):
        width = random.randint(1, 5)
        M = [[number(4) for _ in range(width)] for _ in range(width)]
        S = tuple(tuple(M[max(p, q)][min(p, q)] + (3 * p if p == q else 0) for q in range(width)) for p in range(width))
        B = tuple(Fraction(random.randint(1, 4), random.randint(1, 3)) for _ in range(width))
        drawn = Krylov(S, B, tuple(number(9) for _ in range(random.randint(1, 6))))
        if drawn.is_full:
            yield drawn


def rates(cases: Iterable[Krylov], moving: int = 1) -> Evidence:
    """The gradient moves S and u; the polynomials see the Jacobi matrix only."""

    def counterexample(case: Krylov) -> str | None:
        a, beta = case.jacobi
        left, right = case.rates_along_the_gradient(), rates_of_entries(a, beta, case.g, moving)
        apart = [pair for ours, theirs in zip(left, right, strict=True) for pair in zip(ours, theirs, strict=True)]
        wrong = next((pair for pair in apart if pair[0] != pair[1]), None)
        return None if wrong is None else f"{case}: a rate is {wrong[0]}, and {wrong[1]} by the polynomials"

    return evidence.sampled(cases, counterexample, "rates of the Jacobi matrix, exact", "jacobi-rates")


@check("rates", seconds=2)
def rates_of_the_jacobi_matrix(settings: Settings) -> Evidence:
    return rates(students(settings.random("jacobi-flow"), settings.pick(20, 200, 2000)))


@control("resting-student", "S' is left out of the diagonal", "jacobi-rates")
def resting_student(settings: Settings) -> Evidence:
    """S = 1, B = 1, g = (0, 0): R = (1, 1) and a_0' = -2."""
    case = Krylov(((Fraction(1),),), (Fraction(1),), (Fraction(0), Fraction(0)))
    return rates([case], moving=0)
