"""The saddles on the way from zero: critical points of a few modes, what grows there, and how much mass each of them
lacks.

It may use `theory/words`, `theory/kernel`, `theory/model`, `theory/moments` and `theory/plateau`.
"""
