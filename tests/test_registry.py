"""Claims are found by their file names; a file that breaks the rule is named; one is loaded without the others."""

import subprocess
import sys
from dataclasses import replace
from types import ModuleType

import pytest

from verifier.claim.registry import claim_ids, discover, known, load
from verifier.ground.errors import InputError

PACKAGE = "tests.example_claims"


def test_found_in_the_order_of_the_sections():
    claims = discover(PACKAGE)
    assert [claim.section for claim in claims.values()] == sorted(claim.section for claim in claims.values())
    assert all(claim.id == name for name, claim in claims.items())
    assert sorted(claims) == sorted(claim_ids(PACKAGE))


def test_the_nearest_name_is_suggested():
    claims = claim_ids(PACKAGE)
    assert known("raises", claims) == "raises"
    with pytest.raises(InputError, match="no claim is called 'evensquare'; did you mean 'even-squares'"):
        known("evensquare", claims)
    with pytest.raises(InputError, match="no claim is called"):
        known("x", [])
    with pytest.raises(InputError, match="did you mean 'raises'"):
        load("raise", PACKAGE)


def test_a_file_whose_claim_has_another_name_is_refused(monkeypatch):
    from tests.example_claims import raises

    monkeypatch.setattr(raises, "CLAIM", replace(raises.CLAIM, id="another"))
    with pytest.raises(ValueError, match=r"raises declares 'another'; .* called like its file, 'raises'"):
        load("raises", PACKAGE)


@pytest.mark.parametrize("found", [None, "a text"])
def test_a_file_without_a_declaration_is_refused(found, monkeypatch):
    module = ModuleType(f"{PACKAGE}.raises")
    module.CLAIM = found
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(ValueError, match="raises must define CLAIM, a Declaration"):
        load("raises", PACKAGE)


def test_a_worker_imports_only_the_claim_it_runs():
    code = (
        "import sys; from verifier.claim.claim import Settings; from verifier.run.unit import Unit, perform; "
        "perform(Unit('moment-uniqueness', True, 0, '', 1), Settings()); "
        "print([name for name in sys.modules if name.count('.') == 3 and name.startswith('verifier.claims.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['verifier.claims.moments.moment_uniqueness']"
