"""The gradient flow enclosed, where it is known in closed form; and descent, which stays within eta K of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from numerics.arithmetics.rationals import bounds_of
from numerics.flow.descent_against_flow import EulerBound, euler_bound, euler_error
from numerics.flow.flow import FlowStep, enclosed_flow
from numerics.flow.one_mode_flow import holds, logistic_root, one_mode_flow
from verifier.ground import plots
from verifier.notebook.svg import Panel, Picture, picture

if TYPE_CHECKING:
    from flint import arb

TUBE = Fraction(1, 32)
"""The radius of the tube about the flow on which the constant K is computed."""


@dataclass(frozen=True)
class Enclosed:
    """The flow from A = 0, B = C = first with g_0 = g: its steps, and the closed form at the end of each."""

    first: Fraction
    g: Fraction
    steps: tuple[FlowStep, ...]
    exact: tuple[arb, ...]

    @property
    def contains_the_solution(self) -> bool:
        """Whether the closed form certainly lies in every enclosure."""
        return all(holds(step.after, b) is True for step, b in zip(self.steps, self.exact, strict=True))


def enclosed(first: Fraction, g: Fraction, time: Fraction, digits: int) -> Enclosed:
    """The flow up to a time, with a radius of at most 10^-digits."""
    steps = enclosed_flow(one_mode_flow(first, g, time), digits)
    exact = tuple(logistic_root(first, g, step.after.time, step.after.bits + 64) for step in steps)
    return Enclosed(first, g, steps, exact)


def enclosure_curves(found: Enclosed) -> Picture:
    """The solution with the middles of its enclosures; the decimal logarithm of their radii."""
    times = [step.after.time for step in found.steps]
    middles = [float(step.after.model.B[0, 0]) for step in found.steps]
    radii = [plots.log10(bounds_of(step.after.radius).upper) for step in found.steps]
    curves = {"closed form": (times, [float(b) for b in found.exact]), "enclosed": (times, middles)}
    return picture(
        Panel(curves, "t", "b(t)", "one state, one lag", points=("enclosed",)),
        Panel({"radius": (times, radii)}, "t", "log10 of the radius", "how sharply it is known"),
    )


@dataclass(frozen=True)
class Stepped:
    """Descent with several step sizes against the flow at one time, and the bound that is proved."""

    etas: tuple[Fraction, ...]
    distances: tuple[arb, ...]
    bound: EulerBound

    @property
    def within(self) -> bool:
        """Whether every distance is certainly within the bound, and the bound applies."""
        return all(self.bound.confirms(eta, found) for eta, found in zip(self.etas, self.distances, strict=True))


def stepped(first: Fraction, g: Fraction, time: Fraction, etas: Sequence[Fraction]) -> Stepped:
    """Both enclosed, so that the distances are balls."""
    flow = one_mode_flow(first, g, time)
    steps = enclosed_flow(flow, 12)
    found = tuple(euler_error(flow, steps[-1].after, eta, 12) for eta in etas)
    return Stepped(tuple(etas), found, euler_bound(steps, flow, TUBE))


def stepped_curves(found: Stepped) -> Picture:
    """Distance and bound against the step size."""
    curves = {
        "distance": (found.etas, [float(d) for d in found.distances]),
        "bound": (found.etas, [float(found.bound.constant) * float(eta) for eta in found.etas]),
    }
    title = "descent against the flow"
    return picture(Panel(curves, "step size", "distance", title, ("log", "log"), ("distance",)))
