"""The room theory/model."""
