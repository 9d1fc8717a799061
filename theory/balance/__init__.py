"""Balancedness Q: the Noether identity, its conservation by the flow, its exact drift under descent.

It may use `theory/kernel` and `theory/model`.
"""
