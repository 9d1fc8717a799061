"""What is true, exactly: sympy and exact integers, no floating point."""
