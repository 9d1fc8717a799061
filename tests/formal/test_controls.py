"""Controls: a theorem whose statement, or a definition whose sign, is changed must no longer compile."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.formal.room import FORMAL, record

pytestmark = pytest.mark.skipif(
    shutil.which("coqc") is None, reason="coqc is not installed: no changed theorem can be refused by it"
)


@dataclass(frozen=True)
class Control:
    """`old` becomes `new` wherever it stands in `patched`; then `refused`, or else `patched`, must not compile."""

    name: str
    patched: str
    old: str
    new: str
    used_by: str = ""

    @property
    def refused(self) -> str:
        """The file whose compilation must fail."""
        return self.used_by or self.patched


CONTROLS = (
    Control("a sign of Q", "definitions", "+ B theta *m (B theta)^T", "- B theta *m (B theta)^T",
            "balanced_is_not_enough"),
    Control("one term short", "definitions", r"\sum_(i < j) c theta i", r"\sum_(i < j.-1) c theta i", "lemmas_noether"),
    Control("no transpose", "definitions", "iter i (mulmx (A theta)^T)", "iter i (mulmx (A theta))", "lemmas_noether"),
    Control("the cycle's symmetry", "balanced_is_not_enough", "<-> (d <= 2)%N", "<-> (d <= 3)%N"),
    Control("k = 2n", "moment_uniqueness", "(2 * n + 1 <= k)%N", "(2 * n <= k)%N"),
    Control("not symmetric", "moment_uniqueness", "symmetric theta -> ", ""),
    Control("not an involution", "symmetric_invariant", "(SS : S *m S = 1%:M)", "(SS : S *m S = S)"),
    Control("not a projection", "support_invariant", "(PP : P *m P = P)", "(PP : P *m P = 1%:M)"),
    Control("not orthogonal", "support_invariant", "Hypotheses (Pt : P^T = P) (PP", "Hypotheses (PP"),
    Control("coinciding nodes", "low_dimensional_state", "(distinct : injective x) (positive", "(positive"),
    Control("2n lags, robustly", "robust_extrapolation", "(2 * n + 1 <= k)%N", "(2 * n <= k)%N"),
    Control("one lag fewer", "small_students_extrapolate", "(d + n <= k)%N", "(d + n <= k + 1)%N"),
    Control("derivatives not Lipschitz", "symmetric_flow", "lipschitz_weights W ->", ""),
    Control("a flow off its support", "support_flow", "supported P (theta s) -> ", ""),
    Control("growth by beta alone", "shadowing", "Num.max (1 + eta * nu t) `|1 - eta * beta t|", "`|1 - eta * beta t|"),
    Control("fewer words", "definitions_shadowing", "(j * j.-1)%:R", "j%:R", "lemmas_words"),
    Control("only 2m lags", "mass_deficit", "(2 * m < k)%N", "(2 * m <= k)%N"),
)  # fmt: skip


def compiled(folder: Path, name: str, change: Control | None = None) -> subprocess.CompletedProcess[str]:
    """Compiles `name`.v and what it needs, in `folder`, with or without the change."""
    folder.mkdir(exist_ok=True)
    needed = record.sources(name)
    for source in needed:
        text = (FORMAL / source).read_text(encoding="utf-8")
        if change and source == f"{change.patched}.v":
            assert change.old in text, f"{source} has no {change.old!r}: the control changes nothing"
            text = text.replace(change.old, change.new)
        target = folder / source
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
    (folder / "_CoqProject").write_text("-Q . formal\n-arg -w -arg none\n", encoding="utf-8")
    subprocess.run(["coq_makefile", "-f", "_CoqProject", *needed, "-o", "rocq.mk"], cwd=folder, check=True)
    command = ["make", "-s", "-f", "rocq.mk", f"{name}.vo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which unchanged theorems are compiled, each when it is first needed."""
    return tmp_path_factory.mktemp("unchanged")


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_changed_theorem_is_refused(control: Control, clean: Path, tmp_path: Path) -> None:
    unchanged = compiled(clean, control.refused)
    assert unchanged.returncode == 0, unchanged.stderr
    shutil.copytree(clean, tmp_path / "changed")
    changed = compiled(tmp_path / "changed", control.refused, control)
    assert changed.returncode != 0
    assert f'File "./{control.refused}.v"' in changed.stderr
