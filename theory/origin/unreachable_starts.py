r"""Sets that no flow leaves and that do not hold the one-mode teacher: exact reasons why a start never reaches it.

    1. A stands still: k = 1 (dL/dA = 0 at every student), or the start is a critical point.
    2. A = A^T, C^T = +-B is kept (the signature symmetry S = +-I of the claim symmetric-invariant), there
       h_0 = +-|B|^2, and with g_0 of the other sign R_0^2 >= g_0^2 for ever.

The limit asked for is (l e e^T, sqrt w e, sqrt w e^T), e along B_0 + C_0^T (along B_0 where that is zero).
"""

from fractions import Fraction

import sympy as sp

from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, impulse_response, squared_norm
from theory.model.rationals import to_sympy


def counterexample_to_the_limit(
    start: LinearRNN, node: Fraction, weight: Fraction, length: int, allowed: Fraction
) -> str | None:
    """Why the flow from `start` (exact) ends further than sqrt(allowed) from the limit; None where no reason is seen.

    >>> theta = LinearRNN(*(sp.ImmutableMatrix([[entry]]) for entry in (0, 1, -1)))
    >>> counterexample_to_the_limit(theta, Fraction(1), Fraction(1), 2, Fraction(1, 2))
    'A = A^T, C^T = -B is kept, h_0 = -|B|^2 there, g_0 = 1: L >= R_0^2 >= g_0^2 = 1 for ever'
    """
    l, w = (to_sympy(number) for number in (node, weight))  # noqa: E741
    teacher = [sp.ImmutableMatrix([[w * l**j]]) for j in range(length)]
    sign = _signature(start)
    if sign and sign * w < 0 and is_kept(sign, len(start.B), teacher):
        letter = "B" if sign > 0 else "-B"
        kept = f"A = A^T, C^T = {letter} is kept, h_0 = {'' if sign > 0 else '-'}|B|^2 there"
        return f"{kept}, g_0 = {w}: L >= R_0^2 >= g_0^2 = {w**2} for ever"
    reason = _standstill(start, teacher)
    far = squared_norm(start.A - l * _projection(start))
    if reason and far > allowed:
        beyond = impulse_response(start, length + 1)[length][0, 0]
        return f"{reason}: |A - l e e^T|^2 = {far} for ever, and h_{length} = {beyond} at the start"
    return None


def is_kept(sign: int, width: int, teacher: list[sp.ImmutableMatrix]) -> bool:
    """Whether -grad L is tangent to {A = A^T, C^T = sign B} at each of its points: every entry, symbolic.

    Widths above 2 are left to the claim symmetric-invariant, which proves it for all sizes; here d = 1 or 2.
    """
    d = min(width, 2)
    entries = sp.Matrix(d, d, lambda p, q: sp.Symbol(f"a{min(p, q)}{max(p, q)}"))
    B = sp.ImmutableMatrix(sp.symbols(f"b:{d}"))
    G = gradient(LinearRNN(sp.ImmutableMatrix(entries), B, sign * B.T), teacher)
    gaps = (G.A - G.A.T, G.C.T - sign * G.B)
    return all(gap.expand().is_zero_matrix for gap in gaps)


def _signature(theta: LinearRNN) -> int:
    """+1 or -1 where A = A^T and C^T = +-B, else 0."""
    if theta.A != theta.A.T:
        return 0
    return 1 if theta.C.T == theta.B else -1 if theta.C.T == -theta.B else 0


def _standstill(start: LinearRNN, teacher: list[sp.ImmutableMatrix]) -> str | None:
    G, width = gradient(start, teacher), len(start.B)
    if all(part.is_zero_matrix for part in G.parts):
        return "grad L = 0 at the start"
    if not G.A.is_zero_matrix:
        return None
    B, C = (sp.ImmutableMatrix(sp.symbols(f"{name}:{width}")) for name in ("b", "c"))
    never = gradient(LinearRNN(start.A, B, C.T), teacher).A.expand().is_zero_matrix
    return "dL/dA = 0 for every B and C" if never else None


def _projection(start: LinearRNN) -> sp.ImmutableMatrix:
    """e e^T."""
    towards = start.B + start.C.T
    towards = start.B if towards.is_zero_matrix else towards
    return towards * towards.T / squared_norm(towards)
