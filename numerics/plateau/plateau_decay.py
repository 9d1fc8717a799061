r"""How the complement of a plateau decays: |y_+|^2 and |y_-|^2 along y_+' = -Gamma q y_+, y_-' = Gamma q y_-.

With kappa = |y_+||y_-| and rho = (p - kappa)/(p + kappa) at time 0, p = |y_+|^2 at time t is
kappa (1 + rho e)/(1 - rho e), e = exp(-4 Gamma kappa t), or p/(1 + 2 Gamma p t) if kappa = 0; and |y_-|^2 = kappa^2/p.
"""

from fractions import Fraction

from mpmath import mp

from numerics.arithmetics.precision import working_digits

DIGITS = 30


def decayed(plus: Fraction, minus: Fraction, rate: Fraction, time: Fraction) -> tuple[float, float]:
    """(|y_+|^2, |y_-|^2) after `time`, from their values `plus` > 0 and `minus` >= 0 at time 0; `rate` is Gamma.

    Raises:
        ValueError: `plus` not positive, `minus` or `time` negative.

    >>> decayed(Fraction(1), Fraction(0), Fraction(1), Fraction(2))
    (0.2, 0.0)
    """
    if plus <= 0 or minus < 0 or time < 0:
        raise ValueError(f"decay: norms {float(plus):.3g}, {float(minus):.3g}, time {time}; use 0 < plus, 0 <= others")
    with working_digits(DIGITS):
        p, m, Gamma, t = (mp.mpf(x.numerator) / x.denominator for x in (plus, minus, rate, time))
        kappa = mp.sqrt(p * m)
        if kappa == 0:
            return float(p / (1 + 2 * Gamma * p * t)), 0.0
        fading = (p - kappa) / (p + kappa) * mp.exp(-4 * Gamma * kappa * t)
        p = kappa * (1 + fading) / (1 - fading)
        return float(p), float(kappa**2 / p)
