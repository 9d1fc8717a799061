"""Q = 0 and L = 0 imply neither extrapolation nor low dimension: the cyclic permutation, at every width."""

from collections.abc import Iterable
from fractions import Fraction

from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import loss, markov_parameter
from theory.orbit.balanced_cycle import (
    Example,
    balanced_is_not_enough,
    cycle,
    projection,
    shift,
    two_ahead,
    why_no_example,
)
from verifier.cases.rnn_cases import Instance, fractions
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="balanced-is-not-enough",
    section="3",
    title="Balanced is not enough",
    statement=(
        r"For every width $d$ there is a student with $Q = 0$ and $L = 0$ for every $k \le d$ that does not "
        r"extrapolate: the cyclic permutation $A e_i = e_{i+1 \bmod d}$ with $B = C^T = e_0$ has $h_j = 1$ if $d$ "
        r"divides $j$ and $0$ otherwise. It fits the positive one-node teacher $g = (1, 0, 0, \ldots)$, and $h_d = 1$. "
        r"For $d \ge 3$ and $3 \le k \le d$ symmetry is what is missing; for $d = 1, 2$ the cycle is symmetric, and "
        r"what is missing is lags: $k < 3 = 2n + 1$."
    ),
    status=Status.THEOREM,
    hypotheses=(r"a refutation: what is proved is that the example exists, for every $d \ge 1$ and $k \le d$",),
    proof=proved_by(
        balanced_is_not_enough,
        given=("cycle",),
        concludes=(
            "$Q = 0$, $h_j = 1$ where $d$ divides $j$ and $0$ elsewhere: the student fits the one-node teacher for "
            r"every $k \le d$, and $h_d = 1 \ne g_d$. For $d \ge 3$ it is not symmetric (below it is, and $k < 3$)"
        ),
    ),
)

TWO_AHEAD = false_proof(
    "two-ahead-in-the-proof", r"$A e_i = e_{i+2 \bmod d}$", lambda: balanced_is_not_enough(two_ahead)
)

BEYOND = 3
"""How many lags past the width a student is followed."""


def exhibits(example: Example, sizes: Iterable[tuple[int, int]]) -> Evidence:
    """theory's test of an example at each (d, k): balanced, fits k lags, does not extrapolate; else why it is none."""
    sizes = tuple(sizes)
    for width, length in sizes:
        found = why_no_example(example(width), length, width + BEYOND)
        if found is not None:
            reason, numbers = found
            text = f"d = {width}, k = {length}: {numbers}"
            return Evidence(Verdict.REFUTED, f"no example: {text}", reason, {"counterexample": text})
    return Evidence(
        Verdict.SUPPORTED, f"an example at each of {len(sizes)} pairs (d, k)", details={"sizes": str(sizes)}
    )


@check("every k up to d")
def every_length(settings: Settings) -> Evidence:
    widths = range(1, settings.pick(7, 12, 20))
    return exhibits(cycle, ((width, length) for width in widths for length in range(1, width + 1)))


@control("open-chain", "the shift in place of the cycle", "not-balanced")
def open_chain(settings: Settings) -> Evidence:
    return exhibits(shift, [(2, 2)])


@control("symmetric-student", "$A$ symmetric: it extrapolates", "extrapolates")
def symmetric_student(settings: Settings) -> Evidence:
    return exhibits(projection, [(2, 2)])


@control("k-is-d-plus-1", "one lag more than the width", "does-not-fit")
def one_lag_more(settings: Settings) -> Evidence:
    return exhibits(cycle, [(2, 3)])


@check("by numerics")
def by_numerics(settings: Settings) -> Evidence:
    """numerics' Q and loss at k = d are 0, and its h_d is 1."""

    def counterexample_to_cycle(width: int) -> str | None:
        theta = cycle(width)
        teacher = tuple(((Fraction(int(j == 0)),),) for j in range(width))
        A, B, C = map(fractions, theta.parts)
        model, g, exact = Instance(A, B, C, teacher).in_numerics()
        Q, beyond = exact.rows(balancedness(model, exact)), exact.rows(markov_parameter(model, width, exact))
        fits = loss(model, g, exact) == 0
        balanced = all(entry == 0 for row in Q for entry in row)
        return None if balanced and fits and beyond == [[1]] else f"d = {width}: Q = {Q}, h_d = {beyond}, fits: {fits}"

    draw = range(1, settings.pick(13, 25, 41))
    return evidence.sampled(draw, counterexample_to_cycle, "numerics: Q = 0, L = 0 at k = d, h_d = 1", "no-example")
