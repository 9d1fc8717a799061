"""The room theory/orbit."""
