"""The constants of the bounds on extrapolation, restated in numbers.

It may use `numerics/arithmetics`, `numerics/model` and `numerics/rigour`.
"""
