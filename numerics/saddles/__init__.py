"""The saddles on the way from zero, in numbers: one-node fits, enclosed, and what is decided of the orbit past them.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent` and `numerics/flow`.
"""
