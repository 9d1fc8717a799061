"""The room theory/rigour."""
