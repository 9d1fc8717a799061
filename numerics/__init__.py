"""What happens, to n digits: mpmath first, python-flint to accelerate and to certify, numpy for surveys.

Every algorithm is written once, over an arithmetic (`numerics.arithmetics.protocol`), and runs in mpmath, Arb, float64,
rationals, balls or intervals. Where to begin:

* a student, its response and its start: `numerics.model.linear_rnn`, `numerics.model.teacher`, `numerics.model.start`;
* a run of descent: `numerics.descent.descent`; many runs: `numerics.descent.sweep`;
* a run as a theorem: `numerics.rigour.shadowing`, its end measured by `numerics.rigour.end_state`;
* the gradient flow, enclosed: `numerics.flow.flow`;
* nodes and weights from moments: `numerics.recovery.recovery`; the balanced realisation: `numerics.orbit.norm_balance`;
* the constants of the bounds on extrapolation: `numerics.robust`;
* wide starts and non-linear students: `numerics.memory`.

Nothing here imports `theory`: a formula that both need is restated, and a claim compares the two on rationals.
"""
