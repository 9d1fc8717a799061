"""Descent with a small step stays near the gradient flow, and the flow itself can be enclosed rigorously."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from flint import arb

from numerics.arithmetics.precision import guarded_bits
from numerics.arithmetics.rationals import ball
from numerics.flow.conservation import drift
from numerics.flow.descent_against_flow import euler_bound, euler_error, observed_orders
from numerics.flow.flow import METHOD, Flow, Method, enclosed_flow, flow_steps
from numerics.flow.one_mode_flow import holds, logistic_root, one_mode_flow
from numerics.model.balancedness import SIGNS, Signs
from numerics.model.linear_rnn import LinearRNN
from theory.rigour.flow_limit import flow_limit
from verifier.cases.rnn_cases import show
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="flow-limit",
    section="6",
    title="The gradient flow, enclosed; descent stays near it",
    statement=(
        r"Let $x' = -\nabla L(x) + \delta$, $y' = -\nabla L(y)$ and $\nabla^2 L \ge -\nu$ between them. Then "
        r"$e = \|x - y\|$ obeys $e' \le \nu e + \|\delta\|$, and for constant bounds "
        r"$e(t) \le e^{\nu t} (e(0) + t \|\delta\|)$: a Taylor polynomial of the flow with its defect is a rigorous "
        r"enclosure. Descent of step $\eta$ satisfies $\|\theta_n - \theta(n \eta)\| \le "
        r"\eta M (e^{\nu T} - 1) / (2 \nu)$ for $n \eta = T$, with $M$ the supremum of $\|\nabla^2 L \, \nabla L\|$ "
        r"on the flow. Along the flow $Q$ is constant."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$L$ has continuous second derivatives; any $d, m, p, k \ge 1$ here",
        r"descent: $-\nu \le \nabla^2 L \le 2/\eta$ on a tube about the flow, of radius at least the bound itself",
        r"the enclosures: exact rational data",
    ),
    builds_on=("balancedness-conserved",),
    proof=proved_by(
        flow_limit,
        given=("path", "curvature", "descent", "conserved/loss", "conserved/flow"),
        concludes=(
            r"$|e(t)| \le \frac{D \left(e^{\nu t} - 1\right)}{\nu} + E_{0} e^{\nu t}$, with equality on a saddle; "
            r"descent is within $\frac{M \eta \left(\left(\eta \nu + 1\right)^{n} - 1\right)}{2 \nu}$ of the flow "
            r"after $n$ steps, which is at most $\eta M (e^{\nu n \eta} - 1) / (2 \nu)$; the flow of one mode is "
            "known in full; $dQ/dt = 0$: $Q$ is constant along the flow"
        ),
    ),
)

FASTER = false_proof(
    "another-rate-in-the-proof",
    r"$e^{2 \nu t}$ with the same factors, where $e^{\nu t}$ solves the equation",
    lambda: flow_limit(rate=2),
    seconds=4,
)

OUTSIDE, ORDER, MOVES = "flow-outside-enclosure", "wrong-order-in-eta", "balancedness-moves"

CASES = (
    (Fraction(1, 2), Fraction(0), Fraction(1)),
    (Fraction(1, 8), Fraction(1, 2 * 10**6), Fraction(1)),
    (Fraction(1, 100), Fraction(1, 10**12), Fraction(4)),
)
"""Start b(0), how far from it the solution looked at really starts, and the time."""


def together(found: Iterable[Evidence], what: str) -> Evidence:
    """CERTIFIED with the details of all instances; else the first that is not, with the details up to it."""
    details: dict[str, str] = {}
    for one in found:
        details |= one.details
        if one.verdict is not Verdict.CERTIFIED:
            return replace(one, details=details)
    return Evidence(Verdict.CERTIFIED, what, details=details)


def closed_form(settings: Settings, method: Method = METHOD) -> Evidence:
    """The enclosure of the one-mode flow, and of one that starts elsewhere in the ball, against the exact solution."""
    chosen = settings.pick(CASES[:2], CASES, CASES)
    what = f"the enclosure contains the logistic solution: {len(chosen)} instances"
    return together((_enclosed(*case, method) for case in chosen), what)


def _enclosed(first: Fraction, off: Fraction, time: Fraction, method: Method) -> Evidence:
    bits, name = guarded_bits(20), f"b(0) = {first}, t = {time}"
    *_, last = flow_steps(one_mode_flow(first, Fraction(1), time, 2 * off), bits, method)
    b, end = logistic_root(first + off, Fraction(1), time, bits + 64), last.after
    seen = f"{end.model.B[0, 0].str(20)}, radius {end.radius.str(3, radius=False)}"
    found = f"b(t) = {b.str(20)} from b(0) = {first} + {off}; enclosed: {seen}"
    inside = holds(end, b)
    if inside:
        return Evidence(Verdict.CERTIFIED, f"exact flow, {name}", details={name: found})
    text = f"k = 1, A = 0, B = C, g_0 = 1, start known within {2 * off}: {found}"
    verdict = Verdict.UNDECIDED if inside is None else Verdict.REFUTED
    return Evidence(verdict, f"exact flow, {name}", OUTSIDE, {name: found, "counterexample": text})


@check("a flow in closed form")
def flow_in_closed_form(settings: Settings) -> Evidence:
    return closed_form(settings)


@control("no-nu", r"$\nu = 0$: errors of the start do not grow", OUTSIDE)
def no_nu(settings: Settings) -> Evidence:
    """The Hessian taken for non-negative, as if it were 2 J^T J: the part with the residuals dropped."""
    return closed_form(settings, Method(one_sided=lambda model, g, radius: arb(0)))


@control("no-defect", "Taylor polynomials of degree 4 taken for the flow itself", OUTSIDE)
def no_defect(settings: Settings) -> Evidence:
    """They aim at a defect of 2^-12."""
    coarse = Method(order=lambda bits: 4, aim=lambda bits: Fraction(1, 2**12), defect=lambda path, duration: arb(0))
    return closed_form(settings, coarse)


def example(time: Fraction) -> Flow:
    """Two states, three lags, small fractions, far from symmetric and from balanced."""
    half, quarter, zero = Fraction(1, 2), Fraction(1, 4), Fraction(0)
    start = LinearRNN(((half, quarter), (-quarter, zero)), ((half,), (quarter,)), ((quarter, half),))
    return Flow(start, tuple(((half**lag,),) for lag in range(3)), time)


def described(problem: Flow) -> str:
    """Start, response and time on one line."""
    A, B, C = map(show, (problem.start.A, problem.start.B, problem.start.C))
    return f"A = {A}, B = {B}, C = {C}, g = ({', '.join(map(show, problem.g))}), t = {problem.time}"


def against_descent(settings: Settings, exponent: int) -> Evidence:
    """|descent - flow| at a fixed time: of this power in eta, and within the proved constant times eta."""
    one_mode = one_mode_flow(Fraction(1, 2), Fraction(1), Fraction(1, 20))
    cases = ((one_mode, Fraction(1, 40)), (example(Fraction(1, 4)), Fraction(1, 80)))
    halvings = range(settings.pick(4, 6, 8))
    found = (_order(problem, [eta / 2**i for i in halvings], exponent) for problem, eta in cases)
    return together(found, f"distance of order eta^{exponent}: 2 instances")


def _order(problem: Flow, etas: list[Fraction], exponent: int) -> Evidence:
    """One instance, each step size half the one before: is `exponent` the integer nearest to the order observed?"""
    steps = enclosed_flow(problem, 12)
    bound = euler_bound(steps, problem, Fraction(1, 32))
    errors = [euler_error(problem, steps[-1].after, eta, 12) for eta in etas]
    name, orders = described(problem), observed_orders(errors)
    ratios = ", ".join(f"{(error / ball(eta)).str(6)} at {eta}" for eta, error in zip(etas, errors, strict=True))
    details = {name: f"distance / eta: {ratios}; orders {[order.str(4) for order in orders]}; proved {bound.constant}"}
    if not all(bound.confirms(eta, error) for eta, error in zip(etas, errors, strict=True)):
        return Evidence(Verdict.UNDECIDED, "the proved constant is not confirmed", ORDER, details)
    if all(abs(order - exponent) < 0.5 for order in orders):
        return Evidence(Verdict.CERTIFIED, f"order {exponent}", details=details)
    if not any(abs(order - exponent) > 0.5 for order in orders):
        return Evidence(Verdict.UNDECIDED, "the enclosures are too wide to tell the order", ORDER, details)
    text = f"{name}: the distances at eta = {', '.join(map(str, etas))} are {', '.join(e.str(8) for e in errors)}"
    details["counterexample"] = text
    return Evidence(Verdict.REFUTED, f"the distance is not of order eta^{exponent}", ORDER, details)


@check("descent against flow")
def descent_against_flow(settings: Settings) -> Evidence:
    return against_descent(settings, exponent=1)


@control("eta-squared", r"$\|\theta_n - \theta(n \eta)\|$ of order $\eta^2$", ORDER)
def eta_squared(settings: Settings) -> Evidence:
    return against_descent(settings, exponent=2)


def along_the_flow(settings: Settings, signs: Signs) -> Evidence:
    """Q at the end of every step and over every time within it, against Q(0), exact."""
    last = settings.pick(Fraction(1, 2), Fraction(4), Fraction(40))
    flows = (one_mode_flow(Fraction(1, 2), Fraction(1), Fraction(1, 2)), example(last))
    found = (_conserved(problem, signs) for problem in flows)
    return together(found, "Q(0) lies in the enclosure of Q at all times: 2 instances")


def _conserved(problem: Flow, signs: Signs) -> Evidence:
    steps = enclosed_flow(problem, 20)
    found, name = drift(steps, problem, signs), described(problem)
    details = {name: f"{len(steps)} steps, radius of Q at most {found.widest.str(3, radius=False)}"}
    if found.change is None:
        verdict = Verdict.CERTIFIED if found.contained else Verdict.UNDECIDED
        return Evidence(verdict, "Q(0) in the enclosure of Q", MOVES, details)
    time, Q = found.change
    now, before = (", ".join(map(str, entries)) for entries in (Q.entries(), found.before.entries()))
    details["counterexample"] = f"{name}, signs {signs}: entries {before} at 0 and {now} at t = {time}"
    return Evidence(Verdict.REFUTED, "Q leaves Q(0)", MOVES, details)


@check("balancedness along the flow")
def balancedness_along_the_flow(settings: Settings) -> Evidence:
    return along_the_flow(settings, SIGNS)


@control("wrong-sign", r"$Q$ with $+ C^T C$", MOVES)
def wrong_sign(settings: Settings) -> Evidence:
    return along_the_flow(settings, (1, -1, 1, 1))
