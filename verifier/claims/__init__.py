"""One claim a file, in the room of its theory: statement, proof, checks, controls, and no algebra.

It may use `theory/*`, `numerics/*`, `verifier/ground`, `verifier/claim`, `verifier/cases`, `verifier/problem` and
`verifier/certificate`.

Each file has its `Declaration` called ``CLAIM``, discovered by `verifier.claim.registry` and not listed here.
"""
