r"""What the asymmetry of a student costs in extrapolation: C1 sqrt(L) + C2 ||theta_a||^2.

With theta_s = theta - theta_a the symmetric part (`asymmetry`), one input and one output,

    |h_j(theta) - h_j(theta_s)| <= kappa_j ||theta_a||^2 / 2,     C2 = kappa_j / 2 + C1 / 2 (sum_{i<k} kappa_i^2)^{1/2}.

kappa_j bounds the second derivative of h_j on the segment from theta_s to theta, where ||A(t)|| <= ||A|| and ||B(t)||,
||C(t)|| <= max(||B||, ||C||), because norms are convex and ||A^T|| = ||A||.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb_mat, fmpq_mat, fmpq_poly

from numerics.arithmetics.rationals import ball
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.derivative_bounds import Norms, frobenius_norm, operator_norm, second_derivative
from numerics.robust.robust_bound import robust_constant, upper_fraction


@dataclass(frozen=True)
class ExtrapolationConstants:
    """C1 and C2 of the bound C1 sqrt(L) + C2 ||theta_a||^2 at one lag; exact upper bounds."""

    C1: Fraction
    C2: Fraction


def segment_norms(model: LinearRNN[fmpq_mat]) -> Norms:
    """Bounds of the norms of A, B and C on the whole segment from theta_s to theta, for rational entries."""
    port = frobenius_norm(arb_mat(model.B)).upper().max(frobenius_norm(arb_mat(model.C)).upper())
    return Norms(operator_norm(arb_mat(model.A)), port, port)


def curvature(lag: int, norms: Norms) -> Fraction:
    """kappa_j on a set where the norms hold, as an exact upper bound."""
    return upper_fraction(second_derivative(lag, norms))


def extrapolation_constants(lag: int, length: int, q: fmpq_poly, norms: Norms) -> ExtrapolationConstants:
    r"""$C_1$ and $C_2$ in $|h_j - g_j| \le C_1 \sqrt{L} + C_2 \|\theta_a\|^2$, for a student with these norms.

    Args:
        lag: j.
        length: k, the number of lags trained on; more than the degree of q.
        q: the square of the polynomial that vanishes on the teacher's nodes.
        norms: bounds of ||A||, ||B|| and ||C|| on the segment from the symmetric part to the student.

    Returns:
        Both constants, exact and rounded up.
    """
    rho = upper_fraction(norms.a)
    C1 = robust_constant(lag, q, (-rho, rho))
    total = sum((curvature(i, norms) ** 2 for i in range(length)), Fraction(0))
    root = upper_fraction(ball(total).sqrt())
    return ExtrapolationConstants(C1, curvature(lag, norms) / 2 + C1 / 2 * root)
