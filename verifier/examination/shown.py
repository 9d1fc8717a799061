"""An examination for a terminal and as JSON: rows of text, numbers rounded outward or exact."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds
from numerics.forcing.accuracy import Accuracy, Ball
from numerics.forcing.forced_interval import ForcedInterval, Measure
from verifier.examination.answer import answer_to
from verifier.examination.bounds import TeacherBounds
from verifier.examination.examine import Examination
from verifier.examination.facts import StudentFacts
from verifier.examination.taught import Taught
from verifier.ground.enclosure_text import enclosure_text
from verifier.ground.numbers import decimal_text, rounded_down, rounded_up

SHOWN = 6
DIGITS = 20


def facts_rows(found: Examination) -> Iterator[tuple[str, str]]:
    """(what, value) of the student alone."""
    facts, asked = found.facts, found.question
    yield (
        "student",
        f"d = {facts.width}, {facts.inputs} input(s), {facts.outputs} output(s), trained on {asked.lags} lags",
    )
    yield "known", accuracy_text(asked.accuracy)
    yield from (("note", note) for note in asked.student.notes)
    yield "spectral radius of A", _enclosed(facts.radius)
    yield "|Q|", _enclosed(facts.balancedness)
    if facts.asymmetry is not None:
        yield "asymmetry", _enclosed(facts.asymmetry)
    if facts.least_asymmetry is not None:
        yield "  of its least-norm representative", _enclosed(facts.least_asymmetry)
    if facts.orbit is not None:
        yield "states", str(facts.orbit)
    if facts.signs is not None:
        signs = facts.signs
        yield (
            "Hankel matrix, d x d",
            f"{signs.positive} positive, {signs.negative} negative, {signs.zero} zero eigenvalues",
        )
    yield "  of the trained lags, singular values", ", ".join(f"{value:.3g}" for value in facts.singular_values)
    yield "modes that the trained lags feel", _modes(facts)


def _modes(facts: StudentFacts) -> str:
    shown = []
    for mode in facts.modes[:8]:
        x = mode.pole
        if abs(x.imag) <= 1e-9 * abs(x):
            shown.append(f"{x.real:.6g}")
        elif x.imag > 0:
            shown.append(f"{x.real:.4g} ± {x.imag:.4g} i")
    return (", ".join(shown) or "none") + (", ..." if len(facts.modes) > 8 else "") + " (float64, not certified)"


def interval_rows(found: Examination) -> Iterator[tuple[str, ...]]:
    """Lag, h_j, the interval that holds g_j, and the largest possible error."""
    assert found.forced is not None
    for at in found.sharp:
        bound = found.forced.lags[at.lag]
        yield (
            str(at.lag),
            decimal_text(bound.response, SHOWN),
            f"[{rounded_down(bound.lower, SHOWN)}, {rounded_up(bound.upper, SHOWN)}]",
            rounded_up(bound.error_at_most),
        )


def to_json(found: Examination) -> dict[str, object]:
    """Everything, numbers as exact text or enclosures."""
    answer, asked = answer_to(found), found.question
    return {
        "verdict": answer.verdict.value,
        "answer": answer.sentence,
        "lags": str(asked.lags),
        "known": accuracy_text(asked.accuracy),
        "spectrum": [str(asked.spectrum.low), str(asked.spectrum.high)],
        "horizon": str(asked.horizon),
        "within": str(asked.tolerance),
        "student": {what.strip(): value for what, value in facts_rows(found)},
        "forced": _forced_json(found),
        "nearest_measure": None if found.distance is None else decimal_text(found.distance, DIGITS),
        "obstacle": found.obstacle,
        "taught": _taught_json(found),
    }


def _forced_json(found: Examination) -> object:
    if found.forced is None:
        return None
    every, worst = found.forced.every, found.forced.worst
    return {
        "at_every_lag": every and rounded_up(every, DIGITS),
        "below_the_horizon": rounded_up(worst.error_at_most, DIGITS),
        "worst_lag": str(worst.lag),
        "intervals": [_interval_json(at) for at in found.sharp],
    }


def _interval_json(at: ForcedInterval) -> dict[str, object]:
    ends = {"lower": (at.lower, rounded_down), "upper": (at.upper, rounded_up)}
    return {"lag": str(at.lag)} | {
        name: {
            "value": rounded(end.value, DIGITS),
            "polynomial": [str(c) for c in end.polynomial],
            "measure": None if end.measure is None else _measure_json(end.measure),
        }
        for name, (end, rounded) in ends.items()
    }


def _measure_json(measure: Measure) -> dict[str, list[str]]:
    return {"nodes": [str(x) for x in measure.nodes], "weights": [str(w) for w in measure.weights]}


def _taught_json(found: Examination) -> object:
    against = found.taught
    if against is None:
        return None
    return {
        "loss": rounded_up(against.loss, DIGITS),
        "error": enclosure_text(against.error, DIGITS),
        "lag": str(against.lag),
        "horizon": str(against.horizon),
        "error_at_every_lag": against.every and enclosure_text(against.every, DIGITS),
        "missing": against.missing,
        "hypotheses": [{"theorem": h.theorem, "text": h.text, "holds": h.holds} for h in against.hypotheses],
        "promises": [{"lag": str(promise.lag), **_bounds_json(vars(promise))} for promise in against.promises],
    }


def promise_rows(against: Taught) -> list[tuple[str, ...]]:
    """Lag, C_1, C_2, what they promise, and the error that there is; rounded up."""
    return [(str(p.lag), *(rounded_up(value) for value in (p.C1, p.C2, p.promised, p.error))) for p in against.promises]


def bound_rows(found: TeacherBounds) -> list[tuple[str, ...]]:
    """Lag, C_1, C_1 sqrt(E), the best possible, what a student reaches, kappa_j, C_2; rounded outward."""
    return [
        (
            str(row.lag),
            *(rounded_up(value, 3) for value in (row.C1, row.formula, row.sharp)),
            rounded_down(row.reached, 3),
            rounded_up(row.kappa, 3),
            "-" if row.C2 is None else rounded_up(row.C2, 3),
        )
        for row in found.rows
    ]


def bound_to_json(found: TeacherBounds) -> dict[str, object]:
    """The constants, exact."""
    return {
        "teacher": found.teacher.source,
        "lags": str(found.lags),
        "loss": str(found.loss),
        "lags_needed": found.modes and str(found.modes.lags_needed),
        "outside_the_theory": list(found.outside),
        "constants": [{"lag": str(row.lag), **_bounds_json(vars(row))} for row in found.rows],
    }


def _bounds_json(values: Mapping[str, Fraction | int | None]) -> dict[str, str | None]:
    """Bounds from above rounded up, what was ``reached`` rounded down: exact fractions have thousands of digits."""
    found: dict[str, str | None] = {}
    for name, value in values.items():
        if name != "lag":
            rounded = rounded_down if name == "reached" else rounded_up
            found[name] = None if value is None else rounded(Fraction(value), DIGITS)
    return found


def _enclosed(value: Bounds) -> str:
    """One number where it is known exactly, else both bounds, rounded outward."""
    if value.lower == value.upper:
        return rounded_up(value.upper, SHOWN)
    return f"between {rounded_down(value.lower, SHOWN)} and {rounded_up(value.upper, SHOWN)}"


def accuracy_text(accuracy: Accuracy) -> str:
    """How well the lags are known, on a line."""
    if isinstance(accuracy, Ball):
        return f"the squared residuals add up to at most {rounded_up(accuracy.loss, 3)}"
    return f"each residual is at most {rounded_up(accuracy.unit(0), 3)}"
