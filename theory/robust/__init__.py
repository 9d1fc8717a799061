"""The room theory/robust."""
