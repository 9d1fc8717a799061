"""Changes of basis: least norm, symmetry up to signs, and the sets of students that training does not leave.

The claims of `theory/orbit`; what they may use is said in `verifier.claims`.
"""
