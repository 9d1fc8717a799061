r"""The smallest realisation $h_j = C A^j B$ of matrix lags, exactly or enclosed (B. L. Ho and R. E. Kalman, 1966).

Let H and H' be the n x n parts of the block Hankel matrices (h_{i+j}) and (h_{i+j+1}) in n rows and columns where H is
regular, R the n x m part in the first block column, S the p x n part in the first block row. If the response has
degree n, then H = O P and H' = O A P with regular O and P, so

    A = H^{-1} H',   B = H^{-1} R,   C = S

realise it, in the basis in which P = 1 (L. M. Silverman, IEEE Trans. Automat. Control 16, 1971).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_mat, fmpq, fmpq_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball, flint_matrix, to_fraction
from numerics.realisation.block_hankel import Lags, Minor, block_sizes, entry, regular_minor

ExactRows = tuple[tuple[Fraction, ...], ...]
Balls = tuple[tuple[arb, ...], ...]


@dataclass(frozen=True)
class Realisation:
    """C A^j B = h_j for the n x n matrix A, B n x m and C p x n; entries are fractions, or balls for measured lags.

    `confirmed`: more lags than A, B and C were computed from agree with them. `lags_needed` is how many those are.
    """

    A: ExactRows | Balls
    B: ExactRows | Balls
    C: ExactRows | Balls
    confirmed: bool
    lags_needed: int

    @property
    def states(self) -> int:
        """n."""
        return len(self.A)


def exact_realisation(lags: Lags) -> Realisation | None:
    """The smallest realisation of exact lags; None where they do not determine one.

    A regular minor of n rows makes every realisation have n states or more. The one found is compared with every lag:
    where it has them all, the block Hankel matrices with one block row more and one block column more have rank n as
    well, and every realisation of n states is this one in another basis (Kalman's partial realisation).

    >>> found = exact_realisation([((Fraction(1, 2**j),),) for j in range(4)])
    >>> found.A, found.C, found.confirmed
    (((Fraction(1, 2),),), ((Fraction(1, 1),),), True)
    """
    minor = regular_minor(lags)
    outputs, inputs = len(lags[0]), len(lags[0][0])
    H, shifted = (_part(lags, minor, shift) for shift in (0, 1))
    n = len(minor.rows)
    first_column = flint_matrix([[entry(lags, row, b) for b in range(inputs)] for row in minor.rows]) if n else None
    A, B = (H.solve(shifted), H.solve(first_column)) if n else (fmpq_mat(0, 0), fmpq_mat(0, inputs))
    C = fmpq_mat(outputs, n, [fmpq(v.numerator, v.denominator) for a in range(outputs)
                              for v in (entry(lags, a, column) for column in minor.columns)])  # fmt: skip
    if not _has_all(A, B, C, lags):
        return None
    used = minor.lags_used(outputs, inputs) if n else 0
    return Realisation(_rows(A), _rows(B), _rows(C), len(lags) > used, used)


def _part(lags: Lags, minor: Minor, shift: int) -> fmpq_mat:
    rows = [[entry(lags, i, j, shift) for j in minor.columns] for i in minor.rows]
    return flint_matrix(rows) if rows else fmpq_mat(0, 0)


def _has_all(A: fmpq_mat, B: fmpq_mat, C: fmpq_mat, lags: Lags) -> bool:
    state = B
    for lag in lags:
        if C * state != flint_matrix(lag):
            return False
        state = A * state
    return True


def _rows(matrix: fmpq_mat) -> ExactRows:
    return tuple(tuple(map(to_fraction, row)) for row in matrix.tolist())


def measured_realisation(lags: Lags, accuracy: Fraction, bits: int) -> Realisation | None:
    """Balls that hold the realisation, in the basis above, of every truth of degree n within the accuracy.

    n is the largest size of a minor, among those that float64 finds best, that is regular for every truth: so every
    truth has n states or more, and equality is a hypothesis. None where no minor is.
    """
    with arb_bits(bits):
        for minor in _promising_minors(lags):
            H = _ball_part(lags, minor.rows, minor.columns, accuracy)
            try:
                inverse = H.inv()
            except ZeroDivisionError:
                continue
            outputs, inputs = len(lags[0]), len(lags[0][0])
            A = inverse * _ball_part(lags, minor.rows, minor.columns, accuracy, 1)
            B = inverse * _ball_part(lags, minor.rows, range(inputs), accuracy)
            C = _ball_part(lags, range(outputs), minor.columns, accuracy)
            used = minor.lags_used(outputs, inputs)
            A, B, C = (tuple(map(tuple, M.tolist())) for M in (A, B, C))
            return Realisation(A, B, C, len(lags) > used, used)
    return None


def _ball_part(lags: Lags, rows: Sequence[int], columns: Sequence[int], accuracy: Fraction, shift: int = 0) -> arb_mat:
    error = arb(0, ball(accuracy).abs_upper())
    return arb_mat([[ball(entry(lags, i, j, shift)) + error for j in columns] for i in rows])


def _promising_minors(lags: Lags) -> Sequence[Minor]:
    """Minors of every size, the largest first: the first steps of Gaussian elimination with complete pivoting."""
    import numpy as np

    heights, widths = block_sizes(len(lags))
    shape = (heights * len(lags[0]), widths * len(lags[0][0]))
    rest = np.array([[float(entry(lags, i, j)) for j in range(shape[1])] for i in range(shape[0])])
    rows: list[int] = []
    columns: list[int] = []
    found: list[Minor] = []
    for _ in range(min(shape)):
        i, j = (int(index) for index in np.unravel_index(np.argmax(np.abs(rest)), shape))
        if rest[i, j] == 0:
            break
        rows, columns = [*rows, i], [*columns, j]
        found.append(Minor(tuple(rows), tuple(columns)))
        rest = rest - np.outer(rest[:, j], rest[i]) / rest[i, j]
        rest[rows, :] = rest[:, columns] = 0
    return found[::-1]
