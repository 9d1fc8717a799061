"""The room numerics/orbit."""
