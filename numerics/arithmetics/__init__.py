"""The numbers over which an algorithm is written once: mpmath, Arb, float64, balls, intervals, rationals, power series.

It may use no other room.
"""
