"""The saddles on the way from zero: what a student lacks at a critical point of a few modes.

The claims of `theory/saddles`; what they may use is said in `verifier.claims`.
"""
