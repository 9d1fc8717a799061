"""Conservation laws: balancedness is all that gradient flow conserves.

The claims of `theory/laws`; what they may use is said in `verifier.claims`.
"""
