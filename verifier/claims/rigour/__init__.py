"""The room verifier/claims/rigour."""
