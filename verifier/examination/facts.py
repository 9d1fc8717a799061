"""What is true of a student alone, before anybody asks what it was trained on: size, symmetry, spectrum, signs."""

from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds, norm
from numerics.arithmetics.protocol import Rows
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.balancedness import balancedness
from numerics.model.hankel import singular_values
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.model.teacher import response_of_system
from numerics.orbit.inertia import Inertia, hankel_inertia
from numerics.orbit.representative import nearly_balanced
from numerics.orbit.similarity_orbit import SimilarityOrbit, similarity_orbit
from numerics.orbit.visible_modes import VisibleMode, visible_modes
from numerics.rigour.spectral_radius import spectral_radius

WIDEST_EXACT = 32
"""Up to this width ranks and signs are decided exactly."""

WIDEST_BALANCED = 10
"""Up to this width the least-norm representative is found: that takes a second."""

BITS, COARSE_BITS = 128, 64
"""Of the enclosures; wide students get the coarser ones."""

DIGITS = 30


@dataclass(frozen=True)
class StudentFacts:
    """Enclosures and exact counts; None where they were not asked of so wide a student, or do not exist.

    ``representative`` has the student's response and nearly the least norm, ``least_asymmetry`` is its asymmetry;
    ``signs`` are those of the student's Hankel matrix, ``singular_values`` those of the trained lags' Hankel matrix;
    ``modes`` are what the trained lags feel of the poles.
    """

    width: int
    inputs: int
    outputs: int
    radius: Bounds
    balancedness: Bounds
    asymmetry: Bounds | None
    representative: LinearRNN[Rows] | None
    least_asymmetry: Bounds | None
    orbit: SimilarityOrbit | None
    signs: Inertia | None
    singular_values: tuple[float, ...]
    modes: tuple[VisibleMode, ...]

    @property
    def complex_modes(self) -> tuple[VisibleMode, ...]:
        """The modes with an imaginary part, one of each pair."""
        return tuple(mode for mode in self.modes if mode.pole.imag > 1e-9 * abs(mode.pole))


def facts_of(model: LinearRNN[Rows], lags: int, noise: Fraction) -> StudentFacts:
    """The facts about a student that was trained on `lags` lags to within `noise`, below which a mode is not seen."""
    d, m, p = len(model.A), len(model.B[0]), len(model.C)
    balls = Balls(BITS if d <= WIDEST_EXACT else COARSE_BITS)
    theta = in_arithmetic(model, balls)
    orbit = similarity_orbit(model) if d <= WIDEST_EXACT else None
    representative = _representative(model, orbit)
    values = singular_values(response_of_system(model, lags), DIGITS)
    return StudentFacts(
        width=d,
        inputs=m,
        outputs=p,
        radius=spectral_radius(theta.A, balls),
        balancedness=norm([balancedness(theta, balls)], balls),
        asymmetry=_asymmetry(model),
        representative=representative,
        least_asymmetry=None if representative is None else _asymmetry(representative),
        orbit=orbit,
        signs=hankel_inertia(model) if d <= WIDEST_EXACT and m == p == 1 else None,
        singular_values=tuple(float(value) for value in values),
        modes=tuple(visible_modes(model, lags, float(noise))),
    )


def _asymmetry(model: LinearRNN[Rows]) -> Bounds | None:
    """|theta_a|; None where there are not as many inputs as outputs."""
    if len(model.B[0]) != len(model.C):
        return None
    balls = Balls(BITS)
    return norm(antisymmetric_part(in_arithmetic(model, balls), balls).parts, balls)


def _representative(model: LinearRNN[Rows], orbit: SimilarityOrbit | None) -> LinearRNN[Rows] | None:
    if orbit is None or not orbit.minimal or len(model.A) > WIDEST_BALANCED:
        return None
    try:
        return nearly_balanced(model)
    except ValueError:
        return None
