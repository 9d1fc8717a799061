"""Q is all that gradient flow conserves, whatever the loss: d(d+1)/2 laws."""

from dataclasses import dataclass

from theory.balance.balancedness import SIGNS, Signs, one_sign_flipped
from theory.laws.conservation_laws import conservation_complete, number_of_laws
from theory.laws.law_count import count_laws, rnn_laws, two_layer_laws
from theory.model.matrix_products import linear_rnn, two_layer_network
from verifier.cases.flipped_signs import each_sign_flipped
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="conservation-complete",
    section="3",
    title="Balancedness is all that gradient flow conserves",
    statement=(
        r"For every $d, m, p \ge 1$ and $k \ge 2$, on an open dense set of parameters: every $C^1$ local conservation "
        r"law common to all losses of $h_0, \ldots, h_{k-1}$ is locally a function of "
        r"$Q = A A^T - A^T A + B B^T - C^T C$, and $d(d+1)/2$ of its entries are independent. Not said: anything about "
        r"special parameters, discrete or global invariants, or what one fixed loss conserves besides."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$k \ge 2$ (for $k = 1$ the matrix $A$ stands still: $D - 1$ laws when $m = p = 1$, $D = d^2 + 2d$, and in "
        r"general $d^2$ more than the two-layer network $C B$ has)",
        r"gradient flow in the plain metric; not descent with a positive step",
        r"not needed: that $Q = 0$, that $A$ is symmetric, that the loss is quadratic",
    ),
    builds_on=("noether-identity",),
    proof=proved_by(
        conservation_complete,
        given=("loss", "law", "lags", "point"),
        concludes=(
            r"on an open dense set the fields along which every law is constant span $\ker DQ$, and $DQ$ has rank "
            r"$\frac{d \left(d + 1\right)}{2}$: every $C^1$ local law common to all losses is locally a function of "
            "$Q$, of whose entries that many are independent"
        ),
        seconds=2,
    ),
)

EQUAL_PAIR_SUMS = false_proof(
    "equal-pair-sums-in-the-proof",
    r"$\lambda_i = i$ at the point: $\lambda_1 + \lambda_3 = 2 \lambda_2$",
    lambda: conservation_complete(eigenvalue=lambda i: i),
    seconds=2,
)

WRONG_SIGN_IN_PROOF = false_proof(
    "wrong-sign-in-proof",
    "Q with + C^T C",
    lambda: conservation_complete(one_sign_flipped()[3]),
    "not-conserved",
    seconds=2,
)


@dataclass(frozen=True)
class Size:
    """A width, length, m and p; the signs of Q; the point, where the claim is made at one point only."""

    width: int
    length: int
    inputs: int = 1
    outputs: int = 1
    signs: Signs = SIGNS
    point: tuple[int, ...] | None = None

    def __str__(self) -> str:
        return f"d = {self.width}, k = {self.length}, m = {self.inputs}, p = {self.outputs}"


def counted(sizes: list[Size], settings: Settings) -> Evidence:
    """CERTIFIED when the two bounds meet at d(d+1)/2 for every size; REFUTED or UNDECIDED at the first where not."""
    for size in sizes:
        found = count_one(size, settings)
        if found.verdict is not Verdict.CERTIFIED:
            return found
    details = {"sizes": "; ".join(map(str, sizes)), "seed": str(settings.seed)}
    return Evidence(Verdict.CERTIFIED, f"d(d+1)/2 laws, bounds met at {len(sizes)} sizes", details=details)


def count_one(size: Size, settings: Settings) -> Evidence:
    """The count at one size, or at one point of it."""
    model = linear_rnn(size.width, size.length, size.inputs, size.outputs)
    found = count_laws(model, rnn_laws(size.length, size.signs), settings.random(f"laws {size}"), size.point)
    expected = int(number_of_laws(size.width))
    here = f"{size}, (A, B, C) row by row = {found.point}"
    if found.broken_law:
        return _refuted("not-conserved", f"{size}: {found.broken_law}")
    if found.proved and found.lower != expected:
        return _refuted("wrong-count", f"{here}: exactly {found.lower} laws, not {expected}")
    if size.point is not None and found.lower < expected:
        return _refuted("dependent-laws", f"{here}: the Jacobian of Q has rank {found.lower}, not {expected}")
    summary = f"{here}: {found.lower} <= laws <= {found.upper}"
    return Evidence(Verdict.CERTIFIED if found.proved else Verdict.UNDECIDED, summary)


def _refuted(reason: str, counterexample: str) -> Evidence:
    return Evidence(Verdict.REFUTED, counterexample, reason, {"counterexample": counterexample})


@check("count per size")
def count_sizes(settings: Settings) -> Evidence:
    """One input and output: d <= 5 and k <= 6; quickly d <= 4 and k <= 4; deeply also d = 6, 7, 8."""
    widest, longest = settings.pick((4, 4), (5, 6), (5, 6))
    larger = settings.pick([], [Size(6, 4)], [Size(6, 4), Size(7, 5), Size(8, 3)])
    return counted([Size(d, k) for d in range(1, widest + 1) for k in range(2, longest + 1)] + larger, settings)


@controls("not-conserved", *each_sign_flipped())
def wrong_sign(settings: Settings, signs: Signs) -> Evidence:
    return count_one(Size(1, 2, signs=signs), settings)


@control("one-lag", "k = 1", "wrong-count")
def one_lag(settings: Settings) -> Evidence:
    return counted([Size(1, 1)], settings)


@control("every-point", "at every parameter, so also at B = C = 0", "dependent-laws")
def every_point(settings: Settings) -> Evidence:
    return counted([Size(1, 2, point=(1, 0, 0))], settings)


@check("count with several channels")
def count_channels(settings: Settings) -> Evidence:
    """Several inputs and outputs."""
    shapes = [(2, 2, 2, 2), (1, 3, 3, 2), (3, 2, 2, 3), (4, 3, 2, 1), (3, 2, 1, 4)]
    more = [(5, 2, 2, 2), (5, 5, 2, 2), (5, 2, 3, 3)]
    return counted([Size(*shape) for shape in settings.pick(shapes, shapes + more, shapes + more)], settings)


PUBLISHED = (
    ((2, 2, 2), 3),
    ((3, 2, 2), 3),
    ((2, 3, 2), 6),
    ((1, 3, 1), 5),
    ((1, 4, 2), 9),
    ((3, 3, 3), 6),
    ((5, 4, 5), 10),
)
"""Laws of the two-layer network U V^T, U of n x r, V of m x r, by (n, r, m); counted by Marcotte, Gribonval, Peyre."""


@check("two-layer networks")
def count_two_layers(settings: Settings) -> Evidence:
    """The same code on the two-layer linear network, against the published counts."""
    for (n, r, m), published in PUBLISHED:
        found = count_laws(two_layer_network(n, r, m), two_layer_laws(), settings.random(f"two layers {n} {r} {m}"))
        text = f"(n, r, m) = ({n}, {r}, {m}) at {found.point}: {found.lower} <= laws <= {found.upper}"
        if not found.lower <= published <= found.upper:
            return _refuted("wrong-count", f"{text}, published: {published}")
        if not found.proved:
            return Evidence(Verdict.UNDECIDED, text)
    details = {"sizes": "; ".join(f"{size}: {count}" for size, count in PUBLISHED)}
    return Evidence(Verdict.CERTIFIED, f"two-layer networks: {len(PUBLISHED)} published counts met", details=details)
