"""What a notebook shows: claims run on the spot, typeset proofs, the chain of the argument, figures.

It may use `theory/kernel`, `verifier/ground`, `verifier/claim` and `verifier/run`.
"""
