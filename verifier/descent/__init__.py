"""The room verifier/descent."""
