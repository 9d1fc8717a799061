"""The Hessian of the loss changes no faster than the words with three letters replaced allow."""

from collections.abc import Iterator

from theory.rigour.hessian_changes import proof
from verifier.cases.hessian_sample import HessianSample, counterexample_to_change, random_sample, smallest_samples
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="hessian-changes",
    section="6",
    title="The Hessian of the loss changes no faster than its words allow",
    statement=(
        r"On a ball of radius $r$ about $\theta$, in every direction of norm 1, "
        r"$|D^3 L| \le 2 \sum_j (3 \gamma_j \kappa_j + \rho_j \mu_j)$, $\rho_j = |R_j(\theta)| + r \gamma_j$, where "
        r"$\gamma_j = |(j a^{j-1} b c, a^j c, a^j b)|$, $\kappa_j$ is the largest eigenvalue of the word count of two "
        r"letters and $\mu_j = j(j-1)(j-2) a^{j-3} b c + \frac65 j (j-1) a^{j-2} (b + c) + \frac65 j a^{j-1}$, and "
        r"$a$, $b$, $c$ bound $\|A\|$, $\|B\|$, $\|C\|$ on the ball. Hessians at the distance $s \le r$ from that at "
        r"$\theta$ differ from it by at most $s$ times this (spectral norm)."
    ),
    status=Status.THEOREM,
    hypotheses=("norms of directions and of values are Frobenius norms, $A$, $B$, $C$ together",),
    builds_on=("gradient",),
    proof=proved_by(
        proof,
        given=("norms",),
        concludes=(
            r"$|D^3 L| \le \sum_j (6 \gamma_{j} \kappa_{j} + 2 \mu_{j} \rho_{j})$ with $\rho_j = |R_j(\theta)| + r "
            r"\gamma_j$, and $s$ times it bounds how far Hessians at the distance $s \le r$ differ"
        ),
        name="product rule and word count",
    ),
)

TOO_SMALL = "third-derivative"

FEWER_PRODUCTS = false_proof(
    "two-products", "2 gamma_j kappa_j stands for 3 gamma_j kappa_j", lambda: proof(products=2)
)


def changes(settings: Settings, products: int) -> Evidence:
    """Exact third derivatives at points of random balls, against the function that certified runs call."""

    def samples() -> Iterator[HessianSample]:
        yield from smallest_samples()
        rng = settings.random("hessian changes")
        for _ in range(settings.pick(30, 200, 2000)):
            yield random_sample(rng)

    what = "|D^3 L [delta, delta, delta]| <= bound |delta|^3 on a ball"
    return evidence.sampled(samples(), lambda sample: counterexample_to_change(sample, products), what, TOO_SMALL)


@check("exact third derivatives on balls; attained at A = 0, B = C = 1, k = 1")
def exact_third_derivatives(settings: Settings) -> Evidence:
    return changes(settings, products=3)


@control("fewer-products", "2 gamma_j kappa_j stands for 3 gamma_j kappa_j", TOO_SMALL)
def fewer_products(settings: Settings) -> Evidence:
    return changes(settings, products=2)
