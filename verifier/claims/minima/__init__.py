"""Zero loss: students that fit and do not extrapolate, and the width from which they exist.

The claims of `theory/minima`; what they may use is said in `verifier.claims`.
"""
