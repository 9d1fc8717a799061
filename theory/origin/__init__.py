"""The saddle at zero: how a student leaves it, and where one mode leads.

It may use `theory/words`, `theory/kernel`, `theory/model` and `theory/moments`.
"""
