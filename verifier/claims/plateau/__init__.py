"""Several modes: what a near-zero start learns, when, and how far its plateau is from the teacher.

The claims of `theory/plateau`; what they may use is said in `verifier.claims`.
"""
