"""Runs as theorems: enclosures of the exact iterates, and what is measured at their end.

It may use `numerics/arithmetics`, `numerics/model` and `numerics/descent`.
"""
