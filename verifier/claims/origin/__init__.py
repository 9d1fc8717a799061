"""The room verifier/claims/origin."""
