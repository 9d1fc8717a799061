"""The gradient flow, enclosed by polynomials with a bounded defect; descent beside it.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent` and `numerics/rigour`.
"""
