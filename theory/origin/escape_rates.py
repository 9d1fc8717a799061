r"""The differential inequalities of `escape` at one student, exactly: both sides of each, from the true gradient.

They hold at every student with |A|_F <= 1/2 and u != 0, near zero or not, with Gamma = sqrt(L), m = max(1, |v|/|u|) and
any unit vector e (here the first axis). Norms are square roots of rationals; sympy decides their order.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, impulse_response, loss, squared_norm
from theory.model.rationals import to_sympy


@dataclass(frozen=True)
class Rate:
    """left <= right, both exact."""

    name: str
    left: sp.Expr
    right: sp.Expr

    @property
    def holds(self) -> bool:
        """Whether left <= right; raises ValueError where sympy cannot tell."""
        answer = (self.right - self.left).is_nonnegative
        if answer is None:
            raise ValueError(f"{self.name}: {self.left} <= {self.right} is undecided; take smaller numbers")
        return bool(answer)


def rates(theta: LinearRNN, node: Fraction, weight: Fraction, length: int, antisymmetric: bool = True) -> list[Rate]:
    """The seven inequalities for the teacher g_j = w l^j; without the terms in Z they are false (a control).

    Raises ValueError when |A|_F > 1/2 or B + C^T = 0: nothing is claimed there.
    """
    A, B, Ct = theta.A, theta.B, theta.C.T
    l, w = (to_sympy(number) for number in (node, weight))  # noqa: E741
    teacher = [sp.ImmutableMatrix([[w * l**j]]) for j in range(length)]
    G = gradient(theta, teacher)
    u, v, Z, Y = (B + Ct) / sp.sqrt(2), (B - Ct) / sp.sqrt(2), (A - A.T) / 2, off_axis(A)
    du, dv, dA = -(G.B + G.C.T) / sp.sqrt(2), -(G.B - G.C.T) / sp.sqrt(2), -G.A
    size, small, alpha, z, y = (norm(part) for part in (u, v, A, Z, Y))
    z = z if antisymmetric else sp.Integer(0)
    if alpha > sp.Rational(1, 2) or size == 0:
        raise ValueError(f"rates: |A| = {alpha}, |u| = {size}; the inequalities ask for |A| <= 1/2 and u != 0")
    Gamma, pull = sp.sqrt(loss(theta, teacher)), 2 * (w - impulse_response(theta, 1)[0][0, 0])
    m, across = sp.Max(1, small / size), norm(u[1:, :])
    lost = 6 * Gamma * alpha * (1 + m) ** 2 * size**2 + alpha * (1 + m) ** 4 * size**4 / 2
    kept = w * l * (u[0] ** 2 - v[0] ** 2) if length > 1 else sp.Integer(0)
    return [
        Rate("u", norm(du - pull * u), 4 * Gamma * alpha * (size + small)),
        Rate("v", norm(dv + pull * v), Gamma * (8 * z * size + 4 * alpha * small)),
        Rate("A", norm(dA), 4 * Gamma * (size**2 + small**2)),
        Rate("Z", norm((dA - dA.T) / 2), Gamma * (8 * size * small + 16 * z * (size**2 + small**2))),
        Rate("off-axis u", norm((du - pull * u)[1:, :]), 4 * Gamma * y * (size + small)),
        Rate(
            "off-axis A",
            norm(off_axis(dA)),
            4 * Gamma * (1 + m) * ((across + small) * size + 2 * (1 + m) * y * size**2),
        ),
        Rate("node", kept - dA[0, 0], lost),
    ]


def off_axis(A: sp.ImmutableMatrix) -> sp.ImmutableMatrix:
    """A - (e^T A e) e e^T for e the first axis."""
    return sp.ImmutableMatrix(*A.shape, lambda i, j: 0 if i == j == 0 else A[i, j])


def norm(matrix: sp.ImmutableMatrix) -> sp.Expr:
    """The Frobenius norm, exactly.

    >>> norm(sp.ImmutableMatrix([3, 4]))
    5
    """
    return sp.sqrt(sp.expand(squared_norm(matrix)))
