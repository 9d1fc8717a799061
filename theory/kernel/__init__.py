"""Makes, decides and prints the steps of a proof, from words in matrices and traces; names the symbols.

It may use no other room.
"""
