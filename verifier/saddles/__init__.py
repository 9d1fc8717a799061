"""The way from zero for a user's teacher: what is known of it, its saddles, a run beside them, their picture.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent`, `numerics/moments`, `numerics/recovery`,
`numerics/saddles`, `verifier/ground`, `verifier/claim`, `verifier/problem` and `verifier/terminal`.
"""
