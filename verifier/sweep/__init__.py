"""Many runs: the file that lists them, where they are computed, the database that keeps them, their summary.

It may use `numerics/descent`, `verifier/ground`, `verifier/problem`, `verifier/terminal`, `verifier/run` and
`verifier/descent`.
"""
