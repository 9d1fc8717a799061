"""A balanced student of a symmetric response is symmetric up to signs, and the Hankel matrix counts the signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from verifier.cases.realisations import change_of_basis, in_numerics, minimal_realisations
from verifier.cases.rnn_cases import show
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from numerics.arithmetics.protocol import Rows
    from numerics.model.linear_rnn import LinearRNN

NO_SIGNATURE, INERTIA, NOT_SYMMETRIC = "no-signature", "inertia", "not-symmetric"


def proof(settings: Settings) -> Evidence:
    """The transposed realisation, S = S^T, Hankel = K^T S K, the positive case, the normal part."""
    from theory.orbit.signature_symmetry import signature_symmetry

    return evidence.proof(signature_symmetry(), NO_SIGNATURE)


def signatures(students: Iterable[Any]) -> Evidence:
    """Concrete minimal students: theory's S, found without balance, is a signature; exactly."""
    from theory.orbit.balanced_students import signature_failure

    return evidence.sampled(
        students, lambda theta: signature_failure(theta) or None, "S = S^T = S^-1, A^T = S A S, C^T = S B", NO_SIGNATURE
    )


def inertias(students: Iterable[Any]) -> Evidence:
    """The inertia of S by elimination (theory) and of the Hankel matrix by its characteristic polynomial (numerics)."""
    from numerics.orbit.inertia import hankel_inertia
    from theory.orbit.balanced_students import inertia_failure

    def counterexample(theta: Any) -> str | None:
        return inertia_failure(theta, hankel_inertia(in_numerics(theta))) or None

    return evidence.sampled(students, counterexample, "inertia of the Hankel matrix is that of S plus zeros", INERTIA)


def symmetries(students: Iterable[Any], positive: bool = True) -> Evidence:
    """Concrete students with a positive semidefinite Hankel matrix are symmetric."""
    from theory.orbit.balanced_students import symmetry_failure

    def counterexample(theta: Any) -> str | None:
        return symmetry_failure(theta, positive) or None

    return evidence.sampled(students, counterexample, "positive semidefinite Hankel: symmetric", NOT_SYMMETRIC)


def exact_students(settings: Settings) -> Any:
    """Exact balanced students: symmetric ones, pairs of mixed signs, cycles; rotated."""
    from theory.orbit.balanced_students import balanced_students

    return balanced_students(settings.random("signature-symmetry"), settings.pick(15, 90, 600))


def unbalanced_models(settings: Settings) -> Iterator[LinearRNN[Rows]]:
    """Random minimal realisations with m = p = 1, and symmetric and signed students with m = p moved by a random T."""
    from theory.orbit.balanced_students import balanced_students, signed_students
    from theory.orbit.moment_map import moved

    random = settings.random("signature-symmetry models")
    count = settings.pick(6, 50, 500)
    yield from minimal_realisations(random, count, ((1, 1, 1), (2, 1, 1), (3, 1, 1)))
    for theta in (*balanced_students(random, count), *signed_students(random, count)):
        change = change_of_basis(random, theta.A.shape[0])
        yield in_numerics(moved(theta, change, change.inv()))


def by_norm_balance(settings: Settings) -> Evidence:
    """norm_balance's S is a signature to the digits asked for, its inertia that of the exact Hankel matrix."""
    from numerics.orbit.inertia import hankel_inertia
    from numerics.orbit.norm_balance import norm_balance

    def counterexample(model: LinearRNN[Rows]) -> str | None:
        found, counts = norm_balance(model, settings.digits), hankel_inertia(model)
        text = f"A = {show(model.A)}, B = {show(model.B)}, C = {show(model.C)}"
        if found.signature is None or not found.signed:
            return f"{text}: S is no signature to {settings.digits} digits"
        signs = found.signature.inertia
        return None if signs[:2] == counts[:2] and not signs.zero else f"{text}: S {signs}, Hankel {counts}"

    details = {"digits": str(settings.digits)}
    return evidence.sampled(
        unbalanced_models(settings), counterexample, "norm_balance's S, and its inertia", NO_SIGNATURE, details
    )


def _student(A: list[list[int]], B: list[list[int]], C: list[list[int]]) -> Any:
    from theory.model.linear_rnn import linear_rnn

    return linear_rnn(A, B, C)


def unsymmetric_response(settings: Settings) -> Evidence:
    """d = 1, m = p = 2: A = 0, B = (1, 0), C = (0, 1)^T; balanced, but h_0 = E_21."""
    return signatures([_student([[0]], [[1, 0]], [[0], [1]])])


def unbalanced(settings: Settings) -> Evidence:
    """d = 1: A = 0, B = 2, C = 1: S B = C^T asks for S = 1/2."""
    return signatures([_student([[0]], [[2]], [[1]])])


def not_minimal(settings: Settings) -> Evidence:
    """B = C = 0, A = (0 1; -1 0): balanced, Hankel = 0, and not symmetric."""
    return symmetries([_student([[0, 1], [-1, 0]], [[0], [0]], [[0, 0]])])


def indefinite(settings: Settings) -> Evidence:
    """The cycle of width 3: balanced, minimal, and the Hankel matrix has a negative eigenvalue."""
    from theory.orbit.balanced_cycle import cycle

    return symmetries([cycle(3)], positive=False)


def too_few_rows(settings: Settings) -> Evidence:
    """A = (0 1; 1 0), B = C^T = e_1: one block row, [h_0] = [1], does not count both signs of S = I."""
    from numerics.orbit.inertia import hankel_inertia
    from theory.orbit.balanced_students import inertia_failure

    def counterexample(theta: Any) -> str | None:
        return inertia_failure(theta, hankel_inertia(in_numerics(theta), rows=1)) or None

    student = _student([[0, 1], [1, 0]], [[1], [0]], [[1, 0]])
    return evidence.sampled([student], counterexample, "inertia from one block row", INERTIA)


CLAIM = Claim(
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
    proof=Check("proof", proof),
    checks=(
        Check("exact signatures", lambda s: signatures(exact_students(s))),
        Check("exact inertias", lambda s: inertias(exact_students(s))),
        Check("positive Hankel matrix", lambda s: symmetries(exact_students(s))),
        Check("norm_balance", by_norm_balance),
    ),
    controls=(
        Control("response not symmetric", "$m = p = 2$ and $h_0 = E_{21}$", NO_SIGNATURE, unsymmetric_response),
        Control("not balanced", r"$Q \ne 0$", NO_SIGNATURE, unbalanced),
        Control("not minimal", "$A$ a rotation, $B = C = 0$", NOT_SYMMETRIC, not_minimal),
        Control("indefinite Hankel matrix", "symmetry without positive semidefiniteness", NOT_SYMMETRIC, indefinite),
        Control("one block row", "fewer than $d$ block rows", INERTIA, too_few_rows),
    ),
)
