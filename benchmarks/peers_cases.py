"""The cases of tests/cases beside other people's tools: who is right about the poles, and who says how far.

`make bench-peers` runs it. Each tool is given the numbers of the file and the true order, as its documentation asks;
ours the accuracy that the file states. Shown: the largest distance of a true pole from the nearest one found, and what
the tool itself said about it; for ours, what is certified and how wide the enclosures are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.peers_recovery import heard, print_answers
from numerics.recovery.recovery import recover

CASES = Path(__file__).parent.parent / "tests" / "cases"
Poles = Sequence[complex]


@dataclass(frozen=True)
class Field:
    """A file, its true poles, and how accurate its numbers are."""

    file: str
    poles: tuple[complex, ...]
    accuracy: str

    @property
    def moments(self) -> list[Fraction]:
        """The numbers of the file."""
        lines = (CASES / self.file).read_text(encoding="utf-8").splitlines()
        return [Fraction(line) for line in lines if line and not line.startswith("#")]

    @property
    def floats(self) -> np.ndarray:
        """The same in float64."""
        return np.array([float(value) for value in self.moments])


LANCZOS = tuple(complex(np.exp(rate)) for rate in (-0.05, -0.15, -0.25))
FIELD = (
    Field("two-nodes-noise.csv", (1, 0.9), "1e-6"),
    Field("real-node-and-pair.csv", (0.5, 0.3 + 0.4j, 0.3 - 0.4j), "1e-14"),
    Field("lanczos1.csv", LANCZOS, "1e-12"),
    Field("lanczos2.csv", LANCZOS, "5e-6"),
    Field("lanczos3.csv", LANCZOS, "5e-5"),
    Field("three-close-modes-601.csv", tuple(complex(np.exp(r)) for r in (0.005, 0.0065, 0.01)), "1e-12"),
)


def control_poles(case: Field) -> Poles:
    """python-control's eigensys_realization on all the data; its sequence begins with D = 0."""
    import control

    rows = len(case.floats) // 2
    data = np.concatenate(([0.0], case.floats))
    system, _ = control.eigensys_realization(data, len(case.poles), m=rows, n=len(case.floats) - rows)
    return list(np.linalg.eigvals(system.A))


def pymor_poles(case: Field) -> Poles:
    """pyMOR's ERAReductor, not padded."""
    from pymor.reductors.era import ERAReductor

    model = ERAReductor(case.floats, 1.0, force_stability=False).reduce(r=len(case.poles))
    return list(np.linalg.eigvals(np.asarray(model.to_matrices()[0])))


def scipy_poles(case: Field) -> Poles:
    """scipy.optimize.least_squares on nodes and weights, from nodes spread evenly over (0, 1): real nodes only."""
    from scipy.optimize import least_squares

    n, lags = len(case.poles), np.arange(len(case.floats))

    def residual(unknown: np.ndarray) -> np.ndarray:
        return (unknown[n:, None] * np.abs(unknown[:n, None]) ** lags).sum(axis=0) - case.floats

    start = np.r_[np.arange(1, n + 1) / (n + 1), np.full(n, case.floats[0] / n)]
    return list(np.abs(least_squares(residual, start, xtol=1e-15, ftol=1e-15, gtol=1e-15).x[:n]).astype(complex))


def prony_poles(case: Field) -> Poles:
    """pronyac's PronyApprox at the true order; it wants an odd number of samples."""
    from pronyac.prony_approx import PronyApprox

    found = PronyApprox(case.floats[: len(case.floats) - 1 + len(case.floats) % 2])
    found.find_v_with_idx(len(case.poles))
    found.find_approx(full=True)
    strongest = np.argsort(-np.abs(found.omega))[: len(case.poles)]
    return list(found.gamma[strongest])


PEERS: tuple[tuple[str, str, Callable[[Field], Poles]], ...] = (
    ("python-control, ERA", "control", control_poles),
    ("pyMOR, ERA", "pymor", pymor_poles),
    ("scipy, least_squares", "scipy", scipy_poles),
    ("pronyac, Prony", "pronyac", prony_poles),
)


def furthest(case: Field, found: Poles) -> float:
    """The largest distance of a true pole from the nearest one found."""
    return max(min(abs(pole - other) for other in found) for pole in case.poles)


def ours(case: Field) -> str:
    """The widest enclosure of a pole, and on which hypothesis; or what is missing."""
    found = recover(case.moments, accuracy=Fraction(case.accuracy))
    if found.missing:
        return found.missing
    widest = max(float(max(pole.value.real.rad(), pole.value.imag.rad())) for pole in found.poles)
    return f"certified boxes, radius at most {widest:.1e}, for every truth of degree {found.degree} within the accuracy"


def said_by(case: Field, tool: Callable[[Field], Poles]) -> tuple[str, str]:
    """The distance from the truth, and what the tool said."""
    with heard() as said:
        try:
            return f"{furthest(case, tool(case)):.1e}", ("; ".join(dict.fromkeys(said)) or "nothing")[:120]
        except Exception as error:  # whatever a tool raises is what it says
            return "-", f"{type(error).__name__}: {error}"[:120]


def main() -> None:
    """Prints the table, case by case; a tool that is not installed is named as such."""
    for case in FIELD:
        print(f"\n{case.file}, within {case.accuracy}; distance of the true poles, and what was said")
        print_answers(case, PEERS, said_by, 22)
        print(f"  {'recover --accuracy':22} {'':8}  {ours(case)}")


if __name__ == "__main__":
    main()
