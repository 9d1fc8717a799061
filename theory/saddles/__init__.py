"""The saddles on the way from zero: critical points of a few modes, and how much mass each of them lacks.

It may use `theory/kernel`, `theory/model` and `theory/moments`.
"""
