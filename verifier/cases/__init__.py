"""What several claims share: instances that both theory and numerics read, and the measurements made on them.

It may use `theory/*`, `numerics/*` and `verifier/claim`.
"""
