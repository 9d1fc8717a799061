"""The room numerics/robust."""
