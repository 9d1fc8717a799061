"""What a claim is: its declaration, evidence, verdict and stored proof; how claims are found and make an argument.

It may use `theory/kernel` and `verifier/ground`.
"""
