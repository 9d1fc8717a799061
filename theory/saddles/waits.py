r"""How long a saddle is passed: log(1/eps)/lambda_m to leading order, for the flow; in steps of descent likewise.

Near the saddle the next mode y grows like e^{lambda t}, or by the factor 1 + eta lambda in a step of descent. From the
size eps b to a fixed size rho that takes

    T = (log(1/eps) + log(rho/b)) / lambda,     T_eta = (log(1/eps) + log(rho/b)) / log(1 + eta lambda)  steps.

If the rate is only known within a factor 1 +- omega on the way, lambda T / log(1/eps) still ends in
[1/(1 + omega), 1/(1 - omega)] as eps -> 0.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation

t, T = sp.symbols("t T", positive=True)
rate, eps, b, rho, eta, omega, ell = sp.symbols("lambda epsilon b rho eta omega ell", positive=True)
kappa, tau = sp.Symbol("kappa", positive=True), sp.Symbol("tau", nonnegative=True)
size = eps * b

LINEAR = Premise(
    "linear",
    r"`every-saddle`: the growing combination obeys $y' = \lambda y$, $\lambda = |\lambda_m| > 0$, to first order",
)
ENTRY = Premise("entry", r"the mode has the size $\epsilon b$ on entry, $b > 0$, and the size $\rho > 0$ on exit")
NEARLY = Premise(
    "nearly",
    r"for the bounds: on the way $(1 - \omega) \lambda \le (\log |y|)' \le (1 + \omega) \lambda$, $\omega < 1$",
)
MEAN = Premise("mean", "an integral over [0, T] lies between T times the bounds of its integrand")


def waits_proof(power: int = 1, divisor: sp.Expr = kappa) -> Derivation:
    """The time and the steps that the linear flow takes, and bounds where it is only nearly linear.

    A control lets the mode grow like e^{lambda t / power}, or takes a bound that is too good (`divisor` for 1 - omega).
    """
    return Derivation(
        "every m >= 0, every d > m, every k; the linear flow, and flows whose rate is within a factor 1 +- omega",
        (*_exactly(power), *_nearly(divisor), *_leading()),
        (MEAN,),
        (LINEAR, ENTRY, NEARLY),
        Conclusion(
            r"from $\epsilon b$ to $\rho$ the linear flow takes $T = (\log(1/\epsilon) + \log(\rho/b)) / \lambda$ and "
            r"descent $(\log(1/\epsilon) + \log(\rho/b)) / \log(1 + \eta \lambda)$ steps; where the rate is within a "
            r"factor $1 \pm \omega$ of $\lambda$, $\lambda T / \log(1/\epsilon)$ ends in "
            r"$[1/(1 + \omega), 1/(1 - \omega)]$ as $\epsilon \to 0$",
            ("crossing", "wait", "steps", "not-longer", "not-shorter", "leading"),
        ),
    )


def _exactly(power: int) -> tuple[Step, ...]:
    """The linear flow from eps b to rho."""
    mode, wait = size * sp.exp(rate * t / power), sp.log(rho / size) / rate
    y, factor = sp.Symbol("y", real=True), sp.Symbol("q", positive=True)
    return (
        equation(sp.Derivative(mode, t), rate * mode, "y(t) solves y' = lambda y", name="y'").labelled(
            "grows", "linear", "entry"
        ),
        equation(size * sp.exp(rate * T), rho, "at this T the mode has the size rho", {T: wait}, "y(T)").labelled(
            "crossing", "grows"
        ),
        equation(wait, (sp.log(1 / eps) + sp.log(rho / b)) / rate, "the logarithm of a product", name="T").labelled(
            "wait", "crossing"
        ),
        equation(
            y + eta * (rate * y), factor * y, "a step of descent, q = 1 + eta lambda", {factor: 1 + eta * rate}
        ).labelled("step", "linear"),
        equation(
            size * sp.exp(T * sp.log(factor)),
            rho,
            "after this number T of steps, which multiply by q^T, it has the size rho",
            {T: sp.log(rho / size) / sp.log(factor)},
        ).labelled("steps", "step", "entry"),
    )


def _nearly(divisor: sp.Expr) -> tuple[Step, ...]:
    """With ell the integral of (log |y|)', which is log(rho/(eps b)): (1 - omega) lambda T <= ell."""
    least = "ell = log(rho/(eps b)) is the integral of the rate: kappa lambda T + tau, tau >= 0 and kappa = 1 - omega"
    most = "and (1 + omega) lambda T - tau with another tau >= 0"
    return (
        at_most(rate * T, ell / divisor, least, {ell: kappa * rate * T + tau}).labelled(
            "not-longer", "nearly", "mean", "entry"
        ),
        at_most(ell / (1 + omega), rate * T, most, {ell: (1 + omega) * rate * T - tau}).labelled(
            "not-shorter", "nearly", "mean", "entry"
        ),
    )


def _leading() -> tuple[Step, ...]:
    """(log(1/eps) + c) / log(1/eps) -> 1."""
    c = sp.Symbol("c", real=True)
    return (
        equation(
            sp.Limit((ell + c) / ell, ell, sp.oo),
            sp.Integer(1),
            "ell = log(1/eps) -> oo, c = log(rho/b): the constant does not count",
        ).labelled("leading", "wait"),
    )
