"""The way from zero for a problem's teacher, whole: what is known, the saddles' rows, and where the way ends."""

from dataclasses import dataclass

from numerics.saddles.way import Way, way_from_zero
from verifier.problem.problem import Problem
from verifier.saddles.known_of_the_way import Conditions, Known, conditions, known, sentence
from verifier.saddles.known_teacher import KnownTeacher, known_teacher
from verifier.saddles.saddle_row import SaddleRow, saddle_row


@dataclass(frozen=True)
class WayResult:
    """``ending`` says in words where the way ends: at the teacher, at another fit, or lost."""

    problem: Problem
    teacher: KnownTeacher
    way: Way
    decided: Conditions
    statements: tuple[Known, ...]
    rows: tuple[SaddleRow, ...]
    ending: str

    @property
    def sentence(self) -> str:
        """What is PROVED, DERIVED, CERTIFIED or open, in one sentence."""
        return sentence(self.statements)

    @property
    def losses(self) -> list[float]:
        """The losses of the saddles, the origin first."""
        return [float(row.loss.mid()) for row in self.rows]

    def to_json(self) -> dict[str, object]:
        """Numbers as text; enclosures as {"mid", "rad"}."""
        two = self.decided.two_modes
        asked = [self.decided.unique, *(two.required if two else ())]
        return {
            "problem": self.problem.source,
            "sentence": self.sentence,
            "statements": [vars(one) for one in self.statements],
            "saddles": [row.to_json() for row in self.rows],
            "ending": self.ending,
            "conditions": [
                {"name": one.name, "statement": one.statement, "holds": one.holds, "evidence": one.evidence}
                for one in asked
            ],
            "second_mode_certified": two.certified if two else None,
        }


def way_result(problem: Problem, place: str) -> WayResult:
    """Follows the way and reads off what is known; raises InputError for teachers that the saddles are not about."""
    teacher = known_teacher(problem, place)
    way = way_from_zero(teacher.g, teacher.modes)
    decided = conditions(teacher)
    saddles = way.rests if way.lost else way.rests[:-1]
    rows = tuple(saddle_row(rest, teacher.g, problem.student.scale, problem.training.step_size) for rest in saddles)
    statements = tuple(known(teacher, way, decided, problem.student.width))
    return WayResult(problem, teacher, way, decided, statements, rows, _ending(teacher, way))


def _ending(teacher: KnownTeacher, way: Way) -> str:
    if way.lost:
        return f"The way was not followed to a fit: {way.lost}."
    last, lags = way.rests[-1], len(teacher.g)
    modes = "1 mode" if len(last.student.signs) == 1 else f"{len(last.student.signs)} modes"
    if last.point is None:
        few = f": {lags} lags leave it free" if lags < 2 * len(last.student.signs) else ""
        return f"The way ends where a student of {modes} fits to 12 digits; no single point is enclosed there{few}."
    same = last.point.fits(teacher.nodes, teacher.weights)
    if same:
        return f"The way ends at the teacher: its rule is the one critical point of {modes} in the last enclosure."
    if same is None:
        return f"The way ends at a fit of {modes}; whether it is the teacher is not decided."
    return f"The way ends at a fit of {modes} that is not the teacher: {lags} lags do not pin it."
