"""Near the fitted student: the plateau that a near-zero start ends on, and what comes long after it.

It may use `theory/kernel`, `theory/model`, `theory/moments` and `theory/origin`.
"""
