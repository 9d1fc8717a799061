"""The room verifier/cases."""
