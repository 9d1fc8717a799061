r"""Without a bound on the spectrum, no loss is small enough: one more node, far out and of tiny weight, is unseen.

A node at R >= 1 of weight s R^{-(k-1)} adds s R^{j-k+1} to h_j: at most s on the k trained lags, but s R at lag k.
With s = sqrt(ell/k) the loss is at most ell, and R is as large as one likes. The student stays symmetric.
"""

from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import at_most, equation, less, same_powers
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import SelfAdjoint, diagonal_student

s, reach, ell = sp.symbols("s R ell", positive=True)
k, back = sp.symbols("k i", integer=True, positive=True)
excess = sp.Symbol("r", nonnegative=True)


STUDENT = Premise("student", "$m = p = 1$; the student is the teacher with one more node $R$, of weight $s R^{-(k-1)}$")


def far_node_student(teacher: Measure, lags: int, level: Fraction, position: Fraction) -> SelfAdjoint:
    """The teacher with one more node at `position` = R, of weight `level` / R^{lags-1}; `level` is s = sqrt(ell/k).

    The loss is at most `lags` times `level`^2 when R >= 1; h_lags - g_lags = level R. Raises ValueError when R <= 0.
    """
    if position <= 0:
        raise ValueError("far_node_student: the node must be positive, for its weight to be; the theorem wants R >= 1")
    return diagonal_student(teacher + Measure.of([(position, level / position ** (lags - 1))]))


def spectral_bound_proof(lags_counted: sp.Expr = k) -> Derivation:
    """L <= k s^2 = ell and h_k - g_k = s R, for every k >= 1, R = 1 + r >= 1 and ell > 0.

    `lags_counted` is the number of squared residuals in the loss: k of them. A control counts one.
    """
    weight = s / reach ** (k - 1)
    residual, earlier = (weight * reach ** (k - back - more) for more in (0, 1))
    steps = (
        less(sp.Integer(0), weight, "the weight of the added node is positive: the student is symmetric").labelled(
            "symmetric", "student"
        ),
        same_powers(weight * reach**k, s * reach, "the added node alone, at lag k", name="h_k - g_k").labelled(
            "error", "student"
        ),
        same_powers(residual.subs(back, 1), s, "the residual of the last trained lag", name="R_{k-1}").labelled(
            "last-residual", "student"
        ),
        same_powers(earlier, residual / reach, "each lag before it has R times less", name="R_{k-i-1}").labelled(
            "earlier-residuals", "last-residual"
        ),
        at_most(
            sp.Integer(1), (1 + excess) ** 2, "R = 1 + r >= 1: each of the squared residuals is at most s^2"
        ).labelled("squares", "earlier-residuals", "far"),
        equation(
            lags_counted * s**2, ell, "the loss is at most k s^2, with s^2 = ell/k", {s: sp.sqrt(ell / k)}
        ).labelled("loss", "squares"),
    )
    return Derivation(
        "every k >= 1, every R >= 1, every teacher, width n + 1 or more (zero states added)",
        steps,
        (),
        (
            STUDENT,
            Premise("far", r"$R \ge 1$, as large as one likes, and $s = \sqrt{\ell/k}$"),
        ),
        Conclusion(
            r"a symmetric student has $L \le \ell$ and $h_k - g_k = \sqrt{\ell/k} R$: no $\ell > 0$ bounds the error",
            ("symmetric", "error", "loss"),
        ),
    )
