r"""How many conservation laws there are: d(d+1)/2, the entries of Q, for every width, m, p >= 1 and length k >= 2.

The proof looks at symmetric models S = diag(2, 4, ..., 2^d), u = (1, ..., 1). There the gradients of h_0 and h_1 and
their brackets fill all d(d+3)/2 symmetric directions (with further inputs and outputs, also all directions of the
further columns of B and rows of C), and the Jacobian of Q has rank d(d+1)/2. These numbers add up to D = d^2 + d(m+p).
Ranks of polynomial fields can only be larger on an open dense set, and these two cannot, since Q is conserved. Longer
training adds generators only. One lag (k = 1) is different: A is not seen, and stands still.
"""

from __future__ import annotations

from sympy import Expr, Integer, MatrixSymbol, ZeroMatrix

from theory.balance.balancedness import SIGNS, Signs, derivative_of_Q, noether_step
from theory.kernel.derivation import Derivation, Step
from theory.kernel.matrix_words import words
from theory.kernel.steps import equation
from theory.kernel.symbols import d, m, p
from theory.kernel.vector_fields import ZERO, same, term
from theory.laws.symmetric_algebra import algebra_steps, symmetric_rule
from theory.laws.symmetric_fields import COORDINATES, GAP, coordinate_rules
from theory.model.linear_rnn import LinearRNN
from theory.model.training import plain

SCOPE = (
    "every width d, m, p >= 1 and length k >= 2; laws that are C^1, local, common to all losses, on an open dense set"
)

CITED = (
    "Spectral theorem: S = sum lambda_i P_i, sum P_i = I, P_i P_j = 0 for distinct eigenvalues.",
    "Brackets restrict: fields tangent to a submanifold have a tangent bracket, that of their restrictions (Lee, "
    "Introduction to Smooth Manifolds, chapter on vector fields).",
    "A C^1 function constant along two smooth fields is constant along their bracket: pull one field back along the "
    "flow of the other, and differentiate in time.",
    "A polynomial that is not zero at one point is not zero on an open dense set (here: a minor of full size).",
    "Constant rank theorem: where DQ has full rank, a C^1 function whose differential vanishes on ker DQ is locally a "
    "function of Q.",
)

S, X = MatrixSymbol("S", d, d), MatrixSymbol("X", d, d)
u, v, e_i, e_j = (MatrixSymbol(name, d, 1) for name in ("u", "v", "e_i", "e_j"))
SYMMETRIC = LinearRNN(S, u, u.T)


def conservation_complete(signs: Signs = SIGNS) -> Derivation:
    """conservation-complete: Q is conserved, brackets fill its level sets, and the dimensions add up."""
    steps = (noether_step(signs, plain()), *algebra_steps(), *jacobian_steps(signs), *dimension_steps())
    return Derivation(SCOPE, steps, CITED)


def jacobian_steps(signs: Signs = SIGNS) -> tuple[Step, ...]:
    """At symmetric models DQ kills the symmetric directions and is one-to-one on the antisymmetric ones."""
    rules, u_i = coordinate_rules(), COORDINATES["i"]
    symmetric = words(derivative_of_Q(SYMMETRIC, LinearRNN(X, v, v.T), signs))
    zero = ZeroMatrix(d, 1)
    turn = words(derivative_of_Q(SYMMETRIC, LinearRNN(e_i * e_j.T - e_j * e_i.T, zero, zero.T), signs))
    shift = words(derivative_of_Q(SYMMETRIC, LinearRNN(ZeroMatrix(d, d), e_i, -e_i.T), signs))
    off_diagonal = (term("e_i e_j'") + term("e_j e_i'")).scaled(2 * GAP)
    diagonal, other = term("e_i'") * shift * term("e_i"), term("e_j'") * shift * term("e_j")
    return (
        same(symmetric, ZERO, (symmetric_rule("S"), symmetric_rule("X")), "DQ (X, v, v^T) with X symmetric"),
        same(turn, off_diagonal, rules, "DQ (e_i e_j^T - e_j e_i^T, 0, 0): every entry off the diagonal"),
        same(diagonal, term("", 4 * u_i), rules, "entry i, i of DQ (0, e_i, -e_i^T): every entry on the diagonal"),
        same(other, ZERO, rules, "its other diagonal entries"),
    )


def dimension_steps() -> tuple[Step, ...]:
    """The directions counted, and D = those + d(d+1)/2."""
    pairs = d * (d - 1) / 2
    reached, parameters = d * (d + 3) / 2 + d * (m + p - 2), d**2 + d * (m + p)
    return (
        equation(d + d + pairs, d * (d + 3) / 2, "directions Y_i, Z_i, W_ij"),
        equation(pairs + d, d * (d + 1) / 2, "directions on which DQ is one-to-one: its rank"),
        equation(parameters - reached, d * (d + 1) / 2, "D minus the directions reached: no room for another law"),
    )


def number_of_laws(width: Expr | int = d) -> Expr:
    """d(d+1)/2, the number of independent laws for k >= 2, whatever m and p are.

    >>> number_of_laws(6)
    21
    """
    return Integer(1) * width * (width + 1) / 2
