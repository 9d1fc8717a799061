"""The room theory/laws."""
