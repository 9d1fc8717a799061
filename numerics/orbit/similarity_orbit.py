r"""The orbit of (A, B, C) under changes of basis, decided exactly over the rationals: minimal? closed?

The orbit is closed, and has a point of least norm, exactly when the state space is the direct sum of the reachable and
the unobservable subspace and A is diagonalisable (over the complex numbers) on the latter. Minimal models are the case
where the reachable subspace is everything and the unobservable one is zero.
"""

from dataclasses import dataclass

from flint import fmpq_mat

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN, in_arithmetic, reachability


@dataclass(frozen=True)
class SimilarityOrbit:
    """What the orbit of a model of ``width`` states is like; ``obstacle`` says why it is not closed, if it is not."""

    width: int
    reachable: int
    observable: int
    obstacle: str

    @property
    def minimal(self) -> bool:
        """Whether every state is reachable and observable."""
        return self.reachable == self.observable == self.width

    @property
    def closed(self) -> bool:
        """Whether the orbit is closed, that is, has a point of least norm."""
        return not self.obstacle

    def __str__(self) -> str:
        return f"{self.reachable} of {self.width} states reachable, {self.observable} of {self.width} observable"


def reachability_matrix(model: LinearRNN[fmpq_mat]) -> fmpq_mat:
    """(B, A B, ..., A^{d-1} B), d x dm."""
    exact = Exact()
    return exact.beside(reachability(model, model.A.nrows(), exact))


def transposed(model: LinearRNN[fmpq_mat]) -> LinearRNN[fmpq_mat]:
    """(A^T, C^T, B^T), whose reachability matrix is the transposed observability matrix."""
    return LinearRNN(model.A.transpose(), model.C.transpose(), model.B.transpose())


def similarity_orbit(model: LinearRNN[Rows]) -> SimilarityOrbit:
    """Ranks and closedness of the orbit of a model of exact rational entries.

    >>> nilpotent = LinearRNN(((0, 1), (0, 0)), ((0,), (0,)), ((0, 0),))
    >>> orbit = similarity_orbit(nilpotent)
    >>> orbit.minimal, orbit.closed, orbit.obstacle
    (False, False, 'A is not diagonalisable on the unobservable states')
    """
    theta = in_arithmetic(model, Exact())
    K, seen = reachability_matrix(theta), reachability_matrix(transposed(theta)).transpose()
    width, reachable, observable = theta.A.nrows(), K.rank(), seen.rank()
    obstacle = "" if reachable == observable == width else _obstacle(theta.A, K, seen)
    return SimilarityOrbit(width, reachable, observable, obstacle)


def _obstacle(A: fmpq_mat, K: fmpq_mat, seen: fmpq_mat) -> str:
    """Why the orbit of a model that is not minimal is not closed; empty when it is."""
    hidden = _kernel(seen)
    width, reachable, unobservable = A.nrows(), K.rank(), hidden.ncols()
    together = Exact().beside([K, hidden]).rank() if unobservable else reachable
    if together < reachable + unobservable:
        return "some state is reachable and not observable"
    if together < width:
        return "some state is neither reachable nor a sum of reachable and unobservable ones"
    gram = hidden.transpose() * hidden
    polynomial = gram.solve(hidden.transpose() * A * hidden).minpoly()
    if polynomial.gcd(polynomial.derivative()).degree() > 0:
        return "A is not diagonalisable on the unobservable states"
    return ""


def _kernel(X: fmpq_mat) -> fmpq_mat:
    """A basis of the kernel of X, as columns."""
    reduced, rank = X.rref()
    width = X.ncols()
    pivots = [next(j for j in range(width) if reduced[i, j] != 0) for i in range(rank)]
    free = [j for j in range(width) if j not in pivots]
    basis = fmpq_mat(width, len(free))
    for column, j in enumerate(free):
        basis[j, column] = 1
        for row, pivot in enumerate(pivots):
            basis[pivot, column] = -reduced[row, j]
    return basis
