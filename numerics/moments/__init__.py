"""Moments, nodes and weights: recurrences, Hankel pencils, Gauss rules, partial fractions, positivity.

It may use `numerics/arithmetics` and `numerics/model`.
"""
