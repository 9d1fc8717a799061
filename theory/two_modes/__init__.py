"""Two modes: the way from zero to the one-node fit, past it, and to the teacher.

It may use `theory/kernel`, `theory/model`, `theory/moments` and `theory/origin`.
"""
