"""What `import verifier` gives: a few functions on exact values, each with a result to print, to draw and to store.

It may use `numerics/arithmetics`, `numerics/descent`, `numerics/rigour`, `numerics/recovery`, `verifier/ground`,
`verifier/data`, `verifier/claim`, `verifier/problem`, `verifier/student`, `verifier/examination`,
`verifier/terminal`, `verifier/run`, `verifier/descent` and `verifier/certificate`.
"""
