"""From moments, exact or measured, back to nodes and weights: certified digits, and what the data leave open.

It may use `numerics/arithmetics` and `numerics/moments`.
"""
