"""What a near-zero start has learnt: the plateau, the learnt block, the Krylov space of the start.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/orbit`, `numerics/descent` and `numerics/flow`.
"""
