"""The stored catalogue is what the claims declare now, and is read back as it was written."""

from dataclasses import replace

from verifier.claim.catalogue import FILE, catalogue, entry, store
from verifier.claim.registry import claim_ids, discover

CLAIMS = discover()


def test_the_catalogue_is_current():
    assert catalogue() == {claim.id: entry(claim) for claim in CLAIMS.values()}, "run `make derivations`"
    assert list(catalogue()) == list(CLAIMS)
    assert sorted(catalogue()) == sorted(claim_ids())


def test_it_is_written_one_way_only(tmp_path):
    store(CLAIMS.values(), tmp_path / "catalogue.json")
    assert (tmp_path / "catalogue.json").read_text() == FILE.read_text()


def test_a_changed_claim_is_another_entry(tmp_path):
    claim = CLAIMS["moment-uniqueness"]
    control = replace(claim.controls[0], guards="another check")
    for changed in (replace(claim, title="another"), replace(claim, controls=(control, *claim.controls[1:]))):
        store([changed], tmp_path / "catalogue.json")
        assert catalogue(tmp_path / "catalogue.json") == {claim.id: entry(changed)}
        assert entry(changed) != entry(claim)


def test_an_entry_names_every_test_and_control():
    for claim in CLAIMS.values():
        assert [check.name for check in entry(claim).tests] == [check.name for check in claim.tests]
        assert [control.guards for control in entry(claim).controls] == [control.guards for control in claim.controls]
