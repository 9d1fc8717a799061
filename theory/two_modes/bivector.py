r"""The bivector D = u ^ S u of a symmetric student, exactly: its rate by the gradient, and by an operator on it.

D is the antisymmetric matrix u (Su)^T - (Su) u^T; it is 0 where u is an eigenvector of S, that is, where the student
has one node. With f(S) = -2 r(S), u' = f(S) u, and the operators
:math:`q_i[X] = \sum_{l<i} S^l X S^{i-1-l}` on antisymmetric matrices,

    D' = sum_i f_i (q_{i+1}[D] - S q_{i-1}[D] S) - sum_j R_j sum_{i<j} (u . S^{j-1-i} u) q_i[D],

where f_0 counts twice (q_1[D] = D, and q_{-1} is taken as minus it). So D' = 0 where D = 0: no second node is created.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, impulse_response


@dataclass(frozen=True)
class SymmetricStudent:
    """A = S symmetric, B = C^T, rational, beside the lags g of a teacher. u = sqrt2 B; D is taken with B here."""

    S: sp.ImmutableMatrix
    B: sp.ImmutableMatrix
    g: tuple[Fraction, ...]

    def __str__(self) -> str:
        return f"A = {self.S.tolist()}, B = C^T = {list(self.B)}, g = ({', '.join(map(str, self.g))})"

    @property
    def _theta(self) -> LinearRNN:
        return LinearRNN(self.S, self.B, self.B.T)

    @property
    def _teacher(self) -> list[sp.ImmutableMatrix]:
        return [sp.ImmutableMatrix([[sp.Rational(value.numerator, value.denominator)]]) for value in self.g]

    @property
    def residuals(self) -> list[sp.Rational]:
        """R_j = h_j - g_j."""
        return [(h - g)[0, 0] for h, g in zip(impulse_response(self._theta, len(self.g)), self._teacher, strict=True)]

    @property
    def bivector(self) -> sp.ImmutableMatrix:
        """B ^ S B."""
        return wedge(self.B, self.S * self.B)

    def rate_by_the_gradient(self) -> sp.ImmutableMatrix:
        """(B ^ S B)' = B' ^ S B + B ^ S' B + B ^ S B', with S' and B' from -grad L."""
        G = gradient(self._theta, self._teacher)
        S, B, dS, dB = self.S, self.B, -G.A, -G.B
        return sp.ImmutableMatrix(wedge(dB, S * B) + wedge(B, dS * B) + wedge(B, S * dB))

    def rate_by_the_operator(self, moving: int = 1) -> sp.ImmutableMatrix:
        """The formula; a control leaves out what the motion of S adds (`moving` = 0)."""
        S, B, D, R = self.S, self.B, self.bivector, self.residuals
        total = -4 * R[0] * D
        for i in range(1, len(R)):
            total += -2 * R[i] * (self._between(i + 1) - S * self._between(i - 1) * S)
        for j in range(1, len(R)):
            for i in range(1, j):
                weight = 2 * (B.T * S ** (j - 1 - i) * B)[0, 0]
                total -= moving * R[j] * weight * self._between(i)
        return sp.ImmutableMatrix(total)

    def _between(self, i: int) -> sp.ImmutableMatrix:
        """q_i[D]."""
        S, D = self.S, self.bivector
        return sum((S**p * D * S ** (i - 1 - p) for p in range(i)), sp.zeros(*D.shape))


def wedge(x: sp.ImmutableMatrix, y: sp.ImmutableMatrix) -> sp.ImmutableMatrix:
    """x y^T - y x^T."""
    return sp.ImmutableMatrix(x * y.T - y * x.T)
