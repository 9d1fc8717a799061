"""Symmetric and signature-symmetric students stay so, under flow and under descent of any step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from verifier.cases.rnn_cases import SQUARE_SHAPES, Instance, numerics_step, sampled, symmetrised, transposed
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

LEFT = "left-the-subspace"


def proof(settings: Settings, teacher_symmetric: bool = True) -> Evidence:
    """The gradient inherits A^T = S A S, C^T = S B for any signature S."""
    from theory.orbit.invariants import symmetric_invariant

    return evidence.proof(symmetric_invariant(teacher_symmetric), LEFT)


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


def kept(instances: Iterator[Instance], signed: bool) -> Evidence:
    """One step of numerics' descent, exactly: A^T = S A S and C^T = S B still hold."""
    from theory.orbit.invariants import asymmetry

    def counterexample(instance: Instance) -> str | None:
        text = asymmetry(numerics_step(instance), signed)
        return f"{instance}: after one step {text}" if text else None

    return evidence.sampled(instances, counterexample, "one step keeps the symmetry", LEFT)


def by_hand(teacher: tuple[tuple[int, ...], ...] = ((0,),), C: int = 1) -> Iterator[Instance]:
    """d = 1, A = 1, B = (1, ..., 1), C = C B^T and one lag of the teacher."""
    m = len(teacher)
    g = tuple(tuple(map(Fraction, row)) for row in teacher)
    one = Fraction(1)
    yield Instance(((one,),), ((one,) * m,), ((Fraction(C),),) * m, (g,), one)


CLAIM = Claim(
    id="symmetric-invariant",
    section="3",
    title="Symmetric students stay symmetric",
    statement=(
        r"For $m = p$ and symmetric $g_j$: $A = A^T$, $B = C^T$ is kept exactly by flow and by descent of any step. "
        r"So is $A^T = S A S$, $C^T = S B$ for every signature $S = S^T = S^{-1}$. (It does not imply $Q = 0$.)"
    ),
    status=Status.THEOREM,
    hypotheses=(r"$m = p$ and every $g_j$ symmetric; for another loss, its derivatives in the $h_j$ symmetric",),
    builds_on=("gradient",),
    proof=Check("proof", proof),
    checks=(
        Check("numerics' step, S = I", lambda s: kept(instances(s, signed=False), signed=False)),
        Check("numerics' step, S of mixed signs", lambda s: kept(instances(s, signed=True), signed=True)),
    ),
    controls=(
        Control("unsymmetric weights, in the proof", "$g_j$ not symmetric", LEFT, lambda s: proof(s, False)),
        Control(
            "unsymmetric teacher",
            "$g_0$ the 2 x 2 matrix with rows (0, 1), (0, 0)",
            LEFT,
            lambda s: kept(by_hand(((0, 1), (0, 0))), signed=False),
        ),
        Control("unsymmetric start", "$C = 2 B^T$", LEFT, lambda s: kept(by_hand(C=2), signed=False)),
    ),
)
