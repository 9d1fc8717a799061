"""One command a file, each a module-level ``command``, found by its name and imported when it is called.

It may use `theory/model`, `theory/laws`, `numerics/arithmetics`, `numerics/model`, `numerics/descent`,
`numerics/rigour`, `numerics/recovery`, `numerics/realisation`, `verifier/ground`, `verifier/claim`, `verifier/data`,
`verifier/problem`, `verifier/student`, `verifier/terminal`, `verifier/run`, `verifier/descent`,
`verifier/certificate`, `verifier/saddles`, `verifier/sweep`, `verifier/report` and `verifier/face`.
"""
