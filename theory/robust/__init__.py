"""Extrapolation from an imperfect fit and an imperfect symmetry, with every constant.

It may use `theory/kernel` and `theory/moments`.
"""
