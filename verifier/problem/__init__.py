"""The room verifier/problem."""
