"""The room numerics/memory."""
