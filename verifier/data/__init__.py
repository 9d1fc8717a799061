"""Data files as people have them: exact arrays by name, and records in columns, from text and from binary formats.

It may use `verifier/ground`.
"""
