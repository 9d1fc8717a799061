"""Balancedness Q: the Noether identity, its conservation by the flow, its exact drift under descent.

It may use `theory/words`, `theory/kernel` and `theory/model`.
"""
