"""The room verifier/claims/laws."""
