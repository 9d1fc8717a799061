"""What K lags, known to an accuracy, force at every later lag of a positive measure: intervals with their proofs.

It may use `numerics/arithmetics`, `numerics/model` and `numerics/moments`.
"""
