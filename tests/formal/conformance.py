"""Examples for the proof assistant: what theory computes of a student, computed again from formal/definitions.v."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.cases.rnn_cases import Instance, Rows, fractions

HEADER = """From mathcomp Require Import all_ssreflect all_algebra.
From formal Require Import definitions lemmas_computing.
Import GRing.Theory.
Local Open Scope ring_scope.
Arguments b : simpl never.
Arguments c : simpl never.
Arguments h : simpl never.
Arguments residual : simpl never.
"""


def ratio(value: Fraction) -> str:
    """A rational number as the assistant reads it."""
    return f"ratio ({value.numerator}) {value.denominator}"


def listed(rows: Rows) -> str:
    """A matrix as the assistant reads it."""
    inner = "; ".join("[:: " + "; ".join(map(ratio, row)) + "]" for row in rows)
    return f"mx {len(rows)} {len(rows[0])} [:: {inner}]"


def examples(instance: Instance) -> Iterator[str]:
    """b_j, c_j, h_j, 2 R_j for every lag j < k, then Q, L and the gradient: one Example each, with theory's values."""
    from theory.balance.balancedness import Q
    from theory.model.gradient import gradient
    from theory.model.linear_rnn import impulse_response, loss, observability, reachability, residuals

    theta, teacher = instance.in_theory()
    k = len(teacher)
    yield f"Definition theta := ({listed(instance.A)}, {listed(instance.B)}, {listed(instance.C)})."
    yield f"Definition g := nth 0 [:: {'; '.join(map(listed, instance.teacher))}]."
    columns = {"b": reachability(theta, k), "c": observability(theta, k)}
    for name, step in (("b", "A theta"), ("c", "(A theta)^T")):
        for j, value in enumerate(columns[name]):
            start = f"rewrite (_ : {name} theta {j} = {step} *m {name} theta {j - 1}) // {name}{j - 1} /A /=; evaluate"
            first = f"rewrite /{name} /B /C /=; first [by [] | evaluate]"
            matrix, proof = listed(fractions(value)), start if j else first
            yield f"Example {name}{j} : {name} theta {j} = {matrix}.\nProof. {proof}. Qed."
    for j, (h, r) in enumerate(zip(impulse_response(theta, k), residuals(theta, teacher), strict=True)):
        yield f"Example h{j} : h theta {j} = {listed(fractions(h))}.\nProof. rewrite /h /C /= b{j}; evaluate. Qed."
        yield (
            f"Example r{j} : residual theta g {j} = {listed(fractions(r))}.\n"
            f"Proof. rewrite /residual h{j} /g /=; evaluate. Qed."
        )
    known = "".join(f" ?b{j} ?c{j} ?r{j}" for j in range(k))
    yield f"Example q : Q theta = {listed(fractions(Q(theta)))}.\nProof. rewrite /Q /A /B /C /=; evaluate. Qed."
    value = loss(theta, teacher)
    number = ratio(Fraction(int(value.p), int(value.q)))
    yield f"Example l : L {k} g theta = {number}.\nProof. rewrite /L; unroll; rewrite{known}; evaluate. Qed."
    found = gradient(theta, teacher)
    for part in "ABC":
        yield (
            f"Example grad{part} : {part} (gradL {k} g theta) = {listed(fractions(getattr(found, part)))}.\n"
            f"Proof. rewrite /gradL /grad /{part} [LHS]/=; unroll; rewrite{known}; evaluate. Qed."
        )
