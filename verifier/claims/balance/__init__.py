"""The room verifier/claims/balance."""
