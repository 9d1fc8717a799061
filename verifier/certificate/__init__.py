"""The room verifier/certificate."""
