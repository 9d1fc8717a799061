"""A balanced student of a symmetric response is symmetric up to signs, and the Hankel matrix counts the signs."""

from collections.abc import Iterable, Iterator

from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.inertia import hankel_inertia
from numerics.orbit.norm_balance import norm_balance
from theory.model import linear_rnn as theory_rnn
from theory.orbit import balanced_students as exact
from theory.orbit.balanced_cycle import cycle
from theory.orbit.moment_map import moved
from theory.orbit.signature_symmetry import signature_symmetry
from verifier.cases.realisations import change_of_basis, in_numerics, minimal_realisations
from verifier.cases.rnn_cases import show
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="signature-symmetry",
    section="3",
    title="Balanced students of a symmetric response are symmetric up to signs",
    statement=(
        r"Let $m = p$, every $h_j$ symmetric and $Q = 0$. Then there is an $S = S^T = S^{-1}$ with $A^T = S A S$ and "
        r"$C^T = S B$; on the minimal part of $\theta$ it is unique, and its inertia, plus zeros, is that of the block "
        r"Hankel matrix $[h_{i+j}]$ with $d$ or more block rows. If that matrix is positive semidefinite, the minimal "
        r"part is symmetric: $A = A^T$, $B = C^T$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$m = p$ and every $h_j$ symmetric (always so for one input and one output)",
        r"$Q = 0$",
        r"minimality: needed for the uniqueness and the inertia of $S$, and for symmetry; not for its existence",
    ),
    builds_on=("moment-map",),
    proof=proved_by(
        signature_symmetry,
        given=("symmetric-response", "balanced", "minimal", "positive"),
        concludes=(
            "there is an $S = S^T = S^{-1}$ with $A^T = S A S$ and $C^T = S B$, unique on the minimal part; there "
            "its inertia, plus zeros, is that of the block Hankel matrix with $d$ or more block rows, and if that "
            "is positive semidefinite, $S = I$: the minimal part is symmetric"
        ),
    ),
)

ANOTHER_RESPONSE = false_proof(
    "response-not-symmetric-in-the-proof",
    "$h_j$ need not be symmetric in the proof",
    lambda: signature_symmetry(symmetric_response=False),
)

Student = theory_rnn.LinearRNN


def balanced_students(settings: Settings) -> tuple[Student, ...]:
    """Exact balanced students: symmetric ones, pairs of mixed signs, cycles; rotated."""
    return exact.balanced_students(settings.random("signature-symmetry"), settings.pick(15, 90, 600))


def signatures(students: Iterable[Student]) -> Evidence:
    """Concrete minimal students: theory's S, found without balance, is a signature."""
    what = "S = S^T = S^-1, A^T = S A S, C^T = S B"
    return evidence.sampled(students, exact.counterexample_to_signature, what, "no-signature")


@check("exact signatures")
def exact_signatures(settings: Settings) -> Evidence:
    return signatures(balanced_students(settings))


@controls(
    "no-signature",
    ("response-not-symmetric", "$m = p = 2$ and $h_0 = E_{21}$", [[1, 0]], [[0], [1]]),
    ("not-balanced", r"$Q \ne 0$", [[2]], [[1]]),
)
def of_width_one(settings: Settings, B: list[list[int]], C: list[list[int]]) -> Evidence:
    """d = 1, A = 0. The first is balanced; in the second S B = C^T asks for S = 1/2."""
    return signatures([theory_rnn.linear_rnn([[0]], B, C)])


# The inertia of S by elimination (theory), of the Hankel matrix by its characteristic polynomial (numerics).


def inertias(students: Iterable[Student], what: str, rows: int | None = None) -> Evidence:
    """The Hankel matrix has d block rows, or `rows`."""

    def counterexample(theta: Student) -> str | None:
        return exact.counterexample_to_inertia(theta, hankel_inertia(in_numerics(theta), rows))

    return evidence.sampled(students, counterexample, what, "inertia")


@check("exact inertias")
def exact_inertias(settings: Settings) -> Evidence:
    return inertias(balanced_students(settings), "inertia of the Hankel matrix is that of S plus zeros")


@control("one-block-row", "fewer than $d$ block rows", "inertia")
def one_block_row(settings: Settings) -> Evidence:
    """A = (0 1; 1 0), B = C^T = e_1: one block row, [h_0] = [1], does not count both signs of S = I."""
    student = theory_rnn.linear_rnn([[0, 1], [1, 0]], [[1], [0]], [[1, 0]])
    return inertias([student], "inertia from one block row", rows=1)


# Students with a positive semidefinite Hankel matrix are symmetric.


def symmetries(students: Iterable[Student], positive: bool = True) -> Evidence:
    """With ``positive`` False the hypothesis on the Hankel matrix is dropped."""

    def counterexample(theta: Student) -> str | None:
        return exact.counterexample_to_symmetry(theta, positive)

    return evidence.sampled(students, counterexample, "positive semidefinite Hankel: symmetric", "not-symmetric")


@check("positive Hankel matrix")
def positive_hankel(settings: Settings) -> Evidence:
    return symmetries(balanced_students(settings))


@control("not-minimal", "$A$ a rotation, $B = C = 0$", "not-symmetric")
def not_minimal(settings: Settings) -> Evidence:
    """B = C = 0, A = (0 1; -1 0): balanced, Hankel = 0, and not symmetric."""
    return symmetries([theory_rnn.linear_rnn([[0, 1], [-1, 0]], [[0], [0]], [[0, 0]])])


@control("indefinite-hankel-matrix", "symmetry without positive semidefiniteness", "not-symmetric")
def indefinite(settings: Settings) -> Evidence:
    """The cycle of width 3: balanced, minimal, and the Hankel matrix has a negative eigenvalue."""
    return symmetries([cycle(3)], positive=False)


# norm_balance's S is a signature to the digits asked for, its inertia that of the exact Hankel matrix.


def unbalanced_models(settings: Settings) -> Iterator[LinearRNN[Rows]]:
    """Random minimal realisations with m = p = 1, and symmetric and signed students with m = p moved by a random T."""
    random = settings.random("signature-symmetry models")
    count = settings.pick(6, 50, 500)
    yield from minimal_realisations(random, count, ((1, 1, 1), (2, 1, 1), (3, 1, 1)))
    for theta in (*exact.balanced_students(random, count), *exact.signed_students(random, count)):
        change = change_of_basis(random, theta.A.shape[0])
        yield in_numerics(moved(theta, change, change.inv()))


@check("norm_balance")
def by_norm_balance(settings: Settings) -> Evidence:
    def counterexample(model: LinearRNN[Rows]) -> str | None:
        found, counts = norm_balance(model, settings.digits), hankel_inertia(model)
        text = f"A = {show(model.A)}, B = {show(model.B)}, C = {show(model.C)}"
        if found.signature is None or not found.signed:
            return f"{text}: S is no signature to {settings.digits} digits"
        signs = found.signature.inertia
        return None if signs[:2] == counts[:2] and not signs.zero else f"{text}: S {signs}, Hankel {counts}"

    details, what = {"digits": str(settings.digits)}, "norm_balance's S, and its inertia"
    return evidence.sampled(unbalanced_models(settings), counterexample, what, "no-signature", details)
