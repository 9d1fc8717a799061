"""Zero loss without extrapolation: which widths allow it, by explicit realisations.

It may use `theory/kernel` and `theory/model`.
"""
