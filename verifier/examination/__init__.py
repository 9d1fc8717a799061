"""Will a trained student extrapolate? What its K lags force, what the theorems promise, what the teacher says.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/orbit`, `numerics/rigour`, `numerics/moments`,
`numerics/forcing`, `numerics/robust`, `verifier/ground`, `verifier/claim`, `verifier/problem` and `verifier/student`.
"""
