"""The room verifier/sweep."""
