"""The saddles on the way from zero, in numbers: critical points enclosed, what is decided of them, the flow between
them.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent` and `numerics/flow`.
"""
