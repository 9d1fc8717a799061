"""The room theory/moments."""
