r"""The norm estimates of `escape`, lag by lag and for every lag: exact regrouping, then each letter by its size.

Powers are letters of their own, P = A^j, T = (A^T)^j, P_i = A^i and so on: one identity serves every j. The sums over
j that follow are those of `escape`: sum alpha^j, sum j alpha^{j-1}, sum j (j-1) alpha^{j-2}.
"""

import sympy as sp
from sympy.matrices.expressions import Identity, MatrixSymbol

from theory.kernel.derivation import Step
from theory.kernel.majorant import bounded
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import noncommutative
from theory.model.samples import Named, sample_values
from theory.words.rewriting import rule
from theory.words.symbols import A, d

R, P, T, U, V, K, L = sp.symbols("R_j P T u v K K^T", commutative=False)
left_P, left_T, right_P, right_T = sp.symbols("P_i T_i P_r T_r", commutative=False)
X, Y, X_j, Y_j = sp.symbols("X Y X^j Y^j", commutative=False)
Gamma, alpha, size_u, size_Y, b, c = sp.symbols("Gamma alpha |u| |Y| |B| |C|", positive=True)
size_v, size_Z, size_q, twist = sp.symbols("|v| |Z| |q| tau", nonnegative=True)
j, i, r = sp.symbols("j i r", integer=True, positive=True)


def norm_steps() -> tuple[Step, ...]:
    """One lag of u', v', A', Z', P u' and P A': the exact regrouping where there is one, and the bound read off it."""
    return (*_powers(), *_vectors(), *_antisymmetric(), *_axis(), *_off_axis())


def _powers() -> tuple[Step, ...]:
    """X^j - Y^j = sum_{i<j} X^i (X - Y) Y^{j-1-i}, by induction: |A^j - (A^T)^j| <= 2 j alpha^{j-1} |Z|."""
    D, Z2 = sp.symbols("D_j Z_2", commutative=False)
    sizes = {X: alpha, D: 2 * j * alpha ** (j - 1) * size_Z, Z2: 2 * size_Z, T: alpha**j}
    return (
        noncommutative(
            X * X_j - Y * Y_j,
            X * (X_j - Y_j) + (X - Y) * Y_j,
            "the step from j to j + 1 of X^j - Y^j = sum_{i<j} X^i (X - Y) Y^{j-1-i}, for any matrices X and Y",
        ).labelled("powers-split"),
        bounded(
            X * D + Z2 * T,
            sizes,
            2 * (j + 1) * alpha**j * size_Z,
            "X = A, Y = A^T, D_j = X^j - Y^j: the bound goes from j to j + 1, and D_1 is Z_2 = X - Y = 2 Z",
        ).labelled("powers", "powers-split", "norms"),
    )


def _vectors() -> tuple[Step, ...]:
    D = sp.Symbol("D", commutative=False)
    power = {R: Gamma, P: alpha**j, T: alpha**j, U: size_u, V: size_v, D: 2 * j * alpha ** (j - 1) * size_Z}
    product = {R: Gamma, left_T: alpha**i, right_T: alpha**r, K: b * c}
    return (
        bounded(
            R * ((P + T) * U + (P - T) * V),
            power,
            2 * Gamma * alpha**j * (size_u + size_v),
            "a lag j >= 1 of u' is at most this, where |R_j| <= Gamma",
        ).labelled("u-lag", "u-rate", "norms"),
        bounded(
            R * (D * U + (P + T) * V),
            power,
            Gamma * (2 * j * alpha ** (j - 1) * size_Z * size_u + 2 * alpha**j * size_v),
            "a lag j >= 1 of v' is at most this, where D = A^j - (A^T)^j",
        ).labelled("v-lag", "v-rate", "powers", "norms"),
        bounded(
            2 * R * left_T * K * right_T,
            product,
            2 * Gamma * alpha ** (i + r) * b * c,
            "lag j of A' has j terms (A^T)^i C^T B^T (A^T)^r, i + r = j - 1, each at most this",
        ).labelled("A-lag", "gradient", "norms"),
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
        noncommutative(
            left_T * K * right_T - left_P * L * right_P,
            regrouped,
            "Z' is -sum_j R_j sum_i of this, with K = C^T B^T and i + r = j - 1",
        ).labelled("Z-split", "gradient"),
        bounded(
            in_letters,
            sizes,
            bound,
            "each term of lag j of Z' is at most this; D_i = T_i - P_i, K_2 = K - K^T of size tau <= 2 |u||v|",
        ).labelled("Z-lag", "Z-split", "powers", "outer", "norms"),
    )


def _axis() -> tuple[Step, ...]:
    """E = e e^T, Y = A - E A E: (I - E) A = (I - E) Y, the same transposed, and Y = (I - E) A + E A (I - E)."""
    E, one = MatrixSymbol("E", d, d), Identity(d)

    def on_the_axis(drawn: Named) -> Named:
        size = drawn["A"].rows
        return {**drawn, "E": sp.ImmutableMatrix(size, size, lambda p, q: int(p == q == 0))}

    rules, values = (rule("E E", (1, "E")),), sample_values((A,), constrain=on_the_axis)
    Y = A - E * A * E
    lines = (
        ((one - E) * A, (one - E) * Y, "E = e e^T: behind the projection A is Y = A - E A E", "axis"),
        ((one - E) * A.T, (one - E) * (A.T - E * A.T * E), "behind the projection A^T is Y^T", "axis-transposed"),
        (Y, (one - E) * A + E * A * (one - E), "Y is made of the parts off the axis", "axis-parts"),
    )
    return tuple(identity(before, after, by, rules, values).labelled(label) for before, after, by, label in lines)


def _off_axis() -> tuple[Step, ...]:
    """F = (I - e e^T) A and G = (I - e e^T) A^T are at most |Y|: a power behind the projection is |Y| alpha^{j-1}."""
    F, G, k_C, k_B = sp.symbols("F G q B^T", commutative=False)
    rest = {R: Gamma, P: alpha ** (j - 1), T: alpha ** (j - 1), U: size_u, V: size_v, F: size_Y, G: size_Y}
    tail = {**rest, k_C: size_q, k_B: b, K: b * c, left_T: alpha ** (i - 1), right_T: alpha**r}
    return (
        bounded(
            R * ((F * P + G * T) * U + (F * P - G * T) * V),
            rest,
            2 * Gamma * size_Y * alpha ** (j - 1) * (size_u + size_v),
            "a lag j >= 1 of (I - e e^T) u' is at most this: F = (I - E) A, G = (I - E) A^T, P and T the powers j - 1",
        ).labelled("off-axis-u-lag", "u-rate", "axis", "axis-transposed", "norms"),
        bounded(
            2 * R * k_C * k_B * right_T,
            tail,
            2 * Gamma * alpha**r * size_q * b,
            "the term i = 0 of lag j of (I - e e^T) A' is at most this, with r = j - 1 and q = (I - e e^T) C^T",
        ).labelled("off-axis-A-first", "gradient", "norms"),
        bounded(
            2 * R * G * left_T * K * right_T,
            tail,
            2 * Gamma * size_Y * alpha ** (i - 1 + r) * b * c,
            "so is each of its terms i >= 1, T_i the power i - 1; A' (I - e e^T) likewise with B for C^T",
        ).labelled("off-axis-A-rest", "gradient", "axis-transposed", "norms"),
    )
