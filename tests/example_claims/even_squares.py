"""A true statement with a sampled check and a control that is refuted, all drawn from the seed."""

from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.evidence import sampled
from verifier.claim.verdict import Evidence


def parity(settings: Settings, exponent: int) -> Evidence:
    generator = settings.random("even-squares")
    drawn = [generator.randrange(1, 1000) for _ in range(20)]

    def counterexample(n: int) -> str | None:
        return None if (n**exponent - n) % 2 == 0 else f"n = {n}"

    return sampled(drawn, counterexample, "n^e - n is even", "parity", {"drawn": str(drawn)})


def odd_control(settings: Settings) -> Evidence:
    return parity(settings, exponent=0)


CLAIM = Claim(
    id="even-squares",
    section="1",
    title="n^2 - n is even",
    statement="For every integer $n$, $n^2 - n$ is even.",
    status=Status.OBSERVATION,
    checks=(Check("random integers", lambda settings: parity(settings, 2)), Check("cubes", lambda s: parity(s, 3))),
    controls=(Control("exponent zero", "$n^0$ for $n^2$", reason="parity", run=odd_control),),
)
