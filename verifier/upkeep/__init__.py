"""Writes the parts of the pages that are generated: claims, cited lemmas, these pictures.

It may use `verifier/ground` and `verifier/claim`.
"""
