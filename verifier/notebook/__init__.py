"""The room verifier/notebook."""
