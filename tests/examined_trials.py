"""Random students and teachers with exact data, examined: whatever a bound says, the truth must lie inside."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from verifier.examination.examine import Examination, examine
from verifier.examination.question import question
from verifier.ground.table import Table
from verifier.problem.teacher import Teacher, read_teacher
from verifier.student.trained import TrainedStudent

HORIZON = 40


@dataclass(frozen=True)
class Trial:
    """A student, a teacher of positive modes in [-1, 1], and how many lags the student is said to have fitted."""

    student: TrainedStudent
    teacher: Teacher
    lags: int


def random_trial(random: Random) -> Trial:
    """The teacher's symmetric realisation, moved a little or much, with up to two more states."""
    n = random.randint(1, 3)
    roots = [Fraction(random.randint(3, 12), 10) for _ in range(n)]
    nodes = [Fraction(a, 20) for a in random.sample(range(-20, 21), n)]
    size, d = Fraction(1, 10 ** random.randint(0, 8)), n + random.randint(0, 2)

    def near(value: Fraction | int) -> Fraction:
        return value + size * Fraction(random.randint(-9, 9), 10)

    A = tuple(tuple(near(nodes[i] if i == j < n else 0) for j in range(d)) for i in range(d))
    ports = [roots[i] if i < n else Fraction(0) for i in range(d)]
    student = TrainedStudent(A, tuple((near(b),) for b in ports), (tuple(near(b) for b in ports),))
    table = {"nodes": [str(x) for x in nodes], "weights": [str(b * b) for b in roots]}
    return Trial(student, read_teacher(Table(table, "teacher")), random.randint(2, 7))


def examined(trial: Trial) -> Examination:
    """With the loss that it has, exactly."""
    return examine(question(trial.student, trial.lags, teacher=trial.teacher, horizon=HORIZON))


def exception_to(trial: Trial, found: Examination) -> str:
    """Where the truth lies outside of what was said; empty when nowhere."""
    assert trial.teacher.realisation is not None
    assert found.taught is not None
    g = [v[0][0] for v in response_of_system(LinearRNN(*trial.teacher.realisation), 200)]
    h = [v[0][0] for v in response_of_system(trial.student.model, 200)]
    errors = [abs(a - b) for a, b in zip(h, g, strict=True)]
    if found.forced is None:
        return f"no positive teacher agrees, it is said: {found.distance} {found.obstacle}"
    for at in found.forced.lags:
        if not (at.lower <= g[at.lag] <= at.upper and at.error_at_least <= errors[at.lag] <= at.error_at_most):
            return f"lag {at.lag}: {at}, g = {g[at.lag]}"
    for end in found.sharp:
        if not end.lower.value <= g[end.lag] <= end.upper.value:
            return f"lag {end.lag}: g = {g[end.lag]} is outside"
    if found.forced.every is not None and max(errors) > found.forced.every:
        return f"an error of {max(errors)} at some lag, {found.forced.every} is said at every lag"
    if not found.taught.error.lower <= max(errors[: found.taught.horizon]) <= found.taught.error.upper:
        return "the largest error below the horizon is outside its enclosure"
    if found.taught.every is not None and max(errors) > found.taught.every.upper:
        return "the error at every lag is exceeded"
    late = [p for p in found.taught.promises if p.error > p.promised]
    return f"promised {late[0]}" if late else ""


def reached(found: Examination) -> tuple[int, int]:
    """How many ends of the sharp intervals a measure reaches to a hundredth, and how many ends there are."""
    count = 0
    for at in found.sharp:
        width = at.upper.value - at.lower.value
        count += sum(
            end.measure is not None and abs(end.value - end.measure.moment(at.lag)) <= width / 100
            for end in (at.lower, at.upper)
        )
    return count, 2 * len(found.sharp)
