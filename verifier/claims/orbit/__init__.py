"""The room verifier/claims/orbit."""
