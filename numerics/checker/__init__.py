"""An independent verifier of certificates: the run repeated in balls of integers, every claim measured anew.

It may use no other room.
"""
