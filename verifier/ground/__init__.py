"""The room verifier/ground."""
