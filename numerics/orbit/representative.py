"""An exact student of the same response and nearly least norm: there asymmetry says something about the response."""

from flint import fmpq_mat

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.mp_matrix import rows_of
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic
from numerics.orbit.norm_balance import norm_balance


def nearly_balanced(model: LinearRNN[Rows], digits: int = 12) -> LinearRNN[Rows]:
    """(T A T^-1, T B, C T^-1), exactly, with T the rounded change of basis to the shortest realisation.

    Raises:
        ValueError: the model is not minimal, or its shortest realisation was not found.
    """
    exact = Exact()
    theta, T = in_arithmetic(model, exact), exact.matrix(rows_of(norm_balance(model, digits).change))
    inverse: fmpq_mat = T.inv()
    return exact_values(LinearRNN(T * theta.A * inverse, T * theta.B, theta.C * inverse), exact)
