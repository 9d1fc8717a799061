"""Extrapolation from an imperfect fit and an imperfect symmetry, with every constant.

It may use `theory/words`, `theory/kernel`, `theory/model` and `theory/moments`.
"""
