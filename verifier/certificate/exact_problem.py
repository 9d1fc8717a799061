"""A problem as the numerics of rigorous runs sees it; loads no FLINT, so that the second route can do without."""

from fractions import Fraction

from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start
from numerics.rigour.end_state import Target, listed_teacher
from verifier.ground.errors import InputError
from verifier.problem.problem import Problem
from verifier.problem.teacher import Teacher


def exact_start(problem: Problem) -> LinearRNN[Rows]:
    """theta_0: the start that width, scale and seed fix, in rationals."""
    student, teacher = problem.student, problem.teacher
    return start(student.seed, student.width, student.scale, teacher.inputs, teacher.outputs)


def training_response(problem: Problem) -> tuple[Rows, ...]:
    """g_0, ..., g_{k-1}, exactly."""
    length, teacher = problem.training.length, problem.teacher
    if teacher.realisation is None:
        return teacher.response[:length]
    A, b, C = teacher.realisation[0], teacher.realisation[1], teacher.realisation[2]
    response = []
    for _ in range(length):
        response.append(_product(C, b))
        b = _product(A, b)
    return tuple(response)


def target(problem: Problem) -> Target:
    """Everything the final student is compared with; raises InputError for a listed response that is too long."""
    try:
        realisation = _realisation(problem.teacher)
    except ValueError as error:
        raise InputError("teacher", str(error), "give nodes and weights, or A, B and C") from error
    finite = problem.teacher.realisation is None
    return Target(exact_start(problem), training_response(problem), realisation, problem.horizon, finite)


def _realisation(teacher: Teacher) -> LinearRNN[Rows]:
    if teacher.realisation is None:
        return listed_teacher(teacher.response)
    return LinearRNN(*teacher.realisation)


def _product(X: Rows, Y: Rows) -> Rows:
    columns = list(zip(*Y, strict=True))
    return tuple(
        tuple(sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in columns) for row in X
    )
