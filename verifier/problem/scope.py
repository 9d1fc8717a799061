"""What the theory covers of a teacher and of k trained lags, in sentences: none where everything is covered."""

from typing import TYPE_CHECKING

from verifier.problem.teacher import Teacher

if TYPE_CHECKING:
    from numerics.forcing.mode_count import ModeCount

MOST_STATES = 60
"""Of larger teachers the modes are not counted: that takes seconds."""


def modes_of(teacher: Teacher) -> "ModeCount | None":
    """The kind of modes a teacher with one input and one output has; None for several, for lists, for large ones.

    >>> from verifier.ground.table import Table
    >>> from verifier.problem.teacher import read_teacher
    >>> modes_of(read_teacher(Table({"nodes": ["1/2"], "weights": [1]}, "teacher")))
    ModeCount(order=1, distinct=1, real=1, positive=True, stable=True, ends=0)
    """
    if teacher.realisation is None or (teacher.inputs, teacher.outputs) != (1, 1):
        return None
    n = len(teacher.realisation[0])
    if n > MOST_STATES:
        return None
    from numerics.forcing.mode_count import count_modes
    from numerics.model.linear_rnn import LinearRNN
    from numerics.model.teacher import response_of_system

    response = response_of_system(LinearRNN(*teacher.realisation), 2 * n + 2)
    return count_modes([g[0][0] for g in response])


def outside_the_theory(teacher: Teacher, length: int) -> list[str]:
    """What the theorems on extrapolation do not say of this teacher and k = `length` trained lags, a sentence each.

    Args:
        teacher: of a problem file.
        length: k.

    Returns:
        Sentences; none where a symmetric student that fits is proved to extrapolate.
    """
    if teacher.realisation is None:
        return ["the teacher is a list of lags: what comes after them is unknown, so extrapolation has no meaning"]
    if (teacher.inputs, teacher.outputs) != (1, 1):
        return [_several_channels(teacher, length)]
    modes = modes_of(teacher)
    if modes is None:
        return ["the teacher has so many states that its modes were not counted"]
    return [*_kind(modes), *_lags(modes, length)]


def outside_lines(teacher: Teacher, length: int) -> list[str]:
    """The same as lines for a terminal, each a sentence that says where it belongs."""
    return [f"Outside the theory: {sentence}." for sentence in outside_the_theory(teacher, length)]


def _several_channels(teacher: Teacher, length: int) -> str:
    m, p = teacher.inputs, teacher.outputs
    if m != p:
        return f"{m} inputs and {p} outputs: the theorems want as many outputs as inputs, or one of each"
    return (
        f"{m} inputs and outputs: a student with A = A^T, B = C^T that fits k > 2n lags extrapolates, n the degree of "
        f"the recurrence (k = {length}); the bounds with constants are for one input and one output"
    )


def _kind(modes: "ModeCount") -> list[str]:
    """Complex, repeated, negative and unstable modes."""
    n, found = modes.order, []
    if modes.real < modes.distinct:
        pairs = (modes.distinct - modes.real) // 2
        found.append(
            f"the teacher has {pairs} pair{'s' if pairs > 1 else ''} of complex poles: no symmetric student fits "
            f"it for ever; only students of width d <= k - {n} that fit exactly are proved to extrapolate"
        )
    elif modes.distinct < n:
        found.append(
            f"the teacher has repeated poles ({modes.distinct} distinct of {n}): no symmetric student fits it for ever"
        )
    elif not modes.positive:
        found.append("a weight of the teacher is negative: no symmetric student fits it for ever, a signed one may")
    if modes.stable is False:
        found.append(
            "a node lies outside [-1, 1]: the response grows, and no bound holds at every lag; what is proved of "
            "starts near zero needs nodes in [-1, 1] or of one sign"
        )
    return found


def _lags(modes: "ModeCount", length: int) -> list[str]:
    """Too few lags: 2n + 1, or one fewer for each node at 1 or -1 when the student is stable."""
    needed, stable = modes.lags_needed, modes.lags_needed - modes.ends
    if length >= needed or not modes.positive:
        return []
    if length >= stable and modes.stable:
        return [f"k = {length} < 2n + 1 = {needed}: enough for students with spectrum in [-1, 1] only, not for all"]
    return [
        f"k = {length} lags are too few: n = {modes.order} modes need 2n + 1 = {needed}"
        f"{f' ({stable} if the student is stable)' if stable < needed else ''}; students that fit may stray"
    ]
