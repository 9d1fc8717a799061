"""Words in matrices: letters and their names, normal forms under rules, traces, values at concrete matrices.

It may use no other room.
"""
