"""The room verifier/report."""
