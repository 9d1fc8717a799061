r"""The norm estimates of `escape`, lag by lag and for every lag: exact regrouping, then each letter by its size.

Powers are letters of their own, P = A^j, T = (A^T)^j, P_i = A^i and so on: one identity serves every j. `majorant` is
the triangle inequality with |X Y| <= |X| |Y|: a sum of words is at most the sum of the products of its letters' sizes.
The sums over j that follow are those of `escape`: sum alpha^j, sum j alpha^{j-1}, sum j (j-1) alpha^{j-2}.
"""

from collections.abc import Mapping

import sympy as sp

from theory.kernel.derivation import Step

R, P, T, U, V, K, L = sp.symbols("R_j P T u v K K^T", commutative=False)
left_P, left_T, right_P, right_T = sp.symbols("P_i T_i P_r T_r", commutative=False)
X, Y, X_j, Y_j = sp.symbols("X Y X^j Y^j", commutative=False)
Gamma, alpha, size_u, size_Y, b, c = sp.symbols("Gamma alpha |u| |Y| |B| |C|", positive=True)
size_v, size_Z, size_q, twist = sp.symbols("|v| |Z| |q| tau", nonnegative=True)
j, i, r = sp.symbols("j i r", integer=True, positive=True)


def majorant(words: sp.Expr, sizes: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """The triangle inequality and |X Y| <= |X| |Y|: the bound of |words| from the sizes of the letters.

    >>> majorant(P * U - 2 * T * V, {P: alpha, T: alpha, U: size_u, V: size_v})
    alpha*|u| + 2*alpha*|v|
    """
    total = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(words)):
        numbers, letters = term.args_cnc()
        product = abs(sp.prod(numbers, start=sp.Integer(1)))
        for letter in letters:
            base, power = letter.as_base_exp()
            product *= sizes[base] ** power
        total += product
    return sp.expand(total)


def norm_steps() -> tuple[Step, ...]:
    """One lag of u', v', A', Z', P u' and P A': the exact regrouping where there is one, and the bound read off it."""
    return (*_powers(), *_vectors(), *_antisymmetric(), _axis(), *_off_axis())


def _powers() -> tuple[Step, ...]:
    """X^j - Y^j = sum_{i<j} X^i (X - Y) Y^{j-1-i}, by induction: |A^j - (A^T)^j| <= 2 j alpha^{j-1} |Z|."""
    D, Z2 = sp.symbols("D_j Z_2", commutative=False)
    sizes = {X: alpha, D: 2 * j * alpha ** (j - 1) * size_Z, Z2: 2 * size_Z, T: alpha**j}
    return (
        _words(
            X * X_j - Y * Y_j,
            X * (X_j - Y_j) + (X - Y) * Y_j,
            "X^{j+1} - Y^{j+1}, any matrices X and Y: j -> j + 1 of X^j - Y^j = sum_{i<j} X^i (X - Y) Y^{j-1-i}",
        ),
        _bound(
            X * D + Z2 * T,
            sizes,
            2 * (j + 1) * alpha**j * size_Z,
            "X = A, Y = A^T, X - Y = Z_2 = 2 Z, D_j = X^j - Y^j at most 2 j alpha^{j-1} |Z|: so is D_{j+1}; D_1 = Z_2",
        ),
    )


def _vectors() -> tuple[Step, ...]:
    D = sp.Symbol("D", commutative=False)
    power = {R: Gamma, P: alpha**j, T: alpha**j, U: size_u, V: size_v, D: 2 * j * alpha ** (j - 1) * size_Z}
    product = {R: Gamma, left_T: alpha**i, right_T: alpha**r, K: b * c}
    return (
        _bound(
            R * ((P + T) * U + (P - T) * V),
            power,
            2 * Gamma * alpha**j * (size_u + size_v),
            "u', lag j >= 1 (|R_j| <= Gamma)",
        ),
        _bound(
            R * (D * U + (P + T) * V),
            power,
            Gamma * (2 * j * alpha ** (j - 1) * size_Z * size_u + 2 * alpha**j * size_v),
            "v', lag j >= 1, D = A^j - (A^T)^j",
        ),
        _bound(
            2 * R * left_T * K * right_T,
            product,
            2 * Gamma * alpha ** (i + r) * b * c,
            "A', lag j: j terms (A^T)^i C^T B^T (A^T)^r with i + r = j - 1",
        ),
    )


def _antisymmetric() -> tuple[Step, ...]:
    """K = C^T B^T: (A^T)^i K (A^T)^r - A^i K^T A^r is small with Z and with K - K^T."""
    I, D, J = sp.symbols("D_i K_2 D_r", commutative=False)  # noqa: E741
    regrouped = (left_T - left_P) * K * right_T + left_P * (K - L) * right_T + left_P * L * (right_T - right_P)
    in_letters = R * (I * K * right_T + left_P * D * right_T + left_P * L * J)
    sizes = {
        R: Gamma,
        K: b * c,
        L: b * c,
        D: twist,
        left_P: alpha**i,
        right_T: alpha**r,
        I: 2 * i * alpha ** (i - 1) * size_Z,
        J: 2 * r * alpha ** (r - 1) * size_Z,
    }
    bound = Gamma * (2 * (i + r) * alpha ** (i + r - 1) * size_Z * b * c + alpha ** (i + r) * twist)
    return (
        _words(
            left_T * K * right_T - left_P * L * right_P,
            regrouped,
            "Z' = -sum_j R_j sum_i of this, K = C^T B^T, i + r = j - 1",
        ),
        _bound(
            in_letters,
            sizes,
            bound,
            "lag j of Z' has j such terms, i + r = j - 1; D_i = T_i - P_i, K_2 = K - K^T, of size tau <= 2 |u||v|",
        ),
    )


def _axis(width: int = 3) -> Step:
    """e the first axis (an orthogonal change of basis): P A = P Y, P A^T = P Y^T, Y = P A + e e^T A P; every entry."""
    A = sp.ImmutableMatrix(width, width, sp.symbols(f"a:{width**2}"))
    axis = sp.ImmutableMatrix(width, width, lambda p, q: int(p == q == 0))
    P_, Y_ = sp.eye(width) - axis, A - axis * A * axis
    gaps = (P_ * A - P_ * Y_, P_ * A.T - P_ * Y_.T, Y_ - P_ * A - axis * A * P_)
    holds = all(gap.expand().is_zero_matrix for gap in gaps)
    return Step("P A = P Y, P A^T", "P Y^T", f"and Y = P A + e e^T A P; every entry, d = {width}", bool(holds))


def _off_axis() -> tuple[Step, ...]:
    """F = (I - e e^T) A and G = (I - e e^T) A^T are at most |Y|: a power behind the projection is |Y| alpha^{j-1}."""
    F, G, k_C, k_B = sp.symbols("F G q B^T", commutative=False)
    rest = {R: Gamma, P: alpha ** (j - 1), T: alpha ** (j - 1), U: size_u, V: size_v, F: size_Y, G: size_Y}
    tail = {**rest, k_C: size_q, k_B: b, K: b * c, left_T: alpha ** (i - 1), right_T: alpha**r}
    return (
        _bound(
            R * ((F * P + G * T) * U + (F * P - G * T) * V),
            rest,
            2 * Gamma * size_Y * alpha ** (j - 1) * (size_u + size_v),
            "(I - e e^T) u', lag j >= 1: F = (I - e e^T) A, G = (I - e e^T) A^T, P and T the powers j - 1",
        ),
        _bound(
            2 * R * k_C * k_B * right_T,
            tail,
            2 * Gamma * alpha**r * size_q * b,
            "(I - e e^T) A', lag j, i = 0, r = j - 1: q = (I - e e^T) C^T",
        ),
        _bound(
            2 * R * G * left_T * K * right_T,
            tail,
            2 * Gamma * size_Y * alpha ** (i - 1 + r) * b * c,
            "and its j - 1 terms with i >= 1, T_i now the power i - 1; A' (I - e e^T) likewise with B for C^T",
        ),
    )


def _words(before: sp.Expr, after: sp.Expr, rule: str) -> Step:
    return Step(sp.latex(before), sp.latex(after), rule, sp.expand(before - after) == 0)


def _bound(words: sp.Expr, sizes: Mapping[sp.Symbol, sp.Expr], claimed: sp.Expr, rule: str) -> Step:
    found = majorant(words, sizes)
    gap = sp.expand(sp.powsimp(sp.expand(claimed) - found))
    wrong = "" if gap == 0 else f"the triangle inequality gives {sp.latex(found)}"
    return Step(f"|{sp.latex(words)}|", sp.latex(claimed), rule, gap == 0, r"\le", wrong)
