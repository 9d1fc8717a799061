"""How large the drift of descent can be: norm(Q(G)) <= sqrt2 norm(G)^2, and its sum over a run."""

from collections.abc import Iterable
from typing import Any

from sympy import Expr, Function, Integer, Matrix, Rational, Subs, Sum, Symbol, ZeroMatrix, sqrt, symbols

from theory.balance.balancedness import Q
from theory.kernel.derivation import Premise, Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.majorant import bounded
from theory.kernel.steps import Given, at_most, equation, printed
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import DIRECTION
from theory.model.linear_rnn import LinearRNN, squared_norm
from theory.model.samples import sample_values
from theory.words.matrix_words import words
from theory.words.symbols import d, eta, m, p

NORM_SQUARED = 2
"""(norm(Q(G)) / norm(G)^2)^2 is at most this, and it is attained."""
DECREASE = Rational(1, 2)
"""A step of descent that the descent lemma covers lowers the loss by this times eta norm(G)^2, at least."""
DRIFT_SQUARED = NORM_SQUARED / DECREASE**2
"""(norm(Q_T - Q_0) / (eta (L_0 - L_T)))^2 is at most this along such steps, and it is attained."""

NORMS = Premise("norms", "triangle inequality and submultiplicativity of the Frobenius norm: norm(X X^T) <= norm(X)^2")
DESCENT_LEMMA = Premise(
    "descent-lemma",
    f"descent lemma: L(theta - eta G) <= L(theta) - ({DECREASE}) eta norm(G)^2 for eta <= 1/smoothness on the segment",
)

a, b, b_1, b_2, r, s, t_1, t_2, u, x, y, n = symbols("a b b_1 b_2 r s t_1 t_2 u x y n", nonnegative=True)
Delta = Symbol("Delta", nonnegative=True)
t, T = Symbol("t", integer=True, nonnegative=True), Symbol("T", integer=True, nonnegative=True)
Q_A, Q_BC = symbols("Q_A Q_BC", commutative=False)


def norm_constant(squared: int = NORM_SQUARED) -> Expr:
    """sqrt2: the greatest norm(Q(G)) / norm(G)^2."""
    return sqrt(Integer(squared))


def drift_constant(squared: int = NORM_SQUARED) -> Expr:
    """2 sqrt2: the greatest norm(Q_T - Q_0) / (eta (L_0 - L_T)) along steps that the descent lemma covers."""
    return norm_constant(squared) / DECREASE


def norm_bound_steps(squared: int = NORM_SQUARED) -> tuple[Step, ...]:
    r"""norm(Q(G))_F <= sqrt2 norm(G)^2 = sqrt2 (a + b), a = norm(G_A)^2, b = norm(G_B)^2 + norm(G_C)^2.

    Each of the two parts of Q(G) has a squared norm from which a square is subtracted. `squared` is 2 unless false.
    """
    constant = norm_constant(squared)
    return (
        *_part_of_A(squared),
        *_part_of_B_and_C(),
        bounded(
            Q_A + Q_BC,
            {Q_A: constant * a, Q_BC: b},
            constant * a + b,
            "Q(G) is the sum of the two parts, whose norms are at most the roots of the two bounds",
        ).labelled("triangle", "bound-of-a", "bound-of-bc", "norms"),
        at_most(
            constant * a + b, constant * (a + b), "a + b is norm(G)^2, so this bounds norm(Q(G)) by norm(G)^2"
        ).labelled("norm-bound", "triangle"),
        attained_step(squared).labelled("attained"),
    )


def _part_of_A(squared: int) -> tuple[Step, ...]:
    """norm(X X^T - X^T X)^2 = 2 norm(X X^T)^2 - 2 norm(X X)^2 <= 2 norm(X)^4."""
    X = DIRECTION.A
    part = Q(LinearRNN(X, ZeroMatrix(d, m), ZeroMatrix(p, d)))
    by = "u = norm(G_A G_A^T), s = norm(G_A G_A), and norm(G_A)^2 = a is u + t_1 for some t_1 >= 0"
    return _part("a", part, ((2, X * X.T, u), (-2, X * X, s)), (squared * a**2, {a: u + t_1}), by)


def _part_of_B_and_C() -> tuple[Step, ...]:
    """norm(Y Y^T - Z^T Z)^2 = norm(Y Y^T)^2 + norm(Z^T Z)^2 - 2 norm(Z Y)^2 <= (norm(Y)^2 + norm(Z)^2)^2."""
    Y, Z = DIRECTION.B, DIRECTION.C
    part = Q(LinearRNN(ZeroMatrix(d, d), Y, Z))
    by = (
        "x = norm(G_B G_B^T), y = norm(G_C^T G_C), r = norm(G_C G_B), and b is the sum of norm(G_B)^2 = x + t_1 and "
        "norm(G_C)^2 = y + t_2 for some t_1, t_2 >= 0"
    )
    squares = ((1, Y * Y.T, x), (1, Z.T * Z, y), (-2, Z * Y, r))
    return _part("bc", part, squares, (b**2, {b: x + t_1 + y + t_2}), by)


def _part(
    label: str, part: Any, squares: Iterable[tuple[int, Any, Symbol]], bound: tuple[Expr, Given], by: str
) -> tuple[Step, Step]:
    """The squared norm of a part of Q(G) is a combination of squared norms of products, and at most the bound.

    ``squares`` names each product: its coefficient, the product, the symbol of its norm.
    """
    squares, inside, (most, given) = tuple(squares), words(part), bound
    total = words(ZeroMatrix(d, d))
    for coefficient, product, _ in squares:
        total = total + words(product.T * product).scaled(Integer(coefficient))
    sizes = sum((coefficient * size**2 for coefficient, _, size in squares), Integer(0))
    summed = (
        f"the squared norm of the part of Q(G) in {', '.join(f'G_{name}' for name in label.upper())}, as squared norms"
    )
    return (
        trace_identity(inside * inside, total, summed, (), sample_values(DIRECTION.parts)).labelled(f"part-of-{label}"),
        at_most(sizes, most, by, given).labelled(f"bound-of-{label}", f"part-of-{label}", "norms"),
    )


def attained_step(squared: int = NORM_SQUARED) -> Step:
    """At G_A = x E_12, G_B = G_C = 0 both sides are 2 x^4."""
    scaled = LinearRNN(Matrix([[0, x], [0, 0]]), Matrix([[0], [0]]), Matrix([[0, 0]]))
    norm = sum((squared_norm(part) for part in scaled.parts), Integer(0))
    return equation(
        squared_norm(Q(scaled)),
        Subs(squared * n**2, n, norm),
        "the bound is attained at G_A = x E_12, G_B = G_C = 0: n = norm(G)^2",
        name=r"\lVert Q(G) \rVert_F^2",
    )


def run_steps(squared: int = NORM_SQUARED) -> tuple[Step, ...]:
    """Q_T - Q_0 is the sum of the eta^2 Q(G_t); with the descent lemma norm(Q_T - Q_0) <= 2 sqrt2 eta (L_0 - L_T)."""
    q, L = Function("Q", commutative=False), Function("L")
    by = "s = sum of the norm(G_t)^2, Delta = L_0 - L_T: the descent lemma gives Delta = eta s / 2 + r for some r >= 0"
    return (
        same_sum(
            Sum(q(t + 1) - q(t), (t, 0, T - 1)), q(T) - q(0), "the drifts of the single steps, eta^2 Q(G_t), add up"
        ).labelled("drifts-add-up", "one-step"),
        same_sum(Sum(L(t) - L(t + 1), (t, 0, T - 1)), L(0) - L(T), "and so do the decreases of the loss").labelled(
            "decreases-add-up"
        ),
        at_most(
            norm_constant(squared) * eta**2 * s,
            drift_constant(squared) * eta * Delta,
            by,
            {Delta: DECREASE * eta * s + r},
        ).labelled("descending-bound", "norm-bound", "drifts-add-up", "decreases-add-up", "descent-lemma", "norms"),
    )


def bound_text(squared: int = NORM_SQUARED) -> str:
    """The two bounds, as the steps have them."""
    small, large = printed(norm_constant(squared)), printed(drift_constant(squared))
    return (
        rf"$\|Q(G)\|_F \le {small} \|G\|^2$ (attained at $G_A = E_{{12}}$, $d \ge 2$), so "
        rf"$\|Q_T - Q_0\|_F \le {small} \eta^2 \sum_t \|G_t\|^2$, and this is at most ${large} \eta (L_0 - L_T)$ where "
        "the descent lemma covers every step"
    )
