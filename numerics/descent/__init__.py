"""The room numerics/descent."""
