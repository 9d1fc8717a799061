"""From a problem to a certificate, and the second route by which a certificate is checked.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent`, `numerics/rigour`, `numerics/checker`,
`numerics/moments`, `numerics/robust`, `verifier/ground`, `verifier/claim` and `verifier/problem`.
"""
