"""Wide random starts: the limit of their tangent kernel, and what it forgets.

It may use `theory/words`, `theory/kernel` and `theory/model`.
"""
