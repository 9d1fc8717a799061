"""The moment problem: how many lags pin a positive measure, and what one lag fewer leaves free.

It may use `theory/kernel`, `theory/model` and `theory/minima`.
"""
