"""The room verifier/upkeep."""
