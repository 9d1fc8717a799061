"""How many conservation laws gradient flow has: a rank at one size, a proof for all sizes.

It may use `theory/kernel`, `theory/model` and `theory/balance`.
"""
