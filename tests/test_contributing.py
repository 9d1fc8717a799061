"""The claim that CONTRIBUTING.md shows is followed to the letter: it is found, runs, and its control is refuted."""

import importlib
import re
import sys
from pathlib import Path

import pytest

from verifier.claim.claim import Settings
from verifier.claim.registry import load
from verifier.claim.verdict import Verdict
from verifier.run.unit import perform, units_of

TEXT = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of claims that holds only the one of CONTRIBUTING.md."""
    folder = tmp_path / "claims_of_a_newcomer"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "odd_sums.py").write_text(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0])
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield folder.name
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


def test_the_example_claim_works_as_told(package: str) -> None:
    outcomes = [perform(unit, Settings()) for unit in units_of(load("odd-sums", package), package)]
    assert [outcome.evidence.verdict for outcome in outcomes] == [Verdict.SUPPORTED, Verdict.REFUTED]
    assert outcomes[1].evidence.reason == "not-a-square"


def test_it_takes_ten_lines() -> None:
    steps = re.findall(r"^\d+\. ", TEXT, re.MULTILINE)
    assert len(steps) == 10
