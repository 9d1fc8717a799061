r"""What a move of an m-mode critical point does to the loss: C_2, A_12 act by y_L alone, B_2, A_21 by y_R alone.

The point is A = diag(S, N), B = (b; 0), C = (c, 0), R = diag(R_S, R_N) the resolvent. A move t (X, D, Y) of (C, A, B)
with the blocks C_1, C_2, A_11, ..., B_1, B_2 changes h(z) = C R B by t h1 + t^2 h2 + O(t^3), and by blocks

    h1 = C_1 R_S b + c R_S B_1 + z c R_S A_11 R_S b,       h2 = (what A_11, B_1, C_1 do) + w,
    w = (C_2 + z c R_S A_12) R_N (B_2 + z A_21 R_S b).

Where no eigenvalue of N is a node, S U - U N = A_12 and N V - V S = A_21 have solutions, and partial fractions give
w = y_L R_N y_R + words in R_S only, y_L = C_2 - c U and y_R = B_2 + V b. A residual with r(a_i) = r'(a_i) = 0 does not
see those words: what is left is y_L r(N) y_R.
"""

import random

import sympy as sp
from sympy import ImmutableMatrix, MatrixSymbol

from theory.kernel.derivation import Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import equation, same_powers
from theory.kernel.sums import contracted, exchanged, termwise
from theory.kernel.vector_fields import same, term
from theory.plateau.plateau_tangent import columns_of_the_tangent
from theory.saddles.block_words import blocks, by_blocks
from theory.words.evaluation import Values
from theory.words.matrix_words import combination, word
from theory.words.rewriting import Rule, resolvent_rules, rule
from theory.words.symbols import z

t = sp.Symbol("t", real=True)
m, k, e = sp.symbols("m k e", integer=True, positive=True)
i, of_l, j, p, q = sp.symbols("i l j p q", integer=True)
a, b, c, M, kappa, mu, r, R, y_L, y_R, N = (
    sp.IndexedBase(name) for name in ("a", "b", "c", "M", "kappa", "mu", "r", "R", "y^L", "y^R", "N")
)
slope_of_r = sp.IndexedBase("r'")

S, R_S = (MatrixSymbol(name, m, m) for name in ("S", "R_S"))
N_22, R_N = (MatrixSymbol(name, e, e) for name in ("N", "R_N"))
A_12, U = (MatrixSymbol(name, m, e) for name in ("A_{12}", "U"))
A_21, V = (MatrixSymbol(name, e, m) for name in ("A_{21}", "V"))
beta, gamma = MatrixSymbol("b", m, 1), MatrixSymbol("c", 1, m)
B_2, C_2 = MatrixSymbol("B_2", e, 1), MatrixSymbol("C_2", 1, e)

FIRST = term("X R B") + term("C R Y") + term("C R D R B", z)
SECOND = term("X R Y") + term("X R D R B", z) + term("C R D R Y", z) + term("C R D R D R B", z**2)
"""h1 and h2 for the move (X, D, Y) of (C, A, B)."""


def second_variation_steps(slope: sp.Expr | int = 0, sign: int = 1) -> tuple[Step, ...]:
    """The steps up to "the second-order term of L is 2 y_L r(N) y_R", for every m, e = d - m, k and all signs.

    A control lets r'(a_i) be `slope`, or turns the `sign` of V b in y_R.
    """
    return (*_orders(), *_by_blocks(), *_partial_fractions(sign), *_unseen(slope), *_seen())


def _orders() -> tuple[Step, ...]:
    """(I - z (A + t D)) (R + t z R D R + t^2 z^2 R D R D R) = I + O(t^3), and what that makes of C R B."""
    moved = (term("R") + term("R D R", t * z)) + term("R D R D R", t**2 * z**2)
    factor = combination([((), sp.Integer(1)), (word("A"), -z), (word("D"), -t * z)])
    rest = combination([((), sp.Integer(1)), (word("D R D R D R"), -(t**3) * z**3)])
    product = (term("C") + term("X", t)) * moved * (term("B") + term("Y", t))
    higher = term("X R D R Y", z) + term("X R D R D R B", z**2) + term("C R D R D R Y", z**2)
    whole = term("C R B") + FIRST.scaled(t) + SECOND.scaled(t**2) + higher.scaled(t**3)
    fourth = term("X R D R D R Y", t**4 * z**2)
    loss, first, second = sp.symbols("R_j h1_j h2_j")
    square = (loss + t * first + t**2 * second) ** 2
    of_loss = "R_j moves to R_j + t h1_j + t^2 h2_j: the first order of L sums this over the lags"
    of_square = "and the second order this; in a direction with h1 = 0 that is 2 sum_j R_j h2_j"
    return (
        same(
            factor * moved, rest, resolvent_rules(), "the resolvent of A + t D up to t^3", "(I - z (A + t D)) R_t"
        ).labelled("resolvent"),
        same(product, whole + fourth, (), "the response up to t^3: its orders h1 and h2", "h_t(z)").labelled(
            "orders", "resolvent"
        ),
        equation(sp.Subs(sp.Derivative(square, t), t, 0), 2 * loss * first, of_loss).labelled("first", "orders"),
        equation(sp.Subs(sp.Derivative(square, t, t), t, 0) / 2, first**2 + 2 * loss * second, of_square).labelled(
            "second", "orders"
        ),
    )


def _by_blocks() -> tuple[Step, ...]:
    """h1 sees the learnt block only; h2 splits, and A_22 is in neither."""
    letters = {"X": blocks(["C_1", "C_2"]), "Y": blocks(["B_1"], ["B_2"]), "C": blocks(["c", ""])}
    letters |= {"B": blocks(["b"], [""]), "R": blocks(["R_S", ""], ["", "R_N"])}
    letters["D"] = blocks(["A_{11}", "A_{12}"], ["A_{21}", "A_{22}"])
    h1, h2 = (by_blocks(order, letters)[0][0] for order in (FIRST, SECOND))
    learnt = term("C_1 R_S b") + term("c R_S B_1") + term("c R_S A_{11} R_S b", z)
    own = term("C_1 R_S B_1") + term("C_1 R_S A_{11} R_S b", z) + term("c R_S A_{11} R_S B_1", z)
    own = own + term("c R_S A_{11} R_S A_{11} R_S b", z**2)
    left, right = term("C_2") + term("c R_S A_{12}", z), term("B_2") + term("A_{21} R_S b", z)
    return (
        same(h1, learnt, (), "by blocks: the first order sees A_11, B_1 and C_1 only", "h1").labelled(
            "first-order", "orders", "point"
        ),
        same(
            h2 - own,
            left * term("R_N") * right,
            (),
            "by blocks: h2 without what A_11, B_1, C_1 do; A_22 is not in it",
            r"h2|_{\mathrm{off}}",
        ).labelled("off-block", "orders", "point"),
    )


def block_rules() -> tuple[Rule, ...]:
    """z S R_S = z R_S S = R_S - I, the same for N; A_12 = S U - U N and A_21 = N V - V S."""
    resolvents = [("S R_S", "R_S"), ("R_S S", "R_S"), ("N R_N", "R_N"), ("R_N N", "R_N")]
    return (
        *(rule(pattern, (1 / z, inverse), (-1 / z, "")) for pattern, inverse in resolvents),
        rule("A_{12}", (1, "S U"), (-1, "U N")),
        rule("A_{21}", (1, "N V"), (-1, "V S")),
    )


def block_values() -> tuple[Values, ...]:
    """Exact instances, the smallest by hand: integers U, V give A_12 and A_21, and z = 1/13."""
    return tuple(
        _instance(random.Random(index), *sizes) for index, sizes in enumerate(((1, 1), (1, 2), (2, 1), (2, 2)))
    )


def _instance(draw: random.Random, size: int, spare: int) -> Values:
    def matrix(rows: int, columns: int) -> ImmutableMatrix:
        return ImmutableMatrix(rows, columns, lambda _, __: draw.randint(1, 3))

    nodes, padding = ImmutableMatrix(sp.diag(*range(1, size + 1))), ImmutableMatrix(sp.diag(*[-1] * spare))
    u, v, at = matrix(size, spare), matrix(spare, size), sp.Rational(1, 13)
    named = {"S": nodes, "N": padding, "U": u, "V": v, "b": matrix(size, 1), "c": matrix(1, size)}
    named |= {"A_{12}": nodes * u - u * padding, "A_{21}": padding * v - v * nodes}
    named |= {"B_2": matrix(spare, 1), "C_2": matrix(1, spare)}
    named |= {f"R_{name}": (sp.eye(X.rows) - at * X).inv() for name, X in (("S", nodes), ("N", padding))}
    return Values(named, {z: at, m: sp.Integer(size), e: sp.Integer(spare)})


def _partial_fractions(sign: int) -> tuple[Step, ...]:
    """w = y_L R_N y_R + words in which R_N does not occur."""
    values, rules = block_values(), block_rules()
    left, right = C_2 - gamma * U, B_2 + sign * V * beta
    word_w = (C_2 + z * gamma * R_S * A_12) * R_N * (B_2 + z * A_21 * R_S * beta)
    rest = gamma * R_S * U * (B_2 + V * beta) - C_2 * V * R_S * beta - z * gamma * R_S * A_12 * V * R_S * beta
    return (
        identity(
            z * R_S * A_12 * R_N, R_S * U - U * R_N, "partial fractions, A_12 = S U - U N", rules, values
        ).labelled("right-fraction", "sylvester", "apart"),
        identity(
            z * R_N * A_21 * R_S, R_N * V - V * R_S, "partial fractions, A_21 = N V - V S", rules, values
        ).labelled("left-fraction", "sylvester", "apart"),
        identity(
            word_w,
            left * R_N * right + rest,
            "so w is y_L R_N y_R, y_L = C_2 - c U, y_R = B_2 + V b, and words in R_S",
            rules,
            values,
        ).labelled("fractions", "off-block", "right-fraction", "left-fraction"),
    )


def _unseen(slope: sp.Expr | int) -> tuple[Step, ...]:
    """The words in R_S are combinations of 1/(1 - z a_i) and its derivative in a_i: z^j -> R_j makes them 0."""
    x = sp.Symbol("x", positive=True)
    diagonal = sp.Sum(sp.KroneckerDelta(i, of_l) * b[of_l] / (1 - z * a[of_l]), (of_l, 1, m))
    inner = sp.Sum(M[i, of_l] * b[of_l] / (1 - z * a[of_l]), (of_l, 1, m))
    seen = sp.Sum(kappa[i] * r[i] + mu[i] * slope_of_r[i], (i, 1, m))
    critical = "z^j -> R_j on sums of these: r(a_i) = sum_j R_j a_i^j and r'(a_i), both 0"
    by_hand = "m = 1, a = 1, R = (-1/2, 1/2, -1/2, 1/2, -1/2): r'(1) = sum_j j R_j = -1"
    return (
        contracted(diagonal, b[i] / (1 - z * a[i]), "S = diag(a_i)", "(R_S b)_i").labelled("entries", "point"),
        exchanged(
            sp.Sum(z * c[i] / (1 - z * a[i]) * inner, (i, 1, m)),
            sp.Sum(z * c[i] * M[i, of_l] * b[of_l] / ((1 - z * a[i]) * (1 - z * a[of_l])), (of_l, 1, m), (i, 1, m)),
            "z c R_S M R_S b for any M",
        ).labelled("double", "entries"),
        *columns_of_the_tangent("double", "nodes"),
        same_powers(
            sp.Derivative(x**j, x), j * x ** (j - 1), "the coefficient of z^j in 1/(1 - z x) is x^j, in d/dx of it this"
        ).labelled("coefficients", "series", "off-diagonal", "diagonal"),
        termwise(seen, sp.Integer(0), critical, {r[i]: sp.Integer(0), slope_of_r[i]: sp.sympify(slope)})
        .refuted_by(by_hand)
        .labelled("unseen", "coefficients", "critical"),
    )


def _seen() -> tuple[Step, ...]:
    """What is left of sum_j R_j h2_j: y_L r(N) y_R; and no first order at all."""
    lags, rows, columns = (j, 0, k - 1), (p, 1, e), (q, 1, e)
    return (
        exchanged(
            sp.Sum(R[j] * sp.Sum(y_L[p] * N[j, p, q] * y_R[q], rows, columns), lags),
            sp.Sum(y_L[p] * y_R[q] * sp.Sum(R[j] * N[j, p, q], lags), rows, columns),
            "y_L R_N y_R has the coefficients y_L N^j y_R: half the second-order term of L is y_L r(N) y_R, "
            "r(N) = sum_j R_j N^j",
        ).labelled("off-block-form", "fractions", "unseen", "series", "second", "first-order"),
        exchanged(
            sp.Sum(kappa[i] * sp.Sum(R[j] * a[i] ** j, lags), (i, 1, m)),
            sp.Sum(R[j] * kappa[i] * a[i] ** j, lags, (i, 1, m)),
            "h1 is made of words in R_S: sum_j R_j h1_j = 0, the point is critical, whatever N is",
        ).labelled("critical-point", "first", "first-order", "unseen"),
    )
