"""Memory: what a wide start forgets, what a near-zero start keeps, and networks that are not linear.

The claims of `theory/memory`; what they may use is said in `verifier.claims`.
"""
