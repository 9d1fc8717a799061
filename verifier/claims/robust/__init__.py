"""Imperfect students: what a small loss and a small asymmetry cost at later lags.

The claims of `theory/robust`; what they may use is said in `verifier.claims`.
"""
