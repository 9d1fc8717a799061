r"""How many conservation laws there are: d(d+1)/2, the entries of Q, for every width, m, p >= 1 and length k >= 2.

The proof looks at symmetric models S = diag(2, 4, ..., 2^d), u = (1, ..., 1). There the gradients of h_0 and h_1 and
their brackets fill all d(d+3)/2 symmetric directions (with further inputs and outputs, also all directions of the
further columns of B and rows of C), and the Jacobian of Q has rank d(d+1)/2. These numbers add up to D = d^2 + d(m+p).
Ranks of polynomial fields can only be larger on an open dense set, and these two cannot, since Q is conserved. Longer
training adds generators only. One lag (k = 1) is different: A is not seen, and stands still.
"""

from __future__ import annotations

from sympy import Expr, Integer, MatrixSymbol, Symbol, ZeroMatrix

from theory.balance.balancedness import SIGNS, Signs, derivative_of_Q, noether_steps
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, printed
from theory.kernel.vector_fields import ZERO, same, term
from theory.laws.pair_sums import Eigenvalue, power_of_two
from theory.laws.symmetric_algebra import SPECTRAL, algebra_steps, symmetric_rule
from theory.laws.symmetric_fields import COORDINATES, GAP, coordinate_rules
from theory.model.linear_rnn import LinearRNN
from theory.model.premises import CHAIN_RULE, LOSS, SERIES
from theory.model.training import plain
from theory.words.matrix_words import words
from theory.words.symbols import A, B, C, d, m, p

SCOPE = (
    "every width d, m, p >= 1 and length k >= 2; laws that are C^1, local, common to all losses, on an open dense set"
)

TWO_LAGS = Premise("lags", r"$k \ge 2$: among the losses are functions of $h_0$ and of $h_1$ alone")
LAW = Premise(
    "law", "the law is $C^1$, local, and constant along the gradient flow of every loss of $h_0, \\ldots, h_{k-1}$"
)
RESTRICT = Premise(
    "restrict",
    "Brackets restrict: fields tangent to a submanifold have a tangent bracket, that of their restrictions (Lee, "
    "Introduction to Smooth Manifolds, chapter on vector fields).",
)
CONSTANT_ALONG = Premise(
    "brackets-conserve",
    "A C^1 function constant along two smooth fields is constant along their bracket: pull one field back along the "
    "flow of the other, and differentiate in time.",
)
DENSE = Premise(
    "dense", "A polynomial that is not zero at one point is not zero on an open dense set (here: a minor of full size)."
)
CONSTANT_RANK = Premise(
    "constant-rank",
    "Constant rank theorem: where DQ has full rank, a C^1 function whose differential vanishes on ker DQ is locally a "
    "function of Q.",
)


def point(eigenvalue: Eigenvalue = power_of_two) -> Premise:
    """The symmetric model at which ranks are counted."""
    value = printed(eigenvalue(Symbol("i", integer=True, positive=True)))
    return Premise(
        "point",
        rf"the point: $A = S$ with eigenvalues $\lambda_i = {value}$, $B = C^T = (u, 0)$, no coordinate $u_i = 0$ in a "
        "basis of eigenvectors",
    )


S, X = MatrixSymbol("S", d, d), MatrixSymbol("X", d, d)
u, v, e_i, e_j = (MatrixSymbol(name, d, 1) for name in ("u", "v", "e_i", "e_j"))
SYMMETRIC = LinearRNN(S, u, u.T)


def conservation_complete(signs: Signs = SIGNS, eigenvalue: Eigenvalue = power_of_two) -> Derivation:
    """conservation-complete: Q is conserved, brackets fill its level sets, and the dimensions add up.

    `signs` are those of Q and `eigenvalue` those of S at the point, unless a control says otherwise.
    """
    steps = (
        *noether_steps(signs, plain()),
        *algebra_steps(eigenvalue),
        *jacobian_steps(signs),
        *dimension_steps(),
    )
    cited = (SPECTRAL, RESTRICT, CONSTANT_ALONG, DENSE, CONSTANT_RANK, CHAIN_RULE, SERIES)
    text = (
        r"on an open dense set the fields along which every law is constant span $\ker DQ$, and $DQ$ has rank "
        rf"${printed(number_of_laws())}$: every $C^1$ local law common to all losses is locally a function of $Q$, of "
        "whose entries that many are independent"
    )
    uses = ("no-room", "lags-add-up", "law", "restrict", "brackets-conserve", "dense", "constant-rank")
    return Derivation(SCOPE, steps, cited, (LOSS, LAW, TWO_LAGS, point(eigenvalue)), Conclusion(text, uses))


def jacobian_steps(signs: Signs = SIGNS) -> tuple[Step, ...]:
    """At symmetric models DQ kills the symmetric directions and is one-to-one on the antisymmetric ones."""
    rules, u_i = coordinate_rules(), COORDINATES["i"]
    symmetric = words(derivative_of_Q(SYMMETRIC, LinearRNN(X, v, v.T), signs))
    zero = ZeroMatrix(d, 1)
    turn = words(derivative_of_Q(SYMMETRIC, LinearRNN(e_i * e_j.T - e_j * e_i.T, zero, zero.T), signs))
    shift = words(derivative_of_Q(SYMMETRIC, LinearRNN(ZeroMatrix(d, d), e_i, -e_i.T), signs))
    off_diagonal = (term("e_i e_j'") + term("e_j e_i'")).scaled(2 * GAP)
    shifted = "DQ (0, e_i, -e_i^{T})"
    diagonal, other = term("e_i'") * shift * term("e_i"), term("e_j'") * shift * term("e_j")
    return (
        same(
            symmetric,
            ZERO,
            (symmetric_rule("S"), symmetric_rule("X")),
            "DQ kills the symmetric directions, X = X^T",
            "DQ (X, v, v^{T})",
        ).labelled("kills", "point"),
        same(
            turn, off_diagonal, rules, "every entry off the diagonal is reached", "DQ (e_i e_j^{T} - e_j e_i^{T}, 0, 0)"
        ).labelled("off-the-diagonal", "point", "spectral"),
        same(
            diagonal, term("", 4 * u_i), rules, "every entry on the diagonal is reached", f"e_i^{{T}} {shifted} e_i"
        ).labelled("on-the-diagonal", "point"),
        same(other, ZERO, rules, "its other diagonal entries are 0", f"e_j^{{T}} {shifted} e_j").labelled(
            "other-entries", "point"
        ),
    )


def dimension_steps() -> tuple[Step, ...]:
    """The directions counted, and D = those + d(d+1)/2."""
    pairs = d * (d - 1) / 2
    reached, further = d * (d + 3) / 2, d * (m + p - 2)
    parameters = sum((rows * columns for rows, columns in (A.shape, B.shape, C.shape)), Integer(0))
    rank = number_of_laws()
    return (
        equation(d + d + pairs, reached, "there are that many directions Y_i, Z_i and W_ij, i < j").labelled(
            "reached", "directions-of-u", "diagonal-directions", "pair-directions"
        ),
        equation(pairs + d, rank, "DQ is one-to-one on that many directions: its rank is at least that").labelled(
            "rank", "kills", "off-the-diagonal", "on-the-diagonal", "other-entries"
        ),
        equation(
            parameters - (reached + further),
            rank,
            "D minus the directions reached, those of m + p - 2 further columns and rows with them: no more laws fit",
        ).labelled("no-room", "reached", "directions-of-w", "rank"),
    )


def number_of_laws(width: Expr | int = d) -> Expr:
    """d(d+1)/2, the number of independent laws for k >= 2, whatever m and p are.

    >>> number_of_laws(6)
    21
    """
    return Integer(1) * width * (width + 1) / 2
