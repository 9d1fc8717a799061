"""The room verifier/notebook/experiments."""
