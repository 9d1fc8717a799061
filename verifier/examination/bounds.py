"""The constants of the theorems for one teacher, lag by lag: what a loss promises, and what is the best possible."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_poly

from numerics.arithmetics.bounds import Bounds, root
from numerics.arithmetics.rationals import ball
from numerics.forcing.accuracy import Ball
from numerics.forcing.contacts import Spectrum
from numerics.forcing.exchange import Data
from numerics.forcing.forced_interval import forcing
from numerics.forcing.mode_count import ModeCount
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.rigour.derivative_bounds import Norms
from numerics.robust.constants import constants
from verifier.examination.question import LEAST_ACCURACY, MAXIMAL_LAGS
from verifier.ground.errors import InputError
from verifier.problem.scope import modes_of, outside_the_theory
from verifier.problem.teacher import Teacher

LAST_LAG = 128
"""The latest lag that is asked for when nobody says otherwise: constants of later ones take long."""


@dataclass(frozen=True)
class LagConstants:
    """At one lag; bounds are rounded up.

    ``formula`` is C_1 sqrt(E) for symmetric students, ``sharp`` the best possible bound (proved), ``reached`` the error
    of a symmetric student that was found; ``kappa`` and ``C2`` are for students with the norms of `Constants`.
    """

    lag: int
    C1: Fraction
    C2: Fraction | None
    kappa: Fraction
    formula: Fraction
    sharp: Fraction
    reached: Fraction


@dataclass(frozen=True)
class TeacherBounds:
    """The constants of a teacher for K lags and a loss of at most E; none where ``outside`` says what hinders."""

    teacher: Teacher
    lags: int
    loss: Fraction
    modes: ModeCount | None
    outside: tuple[str, ...]
    rows: tuple[LagConstants, ...]


def bound(teacher: Teacher, lags: int, loss: Fraction, at: tuple[int, ...] = ()) -> TeacherBounds:
    """What a loss of at most `loss` on `lags` lags promises of symmetric students with spectrum in [-1, 1].

    Args:
        teacher: with one input and one output and positive modes in [-1, 1], for constants to be told.
        lags: K.
        loss: E.
        at: the lags that are asked for; a few up to `LAST_LAG` when empty.

    Returns:
        C_1, C_2, kappa_j, the formula and the sharp programme at each lag; or what hinders, in sentences.

    Raises:
        InputError: too few or too many lags.
    """
    if not 1 <= lags <= MAXIMAL_LAGS:
        raise InputError("--lags", f"{lags} is out of bounds", f"it must be at least 1 and at most {MAXIMAL_LAGS}")
    modes, outside = modes_of(teacher), tuple(outside_the_theory(teacher, lags))
    rows: tuple[LagConstants, ...] = ()
    if modes is not None and modes.positive and modes.stable and lags >= modes.lags_needed - modes.ends:
        rows = tuple(_rows(teacher, modes, lags, loss, at))
    return TeacherBounds(teacher, lags, loss, modes, outside, rows)


def _rows(teacher: Teacher, modes: ModeCount, lags: int, loss: Fraction, at: tuple[int, ...]) -> Iterator[LagConstants]:
    assert teacher.realisation is not None
    chosen = at or tuple(j for j in (lags, lags + 1, 2 * lags, 2 * lags + 1, 4 * lags, LAST_LAG))
    known = LinearRNN(*teacher.realisation)
    g = [value[0][0] for value in response_of_system(known, max(*chosen, lags, 2 * modes.order + 1) + 1)]
    P: fmpq_poly = shortest_recurrence(g[: 2 * modes.order + 2]).polynomial
    size = root(Bounds(loss, loss), 128).upper
    unit, port = (Fraction(-1), Fraction(1)), ball(abs(g[0]) + size).sqrt().upper()
    norms = Norms(ball(1), port, port)
    data = Data(tuple(g[:lags]), Ball(max(loss, LEAST_ACCURACY**2)), Spectrum(*unit))
    for found in forcing(data).intervals(chosen):
        here = constants(found.lag, lags, P, norms, unit)
        g_j = g[found.lag]
        sharp = min(max(found.upper.value - g_j, g_j - found.lower.value), here.C1 * size)
        shown = [abs(end.measure.moment(found.lag) - g_j) for end in (found.lower, found.upper) if end.measure]
        yield LagConstants(
            found.lag, here.C1, here.C2, here.kappa, here.C1 * size, sharp, max(shown, default=Fraction(0))
        )
