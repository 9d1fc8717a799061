"""The room numerics/arithmetics."""
