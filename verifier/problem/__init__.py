"""A user's input, read exactly: problem files, teachers, lists of moments.

It may use `verifier/ground`.
"""
