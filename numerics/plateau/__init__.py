"""The room numerics/plateau."""
