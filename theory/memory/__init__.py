"""The room theory/memory."""
