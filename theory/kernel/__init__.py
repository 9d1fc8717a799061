"""Makes, decides and prints the steps of a proof, and asks for an argument; nothing else makes a step.

It may use `theory/words`.
"""
