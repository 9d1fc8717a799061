"""The room numerics/rigour."""
