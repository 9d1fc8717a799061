"""An independent verifier of certificates: the run repeated in fixed-point balls of integers, every claim measured anew.

It may use nothing of the house: it shares no code with what it checks.
"""
