"""The room theory/kernel."""
