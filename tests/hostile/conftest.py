"""A folder of a user's own, for every test that calls a command there."""

from pathlib import Path

import pytest

from tests.hostile.users import SMALL, UNSTABLE
from tests.sweeps import text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two problems and a sweep in it."""
    monkeypatch.chdir(tmp_path)
    Path("p.toml").write_text(SMALL)
    Path("u.toml").write_text(UNSTABLE)
    Path("s.toml").write_text(text())
    return tmp_path
