"""The room verifier/claims/plateau."""
