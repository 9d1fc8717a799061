"""The room numerics/flow."""
