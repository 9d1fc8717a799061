"""Models whose entries are symbols, for differentiating entry by entry at small sizes."""

from sympy import ImmutableMatrix, Symbol

from theory.model.linear_rnn import LinearRNN


def symbolic_model(width: int, inputs: int, outputs: int) -> LinearRNN:
    """A model all of whose entries are symbols."""
    shapes = (("a", width, width), ("b", width, inputs), ("c", outputs, width))
    return LinearRNN(*(symbolic_matrix(*shape) for shape in shapes))


def symbolic_matrix(name: str, rows: int, columns: int) -> ImmutableMatrix:
    """The matrix with entries name_00, name_01, ..."""
    return ImmutableMatrix(rows, columns, lambda i, j: Symbol(f"{name}_{i}{j}"))
