"""The room verifier/claim."""
