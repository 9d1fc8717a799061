"""What people expect of a repository: one version in every place, typed packages, a citation, hooks, `--version`."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from verifier.ground.versions import PROJECT, version_of

ROOT = Path(__file__).parent.parent
PACKAGES = ("theory", "numerics", "verifier")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def of(name: str) -> str:
    """The text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def version_cited(citation: str) -> str:
    """The version that a CITATION.cff names."""
    return re.findall(r"^version: (\S+)$", citation, re.MULTILINE)[0]


def newest(changelog: str) -> str:
    """The version at the top of a changelog."""
    return re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (?:unreleased|\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_typed_also_when_installed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
    assert "py.typed" in PYPROJECT["tool"]["setuptools"]["package-data"][package]


def test_data_that_a_package_needs_is_installed_with_it() -> None:
    for package, patterns in PYPROJECT["tool"]["setuptools"]["package-data"].items():
        folder = ROOT / package.replace(".", "/")
        assert [pattern for pattern in patterns if not list(folder.glob(pattern))] == []


def test_one_version_in_every_place() -> None:
    version = PYPROJECT["project"]["version"]
    assert version_cited(of("CITATION.cff")) == version
    assert newest(of("CHANGELOG.md")) == version.removesuffix(".dev0")


def test_another_version_is_seen() -> None:
    assert version_cited("title: x\nversion: 9.9.9\n") == "9.9.9"
    assert newest("# Changelog\n\n## [9.9.9] - 2026-01-31\n\n## [0.1.0] - 2026-01-30\n") == "9.9.9"


def test_the_package_cannot_be_uploaded_by_mistake() -> None:
    assert "Private :: Do Not Upload" in PYPROJECT["project"]["classifiers"]


def test_hooks_are_local_and_do_what_lint_does() -> None:
    hooks = of(".pre-commit-config.yaml")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    tools = [words.removesuffix(" --force-exclude") for words in re.findall(r"entry: \.venv/bin/(.+)", hooks)]
    lint = of("Makefile").split("\nlint:")[1].split("\n\n")[0]
    assert tools == [words.removesuffix(" .") for words in re.findall(r"\$\(BIN\)/(.+)", lint)]


def test_the_command_line_tells_its_version() -> None:
    words = [sys.executable, "-m", "verifier", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == f"verifier {version_of(PROJECT)}\n"
