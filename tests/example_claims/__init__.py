"""Claims about small integers, true and false, on which the runner itself is tested."""
