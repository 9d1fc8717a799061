"""What is true, exactly: proofs whose every step a machine decides, on sympy and FLINT, without floating point.

The rooms, in the order of the argument:

* `theory.kernel` makes the steps; `theory.model` is the student (A, B, C) and the gradient of its loss;
* `theory.balance`, `theory.laws` and `theory.orbit`: what training conserves, that it conserves nothing else, and what
  being balanced means among all realisations of one response;
* `theory.minima`: fitting the trained lags does not imply extrapolating;
* `theory.moments` and `theory.robust`: a symmetric student that fits more than 2n lags does, with every constant;
* `theory.origin` and `theory.plateau`: how a near-zero start becomes symmetric, and where it rests;
* `theory.rigour`: how far computed paths are from exact ones; `theory.memory`: wide starts, which forget.

Nothing here imports `numerics`, nor the other way round: their agreement is evidence, and `verifier` looks for it.
"""
