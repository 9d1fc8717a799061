"""A user's input, read exactly: problem files and teachers.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent` and `verifier/ground`.
"""
