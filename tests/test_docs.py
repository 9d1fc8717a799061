"""The pages of docs/: what is generated is up to date, links lead somewhere, the picture is what its command draws."""

import re
import shlex
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.test_readme import PAGES, ROOT
from verifier.claim.catalogue import catalogue
from verifier.claim.claim import Status
from verifier.claim.verdict import Verdict
from verifier.ground.files import write_text
from verifier.upkeep import kernel_listing
from verifier.upkeep.cited_lemmas import BEGIN, END, listing, main, with_listing

VERDICTS = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
PICTURE, PROBLEM = ROOT / "docs" / "two-modes.svg", ROOT / "examples" / "certified.toml"


def test_the_cited_lemmas_are_those_of_the_proofs() -> None:
    assert with_listing(VERDICTS, catalogue().values()) == VERDICTS, "run `make derivations`"


def test_a_lemma_left_out_is_seen() -> None:
    lemma = next(line for line in listing(catalogue().values()).splitlines() if line.startswith("  - "))
    assert lemma in VERDICTS
    assert with_listing(VERDICTS.replace(lemma, "", 1), catalogue().values()) == VERDICTS


def test_a_missing_marker_is_an_error() -> None:
    for marker in (BEGIN, END):
        with pytest.raises(ValueError, match="markers"):
            with_listing(VERDICTS.replace(marker, ""), ())


def test_the_files_of_the_kernel_are_counted() -> None:
    assert f"{kernel_listing.BEGIN}\n{kernel_listing.listing(ROOT)}\n{kernel_listing.END}" in VERDICTS, (
        "run `make derivations`"
    )


def test_a_line_more_in_the_kernel_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / kernel_listing.KERNEL
    folder.mkdir(parents=True)
    (folder / "steps.py").write_text('"""What |x| is.\n\nMore.\n"""\n')
    before = kernel_listing.listing(tmp_path)
    assert r"| `theory/kernel/steps.py` | 4 | What \|x\| is. |" in before
    (folder / "steps.py").write_text('"""What |x| is.\n\nMore.\n"""\n\n')
    assert kernel_listing.listing(tmp_path) != before


def test_the_kernels_table_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / kernel_listing.PAGE
    page.write_text(f"before {kernel_listing.BEGIN} stale {kernel_listing.END} after")
    kernel_listing.main(tmp_path)
    assert "| 0 files | 0 | |" in page.read_text()
    assert "stale" not in page.read_text()


def test_every_verdict_and_every_kind_of_statement_is_explained() -> None:
    assert [verdict for verdict in Verdict if f"| {verdict} |" not in VERDICTS] == []
    assert [status for status in Status if f"*{status}*" not in VERDICTS] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [path for path in PAGES if path.name != "README.md"], ids=lambda page: page.name)
def test_the_readme_leads_to_every_page(page: Path) -> None:
    assert f"(docs/{page.name})" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert absent(text) == []


def test_a_page_that_names_what_is_not_there_is_seen() -> None:
    assert absent("`theory/attic` and `docs/verdicts.md`, all of `numerics/*`") == ["theory/attic"]


def absent(text: str) -> list[str]:
    """The files and folders of the repository that a text names between backticks although they are not there."""
    folders = "theory|numerics|verifier|tests|examples|benchmarks|docs|notebooks"
    return [name for name in re.findall(rf"`((?:{folders})/[\w./-]+)`", text) if not (ROOT / name).exists()]


# --- by hand: the example that tells the two notions of balanced apart


def gramians(
    corner: Fraction, below: Fraction, right: Fraction
) -> tuple[list[Fraction], list[Fraction], list[Fraction]]:
    """Diagonals of both Gramians (reachability first) and of Q for A = corner e1 e2^T, B = below e2, C = right e1^T."""
    reach = [corner**2 * below**2, below**2]
    observe = [right**2, right**2 * corner**2]
    return reach, observe, [corner**2 - right**2, below**2 - corner**2]


def test_gramian_balanced_is_not_norm_balanced() -> None:
    reach, observe, balancedness = gramians(Fraction(1), Fraction(2), Fraction(2))
    assert reach == observe == [4, 4]
    assert balancedness == [-3, 3]
    assert (3 * 16 ** (1 / 3)) < 9


# --- the picture of the README


def numbers_and_rest(svg: str) -> tuple[list[float], str]:
    """The numbers in a drawing, and what is left without them."""
    return [float(number) for number in re.findall(r"-?\d+\.\d+", svg)], re.sub(r"-?\d+\.\d+", "#", svg)


def same_drawing(one: str, other: str) -> bool:
    """Whether two drawings differ by nothing that an eye could see: a twentieth of a point."""
    (numbers, rest), (others, rest_of_other) = numbers_and_rest(one), numbers_and_rest(other)
    return rest == rest_of_other and all(abs(x - y) < 0.05 for x, y in zip(numbers, others, strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="the picture was drawn with the fonts matplotlib brings, on Linux")
def test_the_picture_of_the_readme_is_what_its_command_draws(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    drawn = tmp_path / "two-modes.svg"
    words = ["descend", str(PROBLEM), "--arithmetic", "arb", "--plot", str(drawn)]
    subprocess.run([sys.executable, "-m", "verifier", *words], check=True, capture_output=True, cwd=ROOT)
    assert same_drawing(drawn.read_text(), PICTURE.read_text()), f"verifier {shlex.join(words[:-1])} {PICTURE}"


def test_another_picture_is_seen() -> None:
    drawn = PICTURE.read_text()
    assert same_drawing(drawn, drawn)
    assert not same_drawing(drawn, drawn.replace("loss", "gain", 1))
    first = re.findall(r"-?\d+\.\d+", drawn)[200]
    assert not same_drawing(drawn, drawn.replace(first, str(float(first) + 1), 1))


def test_the_command_rewrites_the_page(tmp_path: Path) -> None:
    page = tmp_path / "verdicts.md"
    write_text(str(page), f"before {BEGIN} stale {END} after")
    main(page)
    assert page.read_text().startswith(f"before {BEGIN}\n- `")
    assert page.read_text().endswith(f"{END} after")
