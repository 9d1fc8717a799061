"""Which problems can be certified: a teacher that is a list must be short, for it is compared as a shift register."""

from numerics.rigour.end_state import MAXIMAL_LISTED
from verifier.ground.errors import InputError
from verifier.problem.problem import Problem


def require_certifiable(problem: Problem) -> None:
    """Raises InputError when the teacher is given by more lags than a comparison is certified for."""
    lags = problem.teacher.known_lags
    if lags is not None and lags > MAXIMAL_LISTED:
        cause = f"response: {lags} lags; a comparison is certified up to {MAXIMAL_LISTED} of them"
        raise InputError("teacher", cause, "give nodes and weights, or A, B and C")
