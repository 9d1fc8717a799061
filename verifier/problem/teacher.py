"""The teacher of a problem file: nodes and weights, matrices A, B, C, or the first lags of a response."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from numerics.arithmetics.protocol import Rows
from verifier.ground.errors import InputError, shortened
from verifier.ground.files import read_text
from verifier.ground.table import Table, parse_matrix, parse_toml

if TYPE_CHECKING:
    import numerics.model.teacher

MAXIMAL_STATES = 500
"""The most nodes, states, inputs or outputs of a teacher."""

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
    ways = (({"nodes", "weights"}, _measure), ({"A", "B", "C"}, _matrices), ({"response"}, _response))
    table.only("nodes", "weights", "A", "B", "C", "response")
    if not table.entries:
        raise InputError(table.place, "is empty", "give nodes and weights, or A, B and C, or response")
    for keys, read in ways:
        if keys & set(table.entries):
            if stray := sorted(set(table.entries) - keys):
                cause = f"{stray[0]!r} does not go with {' and '.join(sorted(keys & set(table.entries)))}"
                raise InputError(table.place, cause, "give nodes and weights, or A, B and C, or response")
            return read(table)
    raise AssertionError("every allowed key belongs to one of the ways")


def read_teacher_file(path: str) -> Teacher:
    """The teacher of a problem file; the other tables need not be there, and are not read."""
    tables = Table(parse_toml(read_text(path), path, "see examples/two-modes.toml"), path)
    return read_teacher(tables.table("teacher"))


def _measure(table: Table) -> Teacher:
    """Nodes x_i and weights w_i as A = diag(x), B = w, C = (1, ..., 1), so that g_j = sum_i w_i x_i^j."""
    nodes, weights = table.vector("nodes", MAXIMAL_STATES), table.vector("weights", MAXIMAL_STATES)
    if len(nodes) != len(weights):
        cause = f"{len(weights)} weights for {len(nodes)} nodes"
        raise InputError(table.place, cause, "give one weight for each node")
    for i, node in enumerate(nodes):
        if node in nodes[:i]:
            raise InputError(table.place, f"the node {shortened(str(node))} stands twice", "add its weights up")
        if weights[i] == 0:
            raise InputError(table.place, f"the weight of node {shortened(str(node))} is 0", "leave that node out")
    A = tuple(tuple(node if i == j else Fraction(0) for j in range(len(nodes))) for i, node in enumerate(nodes))
    B, C = tuple((weight,) for weight in weights), ((Fraction(1),) * len(nodes),)
    return Teacher({"nodes": [str(node) for node in nodes], "weights": [str(w) for w in weights]}, (A, B, C))


def _matrices(table: Table) -> Teacher:
    A, B, C = (table.matrix(name, MAXIMAL_STATES) for name in "ABC")
    if len(A) != len(A[0]):
        raise InputError(table.place, f"A is {len(A)} x {len(A[0])}, not square", "give as many rows as columns")
    if len(B) != len(A):
        raise InputError(table.place, f"B has {len(B)} rows and A has {len(A)}", "give B as many rows as A")
    if len(C[0]) != len(A):
        raise InputError(table.place, f"C has {len(C[0])} columns and A has {len(A)}", "give C as many columns as A")
    return Teacher({name: as_text(matrix) for name, matrix in zip("ABC", (A, B, C), strict=True)}, (A, B, C))


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
    return Teacher({"response": [as_text(lag) for lag in lags]}, response=tuple(lags))


def as_text(matrix: Rows) -> list[list[str]]:
    """The rows of a matrix as exact text."""
    return [[str(entry) for entry in row] for row in matrix]
