"""Diagonal students trained on one lag or two: where a published experiment ends, enclosed.

It may use `numerics/arithmetics`.
"""
