"""What happens, to n digits: mpmath, accelerated and certified by python-flint."""
