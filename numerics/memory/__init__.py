"""Tangent kernels of wide starts, and non-linear students trained in jax.

It may use `numerics/arithmetics`, `numerics/model` and `numerics/descent`.
"""
