"""A run of the claims: its units, their schedule over processes, its results and their JSON.

It may use `verifier/ground`, `verifier/claim` and `verifier/terminal`.
"""
