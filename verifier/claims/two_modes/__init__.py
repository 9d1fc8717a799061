"""One claim a file, in the room of its theory: statement, proof, checks, controls, and no algebra.

Two modes: the way from zero to the one-node fit, past it, and to the teacher (`theory/two_modes`).
"""
