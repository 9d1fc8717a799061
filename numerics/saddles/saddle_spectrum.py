r"""The Hessian of L at a critical point of m modes, padded to any width, and its eigenvalues, all in balls.

A column of the Hessian is the first coefficient of the gradient along :math:`\theta + t e_p`, a power series of balls:
the gradient is the one that descent uses, and nothing is differenced. Coordinates: A row by row, then B, then C.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import arb, arb_mat
from mpmath import mp

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.power_series import PowerSeries, SeriesArithmetic
from numerics.arithmetics.precision import arb_bits, working_digits
from numerics.descent.descent import gradient
from numerics.model.linear_rnn import LinearRNN
from numerics.saddles.mode_point import ModePoint


def padded_student(point: ModePoint, width: int) -> LinearRNN[arb_mat]:
    r"""The balanced student of a critical point: A = diag(a_i, 0), :math:`B_i = \sqrt{|s_i|} = \pm C_i`.

    Args:
        point: the enclosed critical point, of m modes.
        width: d >= m.

    Returns:
        A (d x d), B (d x 1), C (1 x d) in balls of the point's precision.

    Raises:
        ValueError: the width is below m.
    """
    spare = width - len(point.nodes)
    if spare < 0:
        raise ValueError(f"padded_student: {len(point.nodes)} modes do not fit into width {width}")
    with arb_bits(point.bits):
        nodes = [*point.nodes, *[arb(0)] * spare]
        roots = [*(abs(s).sqrt() for s in point.weights), *[arb(0)] * spare]
        signed = [root if i >= len(point.weights) or point.weights[i] > 0 else -root for i, root in enumerate(roots)]
        A = arb_mat([[a if i == j else arb(0) for j in range(width)] for i, a in enumerate(nodes)])
        return LinearRNN(A, arb_mat(width, 1, roots), arb_mat(1, width, signed))


def hessian(model: LinearRNN[arb_mat], g: Sequence[Fraction], bits: int) -> arb_mat:
    """The second derivatives of L = sum_j (C A^j B - g_j)^2, a symmetric matrix of size d^2 + 2d.

    Args:
        model: A (d x d), B (d x 1), C (1 x d), matrices of balls.
        g: the teacher's response on the k trained lags.
        bits: the precision of the balls.

    >>> one = arb_mat([[1]])
    >>> hessian(LinearRNN(one, one, one), [Fraction(1)] * 2, 64) == arb_mat([[2, 2, 2], [2, 4, 4], [2, 4, 4]])
    True
    """
    series = SeriesArithmetic(Balls(bits))
    teacher = [series.matrix([[value]]) for value in g]
    columns = []
    for direction in _directions(model.A.nrows()):
        moved = LinearRNN(*map(_line, model.parts, direction))
        slopes = gradient(moved, teacher, series)
        columns.append([entry for part in slopes.parts for entry in part[1].entries()])
    return arb_mat(columns)


def enclosed_spectrum(symmetric: arb_mat, digits: int) -> list[arb]:
    r"""The eigenvalues of every symmetric matrix in the box, ascending, multiple ones repeated: a ball for each.

    mpmath finds W and Lambda with :math:`H \approx W \Lambda W^T`; in balls E = W^T H W - Lambda and O = W^T W - I. By
    Ostrowski's and Weyl's theorems the i-th eigenvalue of H differs from that of Lambda by at most
    :math:`(\|E\| + |\Lambda_i| \|O\|) / (1 - \|O\|)`, whether it is multiple or not.

    Args:
        symmetric: balls about the entries of a symmetric matrix.
        digits: with how many digits mpmath works.

    Raises:
        ArithmeticError: the eigenvectors found are far from orthonormal.

    >>> [x.str(5, radius=False) for x in enclosed_spectrum(arb_mat([[1, 2], [2, 1]]), 30)]
    ['-1.0000', '3.0000']
    """
    with working_digits(digits), arb_bits(mp.prec):
        size = symmetric.nrows()
        values, vectors = mp.eigsy(mp.matrix([[mp.mpf(entry) for entry in row] for row in symmetric.mid().tolist()]))
        W = arb_mat([[arb(vectors[i, j]) for j in range(size)] for i in range(size)])
        found = [arb(value) for value in values]
        diagonal = arb_mat([[found[i] if i == j else arb(0) for j in range(size)] for i in range(size)])
        defect = _norm(W.transpose() * symmetric * W - diagonal)
        skew = _norm(W.transpose() * W - arb_mat([[int(i == j) for j in range(size)] for i in range(size)]))
        if not skew < 1:
            raise ArithmeticError("enclosed_spectrum: mpmath's eigenvectors are not orthonormal; raise the digits")
        reach = [((defect + abs(value) * skew) / (1 - skew)).abs_upper() for value in found]
        return [value + arb(0, radius) for value, radius in zip(found, reach, strict=True)]


def predicted_spectrum(point: ModePoint, width: int, digits: int, rate: arb) -> list[arb]:
    r"""The same by the theorem: the spectrum at width m, :math:`\pm` `rate` d - m times each, and zeros."""
    m = len(point.nodes)
    own = hessian(padded_student(point, m), point.g, point.bits)
    pairs, zeros = [rate, -rate] * (width - m), [arb(0)] * (width**2 - m**2)
    return sorted([*enclosed_spectrum(own, digits), *pairs, *zeros], key=lambda value: value.mid())


def symmetric_defect(H: arb_mat, point: ModePoint, width: int, rate: arb) -> list[arb]:
    r"""H v + rate v for the direction v in which y_+ grows, B_p = C_p = 1 and A_pi = A_ip = -b_i / a_i: 0 in theory.

    The signs of C follow those of the weights; p is the last state.
    """
    with arb_bits(point.bits):
        student, m, last = padded_student(point, width), len(point.nodes), width - 1
        D, Y, X = arb_mat(width, width), arb_mat(width, 1), arb_mat(1, width)
        Y[last, 0] = X[0, last] = arb(1)
        for i in range(m):
            D[last, i], D[i, last] = -student.B[i, 0] / student.A[i, i], -student.C[0, i] / student.A[i, i]
        v = arb_mat(H.nrows(), 1, [*D.entries(), *Y.entries(), *X.entries()])
        return (H * v + rate * v).entries()  # type: ignore[no-any-return]


def _norm(X: arb_mat) -> arb:
    """The Frobenius norm, from above."""
    return sum((entry * entry for entry in X.entries()), arb(0)).abs_upper().sqrt().abs_upper()


def _directions(d: int) -> Iterator[tuple[arb_mat, arb_mat, arb_mat]]:
    """The unit vectors, as moves of A, B and C."""
    shapes = ((d, d), (d, 1), (1, d))
    for place, (rows, columns) in enumerate(shapes):
        for entry in range(rows * columns):
            parts = [arb_mat(*shape) for shape in shapes]
            parts[place][entry // columns, entry % columns] = 1
            yield parts[0], parts[1], parts[2]


def _line(start: arb_mat, move: arb_mat) -> PowerSeries[arb_mat]:
    """start + t move."""
    zero = arb_mat(start.nrows(), start.ncols())
    return PowerSeries(lambda order: start if order == 0 else move if order == 1 else zero)
