"""The student as a frozen value: response, loss, Q, asymmetry, Hankel matrices; its teacher and its start.

It may use `numerics/arithmetics`.
"""
