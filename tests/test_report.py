"""The report: made from the JSON alone, every text as text, every formula typeset, every link within the page."""

import json
import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.report_examples import MARKUP, of, one, whole, with_markup
from verifier.claim.catalogue import catalogue
from verifier.claim.verdict import Evidence, Verdict
from verifier.cli import main
from verifier.ground.errors import InputError
from verifier.ground.files import json_text
from verifier.report.report import page
from verifier.run.results import to_json
from verifier.run.results_reader import from_json

MOST_BYTES = 5_000_000


class Reader(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value or "" for _, attributes in self.elements for key, value in attributes.items() if key == name]


@pytest.fixture(scope="module")
def whole_page() -> str:
    return page(whole())


@pytest.fixture(scope="module")
def read(whole_page: str) -> Reader:
    return Reader(whole_page)


def test_no_backslash_survives(whole_page: str) -> None:
    assert "\\" not in whole_page


def test_a_backslash_would_be_seen() -> None:
    assert "\\" in page(of(replace(one(), statement=r"$\nosuchmacro x$")))


def test_latex_without_dollars_is_shown_on_one_line() -> None:
    claim = one()
    evidence = Evidence(Verdict.REFUTED, "no", details={"counterexample": r"x' = -2 P (1 + \beta^T \beta) \, y_L"})
    text = page(of(replace(claim, tests=(replace(claim.tests[0], evidence=evidence),))))
    assert "β^T β" in text
    assert "\\" not in text


def test_it_is_small_and_always_the_same(whole_page: str) -> None:
    assert len(whole_page.encode()) < MOST_BYTES
    assert page(whole()) == whole_page


def test_it_needs_nothing_from_elsewhere_and_no_script(whole_page: str, read: Reader) -> None:
    assert not {"script", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in read.elements}
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import", whole_page)
    assert read.values("src") == []
    assert all(re.fullmatch(r"#[a-z0-9-]+|data:,", address) for address in read.values("href"))
    assert "default-src 'none'" in whole_page


def test_every_claim_is_there_and_every_link_arrives(read: Reader) -> None:
    ids = read.values("id")
    assert len(set(ids)) == len(ids)
    assert set(catalogue()) <= set(ids)
    assert {address[1:] for address in read.values("href") if address.startswith("#")} <= set(ids)
    assert {reference for text in read.values("aria-labelledby") for reference in text.split()} <= set(ids)


def test_every_claim_can_be_run_again(read: Reader) -> None:
    assert all(f"verifier run --only {name} --profile quick --seed 0" in read.text for name in catalogue())


def test_every_formula_is_mathematics(whole_page: str, read: Reader) -> None:
    formulas = sum(text.count("$") // 2 for c in whole().claims for text in (c.title, c.statement, *c.hypotheses))
    assert sum(tag == "math" for tag, _ in read.elements) > formulas
    assert "$" not in whole_page


def test_head_and_language(read: Reader) -> None:
    assert ("html", {"lang": "en"}) in read.elements
    assert "width=device-width, initial-scale=1" in read.values("content")
    assert "title" in [tag for tag, _ in read.elements[: [tag for tag, _ in read.elements].index("body")]]
    assert [tag for tag, _ in read.elements].count("h1") == 1


def test_markup_is_text_everywhere() -> None:
    read = Reader(page(with_markup()))
    tags = {tag for tag, _ in read.elements}
    assert not tags & {"script", "img"}
    assert not any(name.startswith("on") for _, attributes in read.elements for name in attributes)
    assert not any("javascript" in address for address in read.values("href"))
    assert read.text.count(MARKUP) >= 10


def test_a_control_that_is_not_refuted_is_shown_at_once() -> None:
    claim = one()
    let_through = replace(claim.controls[0], evidence=Evidence(Verdict.SUPPORTED, "it holds"))
    text = page(of(replace(claim, controls=(let_through,))))
    assert '<details class="controls" open>' in text
    assert "<em>not refuted</em>" in text
    assert '<details class="controls" open>' not in page(of(claim))


def test_a_false_step_is_shown_as_false() -> None:
    claim = one()
    proof = claim.tests[0].evidence
    step = replace(proof.steps[0], holds=False)
    evidence = replace(proof, verdict=Verdict.REFUTED, steps=(step,))
    text = page(of(replace(claim, tests=(replace(claim.tests[0], evidence=evidence),))))
    assert "<strong>false</strong>" in text
    assert "<strong>false</strong>" not in page(of(claim))


def test_the_chain_names_its_open_link_and_claims_not_run() -> None:
    text = page(of(one()))
    assert text.count('<article class="chain"') == 3
    assert "several modes from the origin: open" in text
    assert '<span class="absent">single-mode</span>' in text


def test_a_page_of_nothing() -> None:
    assert "nothing was run" in page(of())


def test_every_template_is_installed() -> None:
    root = Path(__file__).parent.parent
    shipped_with = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    room = root / "verifier" / "report"
    shipped = {path for pattern in shipped_with["verifier.report"] for path in room.glob(pattern)}
    assert set((room / "templates").iterdir()) <= shipped


# --- the commands


def invoke(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(arguments), standalone_mode=False)
    return done.exit_code, done.stdout, done.stderr


def test_report_of_a_run_and_of_its_json_are_the_same_page(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert invoke("run", "--only", "support-invariant", "--jobs", "1", "--report", str(folder))[0] == 0
    again = tmp_path / "again.html"
    assert invoke("report", str(folder / "result.json"), "--out", str(again)) == (0, f"{again}\n", "")
    assert again.read_text() == (folder / "report.html").read_text()
    assert 'id="support-invariant"' in again.read_text()


def test_by_default_it_is_written_beside_the_json(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text(json_text(to_json(of(one()))))
    assert invoke("report", str(result))[0] == 0
    assert (tmp_path / "result.html").read_text() == page(of(one()))


DOCUMENT = json.loads(json_text(to_json(of(one()))))


NUMBER_FOR_A_TITLE = json.dumps({**DOCUMENT, "claims": [{**DOCUMENT["claims"][0], "title": 3}]})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"claims": []}', "[" * 100_000, NUMBER_FOR_A_TITLE],
    ids=["empty", "half", "list", "null", "foreign", "deep", "a number for a title"],
)  # fmt: skip
def test_what_is_no_result_is_one_line_and_exit_code_2(tmp_path: Path, text: str) -> None:
    result = tmp_path / "result.json"
    result.write_text(text)
    code, out, err = invoke("report", str(result))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "result.html").exists()


def test_a_claim_that_rests_on_itself_is_refused(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text(json_text(to_json(of(replace(one(), builds_on=("gradient",))))))
    assert invoke("report", str(result))[0] == 2


@pytest.mark.parametrize("folder", ["", "file", "file/below"])
def test_a_folder_that_cannot_be_is_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    code, out, _ = invoke("run", "--only", "gradient", "--report", folder)
    assert (code, out) == (2, "")


def places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) within a JSON document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in ((value, key), *places(item))]


@given(st.data())
def test_any_one_defect_gives_a_page_or_an_input_error(data: st.DataObject) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    container, key = data.draw(st.sampled_from(places(document)))
    container[key] = data.draw(st.sampled_from([None, 3, "", "x", [], {}, True, "1e400", "$", "$\\", r"$\left($"]))  # type: ignore[index]
    try:
        result = from_json(document, "here")
    except InputError:
        return
    assert page(result).startswith("<!DOCTYPE html>")


# --- colours


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one_colour: str, other: str) -> float:
    dark, light = sorted((luminance(one_colour), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_by_hand() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_stands_out(whole_page: str, scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", whole_page, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    texts = {"ink", "soft", "accent", *(verdict.name for verdict in Verdict)}
    assert texts <= set(colours)
    for ground in ("paper", "card", "code"):
        assert [name for name in sorted(texts) if contrast(colours[name], colours[ground]) < 4.5] == []
