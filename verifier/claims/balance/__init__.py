"""Balancedness under training: conserved by the flow for every loss, drifting by a known square under descent.

The claims of `theory/balance`; what they may use is said in `verifier.claims`.
"""
