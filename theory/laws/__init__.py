"""How many conservation laws gradient flow has: a rank at one size, a proof for all sizes.

It may use `theory/words`, `theory/kernel`, `theory/model` and `theory/balance`.
"""
