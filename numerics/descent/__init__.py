"""Gradient descent: one run over any arithmetic, many at once, and where a run is stopped.

It may use `numerics/arithmetics` and `numerics/model`.
"""
