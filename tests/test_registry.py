"""Claims are found by their file names; a file that breaks the rule is named."""

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from verifier.claim.registry import discover, find, load

PACKAGE = "tests.example_claims"


def test_found_in_the_order_of_the_sections():
    claims = discover(PACKAGE)
    assert [claim.section for claim in claims.values()] == sorted(claim.section for claim in claims.values())
    assert all(claim.id == name for name, claim in claims.items())


def test_the_nearest_name_is_suggested():
    claims = discover(PACKAGE)
    assert find("raises", claims) is claims["raises"]
    with pytest.raises(LookupError, match="did you mean 'even-squares'"):
        find("evensquare", claims)
    with pytest.raises(LookupError, match="no claim is called"):
        find("x", {})


@pytest.mark.parametrize("found", [None, "a text", replace(load("raises", PACKAGE), id="another")])
def test_a_file_whose_claim_has_another_name_is_refused(found, monkeypatch):
    module = ModuleType(f"{PACKAGE}.stray")
    if found is not None:
        module.CLAIM = found
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with pytest.raises(ValueError, match="stray must define CLAIM"):
        load("stray", PACKAGE)
