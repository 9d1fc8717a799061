"""The start: the saddle at zero, how it is left, and where one mode leads.

The claims of `theory/origin`; what they may use is said in `verifier.claims`.
"""
