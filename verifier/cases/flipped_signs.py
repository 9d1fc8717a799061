"""The control that several claims about Q share: one of its four signs flipped, in the claim's own derivation."""

from collections.abc import Callable
from functools import partial

from theory.balance.balancedness import Signs, one_sign_flipped
from theory.kernel.derivation import Derivation
from verifier.claim.claim import Control
from verifier.claim.declaration import false_proof

TERMS = (r"$A A^T$", r"$A^T A$", r"$B B^T$", r"$C^T C$")


def each_sign_flipped(derive: Callable[[Signs], Derivation], reason: str) -> tuple[Control, ...]:
    """Four controls: the derivation with the sign of one term of Q = A A^T - A^T A + B B^T - C^T C flipped."""
    return tuple(
        false_proof(
            f"wrong-sign-of-term-{number}",
            f"the sign that belongs to {term} flipped",
            partial(derive, signs),
            reason,
        )
        for number, (term, signs) in enumerate(zip(TERMS, one_sign_flipped(), strict=True), start=1)
    )
