"""What the notebooks measure and draw, one module for each: calls of theory and numerics, no mathematics of its own."""
