"""The room theory/minima."""
