"""The student (A, B, C), exactly: its response, its loss, the gradient of any loss, and small students to test on.

It may use `theory/words` and `theory/kernel`.
"""
