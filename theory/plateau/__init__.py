"""The room theory/plateau."""
