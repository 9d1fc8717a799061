"""Working precision and guard digits. Contexts restore what they change, whatever happens inside."""

from collections.abc import Iterator
from contextlib import contextmanager

GUARD_BITS = 24
"""Bits carried beyond the digits asked for, before the number of steps is counted."""


def guarded_bits(digits: int, steps: int = 1) -> int:
    r"""Binary precision that keeps ``digits`` decimal digits through ``steps`` steps of descent.

    $\lceil \log_2 10^{digits} \rceil + 24 + \lfloor \log_2 steps \rfloor + 1$. The last terms are needed because
    Arb truncates products toward zero: rounding errors of one sign add up linearly in the steps.

    Raises:
        ValueError: ``digits`` or ``steps`` below one.

    >>> guarded_bits(50), guarded_bits(50, 20_000)
    (192, 206)
    """
    if digits < 1 or steps < 1:
        raise ValueError(f"precision: digits = {digits}, steps = {steps}; both must be at least 1")
    asked: int = 10**digits
    return asked.bit_length() + GUARD_BITS + steps.bit_length()


@contextmanager
def working_digits(digits: int) -> Iterator[None]:
    """Let ``mpmath.mp`` work with this many decimal digits inside the block.

    >>> import mpmath
    >>> with working_digits(40):
    ...     mpmath.mp.dps
    40
    >>> mpmath.mp.dps
    15
    """
    from mpmath import mp

    before = mp.prec
    mp.dps = digits
    try:
        yield
    finally:
        mp.prec = before


@contextmanager
def arb_bits(bits: int) -> Iterator[None]:
    """Let python-flint work with this many bits inside the block.

    >>> import flint
    >>> with arb_bits(200):
    ...     flint.ctx.prec
    200
    >>> flint.ctx.prec
    53
    """
    import flint

    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before
