"""The shortest realisation of a response, and the signs of its symmetry.

It may use `numerics/arithmetics` and `numerics/model`.
"""
