"""Near the fitted student: the plateau that a near-zero start ends on, and what comes long after it.

It may use `theory/words`, `theory/kernel`, `theory/model` and `theory/origin`.
"""
