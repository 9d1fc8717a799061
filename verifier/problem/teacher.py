"""The teacher of a problem file: nodes and weights, matrices A, B, C (either with D), or the lags of a response."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numerics.arithmetics.protocol import Rows
from verifier.data.sequence import Sequence as ExactSequence
from verifier.data.sequence import read_sequence
from verifier.data.state_space import arrays_of_system
from verifier.data.values import as_array, number_text
from verifier.ground.documents import parse_toml
from verifier.ground.errors import InputError
from verifier.ground.files import read_text
from verifier.ground.table import Table, parse_matrix
from verifier.problem.modes import MAXIMAL_STATES, direct_term, read_modes, side_by_side

if TYPE_CHECKING:
    import numerics.model.teacher

MAXIMAL_RESPONSE = 10_000
"""The most lags of a response that is given lag by lag."""


@dataclass(frozen=True)
class Teacher:
    """Either a realisation (A, B, C) with g_j = C A^j B for every lag, or the lags `response` and no others.

    A is n x n, B is n x m, C is p x n; each lag of `response` is p x m. ``source`` is what the file said, as text.
    """

    source: dict[str, object]
    realisation: tuple[Rows, Rows, Rows] | None = None
    response: tuple[Rows, ...] = ()

    @classmethod
    def of_modes(cls, nodes: Sequence[Any], weights: Sequence[Any], D: Any = None) -> "Teacher":
        """From nodes and weights as a problem file has them; a float is the rational that it is.

        >>> Teacher.of_modes([0.5], [1]).source
        {'nodes': ['1/2'], 'weights': ['1']}
        """
        table: dict[str, object] = {"nodes": _texts(nodes, "nodes"), "weights": _texts(weights, "weights")}
        return read_teacher(Table(table | ({} if D is None else {"D": _texts(D, "D")}), "teacher"))

    @classmethod
    def of_matrices(cls, A: Any, B: Any, C: Any, D: Any = None) -> "Teacher":
        """From matrices: g_j = C A^j B, and D is added at lag 0."""
        given = {"A": A, "B": B, "C": C} | ({} if D is None else {"D": D})
        table = {name: as_text(as_array(value, name).matrix()) for name, value in given.items()}
        return read_teacher(Table(table, "teacher"))

    @classmethod
    def of_system(cls, system: Any) -> "Teacher":
        """From a discrete StateSpace of scipy.signal or python-control; see `verifier.data.state_space`."""
        return cls.of_matrices(**arrays_of_system(system))

    @classmethod
    def of_response(cls, values: Any) -> "Teacher":
        """From the first lags alone, numbers or p x m matrices: moments, where the teacher is a measure."""
        return teacher_of_response(ExactSequence(as_array(values, "response")).matrices())

    def channel(self, output: int, into: int) -> "Teacher":
        """One output and one input of it, counted from 1; raises InputError when there is no such one."""
        if not (1 <= output <= self.outputs and 1 <= into <= self.inputs):
            cause = f"the teacher has {self.outputs} outputs and {self.inputs} inputs"
            raise InputError("--channel", cause, "give one with the student's outputs and inputs")
        if self.realisation is None:
            return teacher_of_response([((lag[output - 1][into - 1],),) for lag in self.response])
        A, B, C = self.realisation
        return Teacher.of_matrices(A, [[row[into - 1]] for row in B], [C[output - 1]])

    @property
    def known(self) -> "numerics.model.teacher.Teacher":
        """The same as numerics takes it."""
        from numerics.model.linear_rnn import LinearRNN

        return LinearRNN(*self.realisation) if self.realisation else self.response

    @property
    def known_lags(self) -> int | None:
        """How many lags are known; None when all are."""
        return None if self.realisation else len(self.response)

    @property
    def inputs(self) -> int:
        """m, the number of inputs."""
        return len(self.realisation[1][0]) if self.realisation else len(self.response[0][0])

    @property
    def outputs(self) -> int:
        """p, the number of outputs."""
        return len(self.realisation[2]) if self.realisation else len(self.response[0])


def read_teacher(table: Table) -> Teacher:
    """The teacher in its table; raises InputError when it is empty or mixes the three ways of giving one."""
    ways = (({"nodes", "weights"}, _modes), ({"A", "B", "C"}, _matrices), ({"response"}, _response))
    table.only("nodes", "weights", "A", "B", "C", "D", "response")
    if not table.entries:
        raise InputError(table.place, "is empty", "give nodes and weights, or A, B and C, or response")
    for keys, read in ways:
        if keys & set(table.entries):
            if stray := sorted(set(table.entries) - keys - ({"D"} if read is not _response else set())):
                cause = f"{stray[0]!r} does not go with {' and '.join(sorted(keys & set(table.entries)))}"
                raise InputError(table.place, cause, "give nodes and weights, or A, B and C, or response")
            return read(table)
    raise InputError(table.place, "D alone is no teacher", "give nodes and weights, or A, B and C")


def read_teacher_file(path: str) -> Teacher:
    """The teacher of a problem file; the other tables need not be there, and are not read."""
    tables = Table(parse_toml(read_text(path), path, "see examples/two-modes.toml"), path)
    return read_teacher(tables.table("teacher"))


def read_response_file(path: str) -> Teacher:
    """The teacher whose lags g_0, g_1, ... stand in a file of data: a table, NumPy, MATLAB, JSON or TOML."""
    return teacher_of_response(read_sequence(path).matrices())


def teacher_of_response(lags: Sequence[Rows]) -> Teacher:
    """The teacher that is known by these lags alone, each a p x m matrix."""
    return Teacher({"response": [as_text(lag) for lag in lags]}, response=tuple(lags))


def _modes(table: Table) -> Teacher:
    """Nodes and weights, real or complex, simple or repeated; and D."""
    realisation, source = read_modes(table)
    return _with_direct_term(Teacher(source, realisation), table)


def _matrices(table: Table) -> Teacher:
    A, B, C = (table.matrix(name, MAXIMAL_STATES) for name in "ABC")
    if len(A) != len(A[0]):
        raise InputError(table.place, f"A is {len(A)} x {len(A[0])}, not square", "give as many rows as columns")
    if len(B) != len(A):
        raise InputError(table.place, f"B has {len(B)} rows and A has {len(A)}", "give B as many rows as A")
    if len(C[0]) != len(A):
        raise InputError(table.place, f"C has {len(C[0])} columns and A has {len(A)}", "give C as many columns as A")
    source: dict[str, object] = {name: as_text(matrix) for name, matrix in zip("ABC", (A, B, C), strict=True)}
    return _with_direct_term(Teacher(source, (A, B, C)), table)


def _with_direct_term(teacher: Teacher, table: Table) -> Teacher:
    """With D, a number or a p x m matrix, as one more pole at 0 for each input."""
    if "D" not in table.entries or teacher.realisation is None:
        return teacher
    given = table.entries["D"]
    D = parse_matrix(given if isinstance(given, list) else [[given]], f"{table.place} D", MAXIMAL_STATES)
    if (len(D), len(D[0])) != (teacher.outputs, teacher.inputs):
        cause = f"D is {len(D)} x {len(D[0])}, not {teacher.outputs} x {teacher.inputs}"
        raise InputError(table.place, cause, "give it outputs by inputs entries")
    return Teacher({**teacher.source, "D": as_text(D)}, side_by_side([teacher.realisation, direct_term(D)]))


def _response(table: Table) -> Teacher:
    """Lags g_0, g_1, ...: numbers when m = p = 1, p x m matrices otherwise, all of one shape."""
    lags = []
    for j, value in enumerate(table.list("response", MAXIMAL_RESPONSE)):
        lag = value if isinstance(value, list) else [[value]]
        lags.append(parse_matrix(lag, f"{table.place} response[{j}]", MAXIMAL_STATES))
        shape, first = (len(lags[j]), len(lags[j][0])), (len(lags[0]), len(lags[0][0]))
        if shape != first:
            cause = f"is {shape[0]} x {shape[1]}, lag 0 is {first[0]} x {first[1]}"
            raise InputError(f"{table.place} response[{j}]", cause, "give all lags the same shape")
    return teacher_of_response(lags)


def _texts(values: Any, place: str) -> Any:
    """Numbers as text, wherever they stand in lists; tables and text stay."""
    if isinstance(values, (dict, str)):
        return values
    if isinstance(values, list | tuple) or getattr(values, "shape", None):
        return [_texts(value, f"{place}[{i}]") for i, value in enumerate(values)]
    return number_text(values, place)


def as_text(matrix: Rows) -> list[list[str]]:
    """The rows of a matrix as exact text."""
    return [[str(entry) for entry in row] for row in matrix]
