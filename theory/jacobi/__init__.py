"""Symmetric students as Jacobi matrices: their flow in these coordinates.

It may use `theory/kernel` and `theory/model`.
"""
