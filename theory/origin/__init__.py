"""The room theory/origin."""
