"""The room verifier/claims/minima."""
