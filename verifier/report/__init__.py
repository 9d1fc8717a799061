"""The result of a run for a reader: a summary on the terminal, a page in HTML.

It may use `verifier/ground`, `verifier/claim`, `verifier/terminal` and `verifier/run`.
"""
