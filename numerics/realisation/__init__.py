"""Systems: from matrix or complex lags to A, B, C, D and their poles, exactly or enclosed; their modes.

It may use `numerics/arithmetics`, `numerics/moments` and `numerics/recovery`.
"""
