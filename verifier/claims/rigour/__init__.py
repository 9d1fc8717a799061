"""Exact runs: how far a computed run or flow can be from them, and one run enclosed whole.

The claims of `theory/rigour`; what they may use is said in `verifier.claims`.
"""
