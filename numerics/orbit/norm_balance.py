r"""The shortest realisation of a response: (T A T^-1, T B, C T^-1) of least norm, where Q = 0, to n digits.

Newton's method along geodesics e^{sX}, X symmetric. Half the squared norm, f, has slope <X, Q> and second derivative
2 norm(X.theta)^2, X.theta = ([X, A], X B, -C X), and Q is the adjoint image of theta: so Newton's X is the
least-squares solution of X.theta = -theta/2. Along e^{sX} f is a sum of c e^{rs}, c >= 0, |r| <= M, where M is twice
the largest of |x_i| and |x_i - x_j|, x the eigenvalues of X. So f'(s) <= f''(0) (-1 + (e^{Ms} - 1)/M), and the step
s = log(1 + M)/M never increases the norm, whatever the start; as it tends to 1, convergence stays quadratic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_mat
from mpmath import diag, eigsy, exp, fsum, log, log1p, matrix, mnorm, mp, mpf, workdps

from numerics.arithmetics.mp_matrix import mp_matrix, number
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.signature import Signature, exact_symmetriser, signature, signature_defect
from numerics.orbit.similarity_orbit import similarity_orbit

GUARD_DIGITS = 20
MOST_STEPS = 500


class NoLeastNorm(ValueError):  # noqa: N818
    """The orbit is not closed: the norm has an infimum there and no minimum."""


class NotMinimal(ValueError):  # noqa: N818
    """The orbit is closed, but only its minimal part is pinned down by the response."""


@dataclass(frozen=True)
class NormBalanced:
    """The least-norm representative ``model`` = T.theta with ``change`` = T, and how it was reached.

    ``residuals`` are norm(Q) / norm(theta)^2 at every iterate, first to last. ``signature`` is S with A^T = S A S,
    C^T = S B, and its inertia; None unless every h_j is symmetric.
    """

    model: LinearRNN[matrix]
    change: matrix
    residuals: tuple[mpf, ...]
    signature: Signature | None
    digits: int

    @property
    def balanced(self) -> bool:
        """Whether norm(Q) <= 10^-digits norm(theta)^2."""
        return bool(self.residuals[-1] <= mpf(10) ** -self.digits)

    @property
    def signed(self) -> bool:
        """Whether S = S^T = S^-1, A^T = S A S and C^T = S B to within 10^-digits of 1 + norm(theta)."""
        with workdps(2 * self.digits + GUARD_DIGITS):
            size = 1 + squared_norm(self.model) ** mpf(0.5)
            return self.signature is not None and bool(
                signature_defect(self.model, self.signature.S) <= size * mpf(10) ** -self.digits
            )

    def longer_than(self, squared: Fraction) -> bool:
        """Whether norm(theta)^2 exceeds this number by more than 10^-digits of it."""
        with workdps(2 * self.digits):
            return bool(squared_norm(self.model) > number(squared) * (1 + mpf(10) ** -self.digits))

    @property
    def order(self) -> mpf | None:
        """The order of convergence that the last three residuals above 10^-digits show; 2 is quadratic.

        None when there are fewer than three: the model was balanced to begin with, or nearly.
        """
        above = [residual for residual in self.residuals if residual > mpf(10) ** -self.digits]
        if len(above) < 3:
            return None
        first, second, third = above[-3:]
        return log(third / second) / log(second / first)


def norm_balance(model: LinearRNN[Rows], digits: int = 50) -> NormBalanced:
    """The shortest realisation $(T A T^{-1}, T B, C T^{-1})$ of a minimal model's response: there Q = 0.

    It is unique up to rotation (U. Helmke, J. B. Moore, Optimization and Dynamical Systems, 1994). The last correction
    of T before Newton's method stops is below 10^-digits, and quadratic convergence has squared that.

    Args:
        model: exact rational entries, any numbers of inputs and outputs, every state reachable and observable.
        digits: decimals; the working precision is doubled until they are reached.

    Returns:
        The model in mpmath's numbers, with the residuals |Q| on the way and the signature of its symmetry, if any.

    Raises:
        NoLeastNorm: the orbit is not closed; the message says why.
        NotMinimal: the orbit is closed, but some state is not reachable or not observable.
        ValueError: ``digits`` below 1, or no convergence within 16 times the digits.

    >>> found = norm_balance(LinearRNN(((0,),), ((4,),), ((1,),)))
    >>> abs(found.model.B[0] - 2) < mpf(10) ** -50, found.signature.inertia
    (True, Inertia(positive=1, negative=0, zero=0))
    """
    if digits < 1:
        raise ValueError(f"norm_balance: digits = {digits}; ask for at least 1")
    orbit = similarity_orbit(model)
    if not orbit.closed:
        raise NoLeastNorm(f"norm_balance: the orbit is not closed: {orbit.obstacle} ({orbit}); remove those states")
    if not orbit.minimal:
        raise NotMinimal(f"norm_balance: {orbit}; balance the minimal part, the rest is A' with B = C = 0")
    for working in (digits * 2**power + GUARD_DIGITS for power in range(5)):
        with workdps(working):
            found = _converged(model, digits)
            if found is not None:
                return found
    raise ValueError(f"norm_balance: no convergence with {working} digits; the model is too close to one not minimal")


def _converged(model: LinearRNN[Rows], digits: int) -> NormBalanced | None:
    """The representative at the current precision; None when rounding keeps Newton's corrections above 10^-digits."""
    start = LinearRNN(*map(mp_matrix, model.parts))
    residuals, previous = [], mpf("inf")
    for theta, change, step in iterates(start):
        residuals.append(relative_residual(theta))
        if previous <= mpf(10) ** -digits:
            H = exact_symmetriser(model)
            symmetry = None if H is None else signature(H, change)
            return NormBalanced(theta, change, tuple(residuals), symmetry, digits)
        if step < mpf(10) ** -3 and step > previous / 2:
            return None
        previous = step
        if len(residuals) > MOST_STEPS:
            return None
    return None


def iterates(start: LinearRNN[matrix]) -> Iterator[tuple[LinearRNN[matrix], matrix, mpf]]:
    """theta_t = T_t.theta_0, T_t, and the norm of Newton's correction there, without end.

    Each theta is computed from the first, so that rounding errors move T and never the response.
    """
    change = diag([mpf(1)] * start.A.rows)
    while True:
        inverse = change**-1
        theta = LinearRNN(change * start.A * inverse, change * start.B, start.C * inverse)
        X = newton_direction(theta)
        yield theta, change, mnorm(X, "f")
        change = exponential(X) * change


def newton_direction(theta: LinearRNN[matrix]) -> matrix:
    """The symmetric X that minimises norm(X.theta + theta/2); unique when theta is minimal."""
    d = theta.A.rows
    pairs = [(i, j) for i in range(d) for j in range(i + 1)]
    columns = [_entries(_moved_along(theta, i, j)) for i, j in pairs]
    solution = _least_squares(columns, [-entry / 2 for entry in _entries(theta)])
    X = matrix(d, d)
    for (i, j), value in zip(pairs, solution, strict=True):
        X[i, j] = X[j, i] = value
    return X


def _least_squares(columns: list[list[mpf]], right: list[mpf]) -> list[mpf]:
    """The coefficients of the combination of the columns nearest to the right side: normal equations, in FLINT."""
    with arb_bits(mp.prec):
        J = arb_mat([list(map(arb, column)) for column in columns])
        solution = (J * J.transpose()).solve(J * arb_mat([[arb(entry)] for entry in right]), algorithm="approx")
        return [mpf(entry.mid()) for entry in solution.entries()]


def _moved_along(theta: LinearRNN[matrix], i: int, j: int) -> LinearRNN[matrix]:
    """X.theta = ([X, A], X B, -C X) for X with ones at (i, j) and (j, i)."""
    A, B, C = theta.A, theta.B, theta.C
    moved = LinearRNN(matrix(A.rows, A.cols), matrix(B.rows, B.cols), matrix(C.rows, C.cols))
    for row, source in {(i, j), (j, i)}:
        moved.A[row, :] += A[source, :]
        moved.A[:, row] -= A[:, source]
        moved.B[row, :] += B[source, :]
        moved.C[:, row] -= C[:, source]
    return moved


def exponential(X: matrix) -> matrix:
    """e^{sX} with the damped step s = log(1 + M)/M that never increases the norm; s = 1 in the limit M = 0."""
    values, vectors = eigsy(X)
    largest, least = max(values), min(values)
    M = 2 * max(abs(largest), abs(least), largest - least)
    s = log1p(M) / M if M else mpf(1)
    return vectors * diag([exp(s * value) for value in values]) * vectors.T


def relative_residual(theta: LinearRNN[matrix]) -> mpf:
    """norm(Q) / norm(theta)^2."""
    Q = theta.A * theta.A.T - theta.A.T * theta.A + theta.B * theta.B.T - theta.C.T * theta.C
    return mnorm(Q, "f") / squared_norm(theta)


def squared_norm(theta: LinearRNN[matrix]) -> mpf:
    """norm(theta)^2."""
    return fsum(_entries(theta), squared=True)


def _entries(theta: LinearRNN[matrix]) -> list[mpf]:
    return [entry for part in theta.parts for entry in part]
