"""A true statement with a sampled check and a control that is refuted, all drawn from the seed."""

from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.evidence import sampled
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="even-squares",
    section="1",
    title="n^2 - n is even",
    statement="For every integer $n$, $n^2 - n$ is even.",
    status=Status.OBSERVATION,
)


def parity(settings: Settings, exponent: int) -> Evidence:
    generator = settings.random("even-squares")
    drawn = [generator.randrange(1, 1000) for _ in range(20)]

    def counterexample(n: int) -> str | None:
        return None if (n**exponent - n) % 2 == 0 else f"n = {n}"

    return sampled(drawn, counterexample, "n^e - n is even", "parity", {"drawn": str(drawn)})


@check("random integers")
def squares(settings: Settings) -> Evidence:
    return parity(settings, 2)


@check("cubes")
def cubes(settings: Settings) -> Evidence:
    return parity(settings, 3)


@control("exponent-zero", "$n^0$ for $n^2$", "parity")
def exponent_zero(settings: Settings) -> Evidence:
    return parity(settings, exponent=0)
