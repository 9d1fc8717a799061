"""The folder formal/ and its record.py, which is no package: it is loaded from its file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

FORMAL = Path(__file__).resolve().parents[2] / "formal"


def module(name: str) -> ModuleType:
    """A module of formal/, loaded from its file."""
    spec = importlib.util.spec_from_file_location(f"formal_{name}", FORMAL / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


record = module("record")
