"""One claim a file, in the room of its theory: statement, proof, checks, controls, and no algebra.

Jacobi matrices of symmetric students (`theory/jacobi`).
"""
