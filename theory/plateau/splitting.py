r"""Near the fitted student A splits into M near S and N near 0: the first order of the splitting, for all sizes.

S is invertible where pi(0) != 0. With T = [[I, -e S^-1 A_12], [e A_21 S^-1, I]] and I - (T - I) for its inverse, to
order e^2, T^-1 A T has no off-diagonal block up to e^2, and what goes with N is y_R = B_2 - A_21 S^-1 b.
"""

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import equation
from theory.kernel.vector_fields import same
from theory.plateau.support_words import support_rules, support_words
from theory.words.matrix_words import Combination, combination

e = sp.Symbol("e", positive=True)
Blocks = tuple[tuple[Combination, ...], ...]


def splitting_steps() -> tuple[Step, ...]:
    """The four statements about blocks, and that theta -> (p, y_L, y_R, N) is a submersion."""
    return (*_blocks(), _submersion())


def _blocks() -> tuple[Step, ...]:
    """T^-1 A T and T^-1 B to first order in e."""
    one = combination([((), sp.Integer(1))])
    upper, lower = support_words((e, "S^{-1} A_{12}")), support_words((e, "A_{21} S^{-1}"))
    A = (
        (support_words((1, "S")), support_words((e, "A_{12}"))),
        (support_words((e, "A_{21}")), support_words((e, "A_{22}"))),
    )
    B = ((support_words((1, "b")),), (support_words((e, "B_2")),))
    T, back = ((one, upper.scaled(sp.Integer(-1))), (lower, one)), ((one, upper), (lower.scaled(sp.Integer(-1)), one))
    split, moved, unit = _product(_product(back, A), T), _product(back, B), _product(back, T)
    second, third = e**2, e**3
    right = support_words((second, "S^{-1} A_{12} A_{22}"), (-third, "S^{-1} A_{12} A_{21} S^{-1} A_{12}"))
    left = support_words((second, "A_{22} A_{21} S^{-1}"), (-third, "A_{21} S^{-1} A_{12} A_{21} S^{-1}"))
    lines = (
        (unit[0][0], one + support_words((second, "S^{-1} A_{12} A_{21} S^{-1}")), "inverse", "T^{-1} T"),
        (split[0][1], right, "right-block", "(T^{-1} A T)_{12}"),
        (split[1][0], left, "left-block", "(T^{-1} A T)_{21}"),
        (moved[1][0], support_words((e, "B_2"), (-e, "A_{21} S^{-1} b")), "y_R", "(T^{-1} B)_2"),
    )
    texts = {
        "inverse": "the two factors are inverse to each other up to e^2",
        "right-block": "nothing of order e is left above the diagonal",
        "left-block": "nothing of order e is left below it: T splits A up to e^2, and the lower block is N = e A_22",
        "y_R": "y_R = B_2 - A_21 S^{-1} b goes with N, and y_L likewise from C",
    }
    return tuple(
        same(before, after, support_rules(), texts[label], name).labelled(label, "first-lag")
        for before, after, label, name in lines
    )


def _product(X: Blocks, Y: Blocks) -> Blocks:
    columns = range(len(Y[0]))
    return tuple(tuple(row[0] * Y[0][c] + row[1] * Y[1][c] for c in columns) for row in X)


def _submersion() -> Step:
    """In A_aa, B_a, B_2, C_2, A_22 the derivative of (p, y_R, y_L, N) at theta* is triangular, with 1 and b_a != 0."""
    root = sp.Symbol("b_a", positive=True)
    dB, dC = sp.symbols("beta_a gamma_a", real=True)
    rule = "dW_a = b_a (dB_a + dC_a) + ... has this for B_a; dX_a has dA_aa, dN is dA_22, y_R and y_L have dB_2, dC_2"
    step = equation(sp.Derivative(root * (dB + dC), dB), root, rule)
    return step.labelled(
        "submersion", "diagonal", "off-diagonal", "inverse", "right-block", "left-block", "y_R", "positive", "implicit"
    )
