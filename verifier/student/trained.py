r"""A trained student, exact: A, B, C, a direct term D as one more state, a complex layer made real.

The convention is that of recurrent layers: s_t = A s_{t-1} + B x_t, y_t = C s_t + D x_t, so that lag 0 is C B + D.
D is a pole at 0: the state space grows by D's inputs, A gets zeros, B the identity, C gets D. A complex layer is read
as y = Re(C s), the convention of LRU; with s = u + i v it is real:

    A -> (Re A  -Im A; Im A  Re A),     B -> (Re B; Im B),     C -> (Re C  -Im C).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from numerics.arithmetics.protocol import Rows
from verifier.data.exact_array import ExactArray
from verifier.data.state_space import arrays_of_system
from verifier.data.values import as_array
from verifier.ground.errors import InputError

if TYPE_CHECKING:
    from numerics.model.linear_rnn import LinearRNN

MAXIMAL_STATES = 128
"""The widest student that is examined, counted after a complex layer was made real."""

MAXIMAL_ENTRY = Fraction(10) ** 30
"""The largest entry."""

Complex = tuple[Rows, Rows]
"""Real and imaginary part of a matrix."""


@dataclass(frozen=True)
class TrainedStudent:
    """Exact A (d x d), B (d x m), C (p x d), and in sentences how they came from what was given."""

    A: Rows
    B: Rows
    C: Rows
    notes: tuple[str, ...] = ()

    @classmethod
    def of_matrices(cls, A: Any, B: Any, C: Any, D: Any = None) -> "TrainedStudent":
        """From NumPy arrays, tensors or lists: A square or a diagonal, B and C perhaps vectors, any of them complex.

        >>> TrainedStudent.of_matrices([[0.5]], [[1]], [["1/3"]]).C
        ((Fraction(1, 3),),)
        """
        given = {"A": A, "B": B, "C": C} | ({} if D is None else {"D": D})
        return student_of({name: as_array(value, name) for name, value in given.items()})

    @classmethod
    def of_system(cls, system: Any) -> "TrainedStudent":
        """From a discrete StateSpace of scipy.signal or python-control; see `verifier.data.state_space`."""
        return student_of(arrays_of_system(system))

    @classmethod
    def read(cls, path: str, keys: Mapping[str, str] | None = None) -> "TrainedStudent":
        """From a file; see `verifier.student.student_file.read_student`."""
        from verifier.student.student_file import read_student

        return read_student(path, keys)

    def channel(self, output: int, into: int) -> "TrainedStudent":
        """One output and one input of it, counted from 1; raises InputError when there is no such one."""
        if not (1 <= output <= len(self.C) and 1 <= into <= len(self.B[0])):
            cause = f"{output} {into} is out of bounds"
            raise InputError("--channel", cause, f"outputs are 1 to {len(self.C)}, inputs 1 to {len(self.B[0])}")
        B = tuple((row[into - 1],) for row in self.B)
        return TrainedStudent(self.A, B, (self.C[output - 1],), (*self.notes, f"output {output}, input {into} alone"))

    @property
    def model(self) -> "LinearRNN[Rows]":
        """The same as numerics takes it."""
        from numerics.model.linear_rnn import LinearRNN

        return LinearRNN(self.A, self.B, self.C)


def student_of(arrays: Mapping[str, ExactArray]) -> TrainedStudent:
    """The student in the arrays called A, B, C and, if there is one, D.

    Args:
        arrays: A square, or a vector: the diagonal; B, C and D matrices, or vectors where there is one input or output.

    Returns:
        The student, real, with notes on what was made of complex numbers, diagonals and D.

    Raises:
        InputError: shapes that do not fit, or a student that is too wide.
    """
    notes: list[str] = []
    A, d = _square(arrays["A"], notes)
    B, C = _oriented(arrays["B"], d, "rows"), _oriented(arrays["C"], d, "columns")
    if _is_complex(A) or _is_complex(B) or _is_complex(C):
        notes.append("complex: y = Re(C s) is assumed, as in LRU; a factor 2 belongs into C; made real with 2 d states")
        A, B, C = _real(A), (B[0] + B[1], ()), (_beside(C[0], _negative(C[1])), ())
    real = A[0], B[0], C[0]
    if "D" in arrays:
        real = _with_direct_term(real, arrays["D"])
        notes.append("D is a pole at 0: lag 0 is C B + D")
    if any(abs(entry) > MAXIMAL_ENTRY for part in real for row in part for entry in row):
        cause = f"holds an entry above {float(MAXIMAL_ENTRY):.0e}"
        raise InputError(arrays["A"].place, cause, "change the units of the inputs or of the state")
    if len(real[0]) > MAXIMAL_STATES:
        raise InputError(arrays["A"].place, f"has {len(real[0])} states", f"at most {MAXIMAL_STATES} are examined")
    return TrainedStudent(*real, tuple(notes))


def _square(array: ExactArray, notes: list[str]) -> tuple[Complex, int]:
    """A as a matrix; a vector, a row or a column is its diagonal."""
    long = [length for length in array.shape if length > 1]
    if len(array.shape) > 2 or (len(long) == 2 and long[0] != long[1]):
        raise InputError(array.place, f"A is {_size(array)}, not square", "give d x d entries, or d for a diagonal")
    d = long[0] if long else 1
    imaginary = array.imaginary or (Fraction(0),) * len(array.real)
    if len(long) == 2:
        return (_rows(array.real, d), _rows(imaginary, d)), d
    if d > 1:
        notes.append(f"A is diagonal, {d} entries")
    return (_diagonal(array.real), _diagonal(imaginary)), d


def _oriented(array: ExactArray, d: int, side: str) -> Complex:
    """B or C with d rows or columns; a vector of d entries is one input or one output."""
    name = "B" if side == "rows" else "C"
    shape = array.shape
    if len(shape) <= 1:
        shape = (d, 1) if side == "rows" else (1, d)
    if len(shape) != 2 or shape[0 if side == "rows" else 1] != d or shape[0] * shape[1] != len(array.real):
        raise InputError(array.place, f"{name} is {_size(array)} and A has {d} states", f"give {name} {d} {side}")
    imaginary = array.imaginary or (Fraction(0),) * len(array.real)
    return _rows(array.real, shape[1]), _rows(imaginary, shape[1])


def _with_direct_term(real: tuple[Rows, Rows, Rows], array: ExactArray) -> tuple[Rows, Rows, Rows]:
    """(A 0; 0 0), (B; I), (C D)."""
    A, B, C = real
    m, p, zero = len(B[0]), len(C), Fraction(0)
    entries = array.real_only().real
    vector = m == p and len(array.shape) <= 1 and len(entries) == m > 1
    if not vector and len(entries) != m * p:
        raise InputError(array.place, f"D is {_size(array)}", f"give it {p} x {m} entries, outputs by inputs")
    D = _diagonal(entries) if vector else _rows(entries, m)
    wide = tuple((*row, *[zero] * m) for row in A) + tuple((zero,) * (len(A) + m) for _ in range(m))
    return wide, B + _diagonal((Fraction(1),) * m), _beside(C, D)


def _real(A: Complex) -> Complex:
    return _beside(A[0], _negative(A[1])) + _beside(A[1], A[0]), ()


def _is_complex(matrix: Complex) -> bool:
    return any(entry for row in matrix[1] for entry in row)


def _beside(left: Rows, right: Rows) -> Rows:
    return tuple((*a, *b) for a, b in zip(left, right, strict=True))


def _negative(matrix: Rows) -> Rows:
    return tuple(tuple(-entry for entry in row) for row in matrix)


def _rows(entries: tuple[Fraction, ...], width: int) -> Rows:
    return tuple(entries[start : start + width] for start in range(0, len(entries), width))


def _diagonal(entries: tuple[Fraction, ...]) -> Rows:
    size = range(len(entries))
    return tuple(tuple(entries[i] if i == j else Fraction(0) for j in size) for i in size)


def _size(array: ExactArray) -> str:
    return " x ".join(map(str, array.shape)) or "a single number"
