"""One run of descent on a problem: its checkpoint, its recording, its result, its picture.

It may use `numerics/arithmetics`, `numerics/model`, `numerics/descent`, `numerics/moments`, `verifier/ground`,
`verifier/problem` and `verifier/terminal`.
"""
