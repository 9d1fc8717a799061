"""What a person at a terminal meets: options, progress, tables.

It may use `numerics/moments`, `numerics/recovery`, `numerics/realisation`, `verifier/ground` and `verifier/claim`.
"""
