"""The moment problem: how many lags pin a measure, how its nodes are recovered, and what one lag fewer leaves free.

The claims of `theory/moments`; what they may use is said in `verifier.claims`.
"""
