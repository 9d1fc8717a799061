"""The room verifier/claims/moments."""
