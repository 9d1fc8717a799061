"""The room numerics/model."""
