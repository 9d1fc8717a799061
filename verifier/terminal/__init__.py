"""What a person at a terminal meets: options, progress, tables.

It may use `numerics/moments`, `verifier/ground` and `verifier/claim`.
"""
