"""The room verifier/claims/model."""
