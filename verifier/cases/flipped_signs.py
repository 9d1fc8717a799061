"""The false neighbours that several claims about Q share: one of its four signs flipped."""

from theory.balance.balancedness import Signs, one_sign_flipped

TERMS = (r"$A A^T$", r"$A^T A$", r"$B B^T$", r"$C^T C$")


def each_sign_flipped() -> list[tuple[str, str, Signs]]:
    """The cases of `verifier.claim.declaration.controls`: a name, what is changed in Q, the signs of its four terms."""
    pairs = enumerate(zip(TERMS, one_sign_flipped(), strict=True), start=1)
    return [
        (f"wrong-sign-of-term-{i}", f"the sign that belongs to {term} flipped", signs) for i, (term, signs) in pairs
    ]
