"""The room verifier/claims/memory."""
