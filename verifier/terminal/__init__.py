"""The room verifier/terminal."""
