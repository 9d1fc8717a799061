"""Symmetric and signature-symmetric students stay so, under flow and under descent of any step."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from theory.orbit.invariants import asymmetry, symmetric_invariant
from verifier.cases.rnn_cases import SQUARE_SHAPES, Instance, numerics_step, sampled, symmetrised, transposed
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="symmetric-invariant",
    section="3",
    title="Symmetric students stay symmetric",
    statement=(
        r"For $m = p$ and symmetric $g_j$: $A = A^T$, $B = C^T$ is kept exactly by flow and by descent of any step. "
        r"So is $A^T = S A S$, $C^T = S B$ for every signature $S = S^T = S^{-1}$. (It does not imply $Q = 0$.)"
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$m = p$ and every $g_j$ symmetric; for another loss, its derivatives in the $h_j$ symmetric where all $h_j$ "
        "are, and for its flow Lipschitz on bounded sets",
    ),
    builds_on=("gradient",),
    proof=proved_by(
        symmetric_invariant,
        given=("signature", "symmetric-teacher"),
        concludes=(
            "the gradient lies in the linear subspace $A^T = S A S$, $C^T = S B$ where the student does, so "
            "descent of any step and the flow stay in it; $S = I$ is the symmetric student. Not every point of it "
            "has $Q = 0$"
        ),
    ),
)

UNSYMMETRIC_WEIGHTS = false_proof(
    "unsymmetric-weights-in-the-proof",
    "$g_j$ not symmetric",
    lambda: symmetric_invariant(teacher_symmetric=False),
    "left-the-subspace",
)


def symmetric(instance: Instance, signed: bool) -> Instance:
    """The instance made signature-symmetric: S = I, or S = diag(1, -1, 1, ...); its teacher made symmetric."""
    d = len(instance.A)
    signs = [(-1) ** i if signed else 1 for i in range(d)]
    A = tuple(
        tuple((instance.A[i][j] + signs[i] * signs[j] * instance.A[j][i]) / 2 for j in range(d)) for i in range(d)
    )
    C = tuple(tuple(s * entry for s, entry in zip(signs, row, strict=True)) for row in transposed(instance.B))
    return replace(instance, A=A, C=C, teacher=tuple(map(symmetrised, instance.teacher)))


def instances(settings: Settings, signed: bool) -> Iterator[Instance]:
    """Sampled instances with m = p, made symmetric."""
    drawn = sampled(settings.random(f"symmetric {signed}"), settings.pick(18, 60, 400), SQUARE_SHAPES)
    return (symmetric(instance, signed) for instance in drawn)


def kept(instances: Iterable[Instance], signed: bool) -> Evidence:
    """One step of numerics' descent, exactly: A^T = S A S and C^T = S B still hold."""

    def counterexample_to_symmetry(instance: Instance) -> str | None:
        text = asymmetry(numerics_step(instance), signed)
        return text and f"{instance}: after one step {text}"

    return evidence.sampled(instances, counterexample_to_symmetry, "one step keeps the symmetry", "left-the-subspace")


@check("numerics' step, S = I")
def identity_kept(settings: Settings) -> Evidence:
    return kept(instances(settings, signed=False), signed=False)


@controls(
    "left-the-subspace",
    ("unsymmetric-teacher", "$g_0$ the 2 x 2 matrix with rows (0, 1), (0, 0)", ((0, 1), (0, 0)), 1),
    ("unsymmetric-start", "$C = 2 B^T$", ((0,),), 2),
)
def by_hand(settings: Settings, teacher: tuple[tuple[int, ...], ...], C: int) -> Evidence:
    """d = 1, A = 1, B = (1, ..., 1), C = C B^T and one lag of the teacher."""
    m, one = len(teacher), Fraction(1)
    g = tuple(tuple(map(Fraction, row)) for row in teacher)
    return kept([Instance(((one,),), ((one,) * m,), ((Fraction(C),),) * m, (g,), one)], signed=False)


@check("numerics' step, S of mixed signs")
def mixed_signs_kept(settings: Settings) -> Evidence:
    return kept(instances(settings, signed=True), signed=True)
