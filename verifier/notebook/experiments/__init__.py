"""What a notebook calls and does not hold itself: its experiments, each a table or a figure.

It may use `theory/*`, `numerics/*`, `verifier/ground`, `verifier/claim`, `verifier/cases`, `verifier/problem`,
`verifier/terminal`, `verifier/certificate` and `verifier/notebook`.
"""
