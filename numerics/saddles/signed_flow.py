r"""The gradient flow among students that are symmetric up to signs, in float64: the way from one saddle to the next.

With signs :math:`\Sigma` = diag(+-1) such a student has :math:`A^T = \Sigma A \Sigma` and :math:`C^T = \Sigma B`, and
the flow keeps that. At an m-mode critical point (S, beta, gamma) with h_0 != g_0, padded by zeros, one direction of one
more mode grows, up to rotation and reflection,

    B_2 = delta,   A_21 = -delta (S^{-1} beta)^T,   sign of the mode = sign of g_0 - h_0,

at the rate 2 |g_0 - h_0| (1 + |S^{-1} beta|^2). Where all signs are alike this is the symmetric flow. The Q of these
students stays 0, so the rate is read off in the basis that a near-zero start has. Nothing here is rigorous.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from numerics.flow.stiff_flow import gradient, response
from numerics.model.linear_rnn import LinearRNN

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SignedStudent:
    """A (m x m) and B (m) with signs: C^T = signs B."""

    A: Array
    B: Array
    signs: tuple[int, ...]

    @property
    def model(self) -> LinearRNN[Array]:
        """(A, B, C), B a column and C a row."""
        return LinearRNN(self.A, self.B[:, None], (np.array(self.signs) * self.B)[None, :])

    def residual(self, g: Array) -> Array:
        """R_j = h_j - g_j."""
        return response(self.model, len(g)) - g if self.signs else -g

    def speed(self, g: Array) -> float:
        """The norm of the gradient."""
        if not self.signs:
            return 0.0
        G = gradient(self.model, g)
        return float(np.sqrt(sum(np.sum(part**2) for part in G.parts)))

    def rate(self, g: Array) -> float:
        r"""2 (g_0 - h_0)(1 + |S^{-1} beta|^2), with the sign of the deficit; infinite where S is singular."""
        try:
            spread = np.sum(np.linalg.solve(self.A, self.B) ** 2) if self.signs else 0.0
        except np.linalg.LinAlgError:
            return float("inf")
        return float(-2 * self.residual(g)[0] * (1 + spread))

    @property
    def is_complex(self) -> bool:
        """Whether A has complex eigenvalues: possible where both signs occur."""
        return bool(np.any(np.linalg.eigvals(self.A).imag != 0))

    def modes(self) -> tuple[Array, Array]:
        """Nodes and weights, complex where A has complex eigenvalues; the nodes in ascending order of real parts."""
        nodes, vectors = np.linalg.eig(self.A)
        weights = (self.model.C @ vectors)[0] * np.linalg.solve(vectors, self.model.B)[:, 0]
        order = np.argsort(nodes.real + 1e-9 * nodes.imag)
        return nodes[order], weights[order]


RELATIVE, ABSOLUTE = 1e-9, 1e-12

MOST_VELOCITIES = 60_000
"""How often the gradient is evaluated at most between two critical points."""

NOTHING = SignedStudent(np.zeros((0, 0)), np.zeros(0), ())
"""The student of no mode."""


def with_next_mode(student: SignedStudent, g: Array, amplitude: float) -> SignedStudent:
    """The student at a critical point, with one more mode of this amplitude in the direction that grows."""
    sign = 1 if student.residual(g)[0] < 0 else -1
    m, signs = len(student.signs), np.array(student.signs)
    A, spread = np.zeros((m + 1, m + 1)), np.linalg.solve(student.A, student.B)
    A[:m, :m], A[m, :m], A[:m, m] = student.A, -amplitude * spread, -amplitude * sign * signs * spread
    return SignedStudent(A, np.append(student.B, amplitude), (*student.signs, sign))


def flowed(student: SignedStudent, g: Array, time: float, budget: Iterator[int] | None = None) -> SignedStudent:
    """The student after this time of the gradient flow.

    Args:
        student: the start.
        g: the teacher's response.
        time: how long it flows.
        budget: one number is taken for each evaluation of the gradient; `MOST_VELOCITIES` of them where None.

    Raises:
        ArithmeticError: the integration fails, or the budget is spent.
    """
    budget = iter(range(MOST_VELOCITIES)) if budget is None else budget
    m, signs = len(student.signs), np.array(student.signs)
    upper = np.triu_indices(m)
    mirror = np.outer(signs, signs)

    def unpacked(theta: Array) -> SignedStudent:
        A = np.zeros((m, m))
        A[upper] = theta[:-m]
        return SignedStudent(A + mirror * np.triu(A, 1).T, theta[-m:], student.signs)

    def velocity(_: float, theta: Array) -> Array:
        if next(budget, None) is None:
            raise ArithmeticError("signed_flow: too many evaluations of the gradient; nothing is known beyond")
        G = gradient(unpacked(theta).model, g)
        return -np.concatenate([G.A[upper], G.B[:, 0]])

    begin = np.concatenate([student.A[upper], student.B])
    with warnings.catch_warnings():  # a failure is raised below
        warnings.simplefilter("ignore")
        found = solve_ivp(velocity, (0.0, time), begin, "LSODA", [time], rtol=RELATIVE, atol=ABSOLUTE)
    if not found.success or not np.all(np.isfinite(found.y)):
        raise ArithmeticError(f"signed_flow: {found.message}; nothing is known beyond")
    return unpacked(found.y[:, -1])
