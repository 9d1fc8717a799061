r"""The fields E, F, G on symmetric models (A, B, C) = (S, u, u^T), and F split into eigenvectors of the bracket with G.

    E = u d_u,   F = u u^T d_S,   G = S u d_u ;   grad h_0 = E and grad h_1 = F + G there (one input, one output).

Let S have distinct eigenvalues lambda_i with projections P_i = e_i e_i^T, and N_i = sum_{q != i} P_q / (lambda_i -
lambda_q). The indices i and j stand for any two different ones, gamma = lambda_j - lambda_i. Where S stands still,

    W_ij = (P_i u u^T P_j + P_j u u^T P_i) d_S + (P_i u u^T P_j u - P_j u u^T P_i u) / gamma d_u
    Z_i  = P_i u u^T P_i d_S - N_i u u^T P_i u d_u ,        Y_i = - P_i u u^T P_i u d_u

are generalised eigenvectors of [G, .], and F is their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sympy import Expr, Symbol

from theory.kernel.vector_fields import Field, term
from theory.words.rewriting import Rule, rule

EIGENVALUE = Symbol("lambda_i", real=True)
GAP = Symbol("gamma", real=True, nonzero=True)
EIGENVALUES: Mapping[str, Expr] = MappingProxyType({"i": EIGENVALUE, "j": EIGENVALUE + GAP})
COORDINATES: Mapping[str, Expr] = MappingProxyType({"i": Symbol("u_i", real=True), "j": Symbol("u_j", real=True)})

E: Field = MappingProxyType({"u": term("u")})
F: Field = MappingProxyType({"S": term("u u'")})
G: Field = MappingProxyType({"u": term("S u")})
STANDING = frozenset({"S"})
"""[G, .] leaves S alone: P_i and N_i, functions of S, are constant under it."""


def pair_part(i: str = "i", j: str = "j", gap: Expr = GAP) -> Field:
    """W_ij, the part of F at the eigenvalue lambda_i + lambda_j of [G, .]."""
    there, back = f"P_{i} u u' P_{j}", f"P_{j} u u' P_{i}"
    return {"S": term(there) + term(back), "u": term(f"{there} u", 1 / gap) - term(f"{back} u", 1 / gap)}


def diagonal_part(i: str = "i") -> Field:
    """Z_i, the part of F at the eigenvalue 2 lambda_i: [G, Z_i] = 2 lambda_i Z_i + Y_i."""
    return {"S": term(f"P_{i} u u' P_{i}"), "u": term(f"N_{i} u u' P_{i} u", -1)}


def secular_part(i: str = "i") -> Field:
    """Y_i, the eigenvector above Z_i: it makes the terms t e^{2 t lambda_i}."""
    return {"u": term(f"P_{i} u u' P_{i} u", -1)}


def spectral_rules() -> tuple[Rule, ...]:
    """What S = sum lambda_i P_i says of S, P_i, P_j, N_i, N_j, and of any further projection P_k."""
    symmetric = [rule(f"{name}'", (1, name)) for name in ("S", "P_i", "P_j", "P_k", "N_i", "N_j")]
    apart = [rule(f"P_{a} P_{b}") for a in "ijk" for b in "ijk" if a != b]
    crossed = [("i", "j", -1 / GAP), ("j", "i", 1 / GAP)]
    mixed = [rule(text, (value, f"P_{b}")) for a, b, value in crossed for text in (f"N_{a} P_{b}", f"P_{b} N_{a}")]
    return (*symmetric, *apart, *mixed, *(each for i in "ij" for each in _rules_of_one(i)))


def _rules_of_one(i: str) -> list[Rule]:
    P, N, eigenvalue = f"P_{i}", f"N_{i}", EIGENVALUES[i]
    return [
        rule(f"{P} {P}", (1, P)),
        *(rule(text, (eigenvalue, P)) for text in (f"S {P}", f"{P} S")),
        *(rule(text) for text in (f"{N} {P}", f"{P} {N}")),
        *(rule(text, (eigenvalue, N), (-1, ""), (1, P)) for text in (f"S {N}", f"{N} S")),
    ]


def coordinate_rules() -> tuple[Rule, ...]:
    """P_i = e_i e_i^T with orthonormal e_i, S e_i = lambda_i e_i, u_i = e_i^T u."""
    symmetric = [rule(f"{name}'", (1, name)) for name in ("S", "P_i", "P_j")]
    crossed = [rule(f"e_{a}' {x}") for a, b in ("ij", "ji") for x in (f"e_{b}", f"P_{b}")]
    return (*symmetric, *crossed, *(each for i in "ij" for each in _coordinates_of_one(i)))


def _coordinates_of_one(i: str) -> list[Rule]:
    e, value, u = f"e_{i}", EIGENVALUES[i], COORDINATES[i]
    return [
        rule(f"P_{i} u", (u, e)),
        rule(f"u' P_{i}", (u, f"{e}'")),
        rule(f"{e}' u", (u, "")),
        rule(f"u' {e}", (u, "")),
        rule(f"{e}' {e}", (1, "")),
        rule(f"{e}' P_{i}", (1, f"{e}'")),
        rule(f"S {e}", (value, e)),
        rule(f"{e}' S", (value, f"{e}'")),
    ]
