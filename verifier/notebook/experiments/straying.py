"""Students with zero loss whose next response is whatever one likes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq

from theory.minima.realisation import (
    TransferFunction,
    non_extrapolating_student,
    series,
    smallest_width,
)
from theory.model.rationals import to_flint, to_fraction
from verifier.cases.moment_students import numeric_response
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Panel, Picture, picture


def response_of(teacher: TransferFunction, length: int) -> list[Fraction]:
    """g_0, ..., g_{length-1}."""
    return [to_fraction(g) for g in series(teacher, length)]


def straying_responses(
    teacher: TransferFunction, length: int, values: Sequence[Fraction], horizon: int
) -> dict[Fraction, list[Fraction]]:
    """For each value the response of a student of width k + 1 - n with zero loss on k lags and h_k = that value."""
    width = length + 1 - teacher.degree
    students = {value: non_extrapolating_student(teacher, length, to_flint(value), width) for value in values}
    return {value: numeric_response(student, horizon) for value, student in students.items()}


def straying_curves(teacher: TransferFunction, length: int, responses: dict[Fraction, list[Fraction]]) -> Picture:
    """The students' responses around the teacher's: one until lag k, apart from there."""
    horizon = len(next(iter(responses.values())))
    curves = {f"h_{length} = {value}": (range(horizon), response) for value, response in responses.items()}
    curves["teacher"] = (range(horizon), response_of(teacher, horizon))
    return picture(Panel(curves, "lag j", "response", f"zero loss on lags 0 to {length - 1}", points=("teacher",)))


def least_widths(teacher: TransferFunction, lengths: Sequence[int]) -> Shown:
    """For each k: k - n, and the fewest states that realise g_0, ..., g_{k-1}, g_k + 1, by Hankel ranks."""
    rows = []
    for k in lengths:
        terms = series(teacher, k + 1)
        least = smallest_width([*terms[:k], terms[k] + fmpq(1)])
        rows.append((str(k), str(k - teacher.degree), str(least)))
    return table(("$k$", "$k - n$: such a student must extrapolate", "least width that fits and strays"), rows)
