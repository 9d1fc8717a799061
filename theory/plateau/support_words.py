"""Words for a student split into learnt support and complement: S, b, c on the support, A_12, A_21, A_22, B_2, C_2.

R = (I - zS)^{-1} and S is invertible, so that zR = S^{-1}(R - I) removes every power of z that stands before an R.
"""

import sympy as sp

from theory.words.matrix_words import Combination, combination, word
from theory.words.rewriting import Rule, rule, with_transposes
from theory.words.symbols import z


def support_rules() -> tuple[Rule, ...]:
    """S S^{-1} = I, and zR = S^{-1} R - S^{-1} from both sides."""
    inverse = [rule(pattern, (1, "")) for pattern in ("S S^{-1}", "S^{-1} S")]
    resolvent = [rule(pattern, (z, "R"), (1, "S^{-1}")) for pattern in ("S^{-1} R", "R S^{-1}")]
    forward = [rule(pattern, (1 / z, "R"), (-1 / z, "")) for pattern in ("S R", "R S")]
    return with_transposes([*inverse, *resolvent, *forward])


def support_words(*terms: tuple[sp.Expr | int, str]) -> Combination:
    """The combination of these words, each after its coefficient.

    >>> print(support_words((1, "C_2 B_2"), (-1, "C_2 B_2"), (2, "c b")))
    2 c b
    """
    return combination((word(text), sp.sympify(value)) for value, text in terms)
