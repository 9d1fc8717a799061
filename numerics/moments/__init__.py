"""The room numerics/moments."""
