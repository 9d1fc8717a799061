"""A user's input, read exactly: problem files and teachers.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent`, `numerics/forcing`, `verifier/ground` and
`verifier/data`.
"""
