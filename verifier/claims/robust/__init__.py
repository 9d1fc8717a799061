"""The room verifier/claims/robust."""
