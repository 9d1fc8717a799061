"""Properties first, hand-worked values second; one file per module."""
