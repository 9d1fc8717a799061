"""A trained student as its owner keeps it: arrays of a file by name, made an exact real A, B, C.

It may use `numerics/arithmetics`, `numerics/model`, `verifier/ground` and `verifier/data`.
"""
