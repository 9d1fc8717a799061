"""The way from zero for a user's teacher: what is known of it, its saddles, their picture, runs beside them.

It may use `numerics/arithmetics`.
"""
