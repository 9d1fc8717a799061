"""Changes of basis: Q is their moment map, balanced is of least norm, and a symmetric response makes it symmetric.

It may use `theory/words`, `theory/kernel`, `theory/model` and `theory/balance`.
"""
