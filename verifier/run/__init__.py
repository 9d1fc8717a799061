"""The room verifier/run."""
