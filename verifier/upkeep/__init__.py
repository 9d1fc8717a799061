"""Writes the parts of the pages that are generated: claims, cited lemmas, the pictures of the rooms. Tries mutants
against the tests.

It may use `verifier/ground`, `verifier/claim` and `verifier/report`.
"""
