"""The report in a real browser: typeset, reachable, silent, legible on phones and in the dark, by keyboard, printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromium import EXECUTABLE, Page, chromium
from tests.report_examples import MARKUP, of, one, whole, with_markup
from verifier.claim.catalogue import catalogue
from verifier.report.report import page

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="needs Chromium: apt-get install chromium")

MOST_BYTES = 5_000_000
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
SIZES = (
    "[...document.querySelectorAll('math')].map(m => m.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
)
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with chromium() as tab:
        yield tab


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of all claims of the registry."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(whole()), encoding="utf-8")
    return path


@pytest.fixture
def tab(browser: Page, report: Path) -> Page:
    """The report, opened on a desk in daylight."""
    browser.resize(1280, 900)
    browser.prefer("light")
    browser.open(report)
    return browser


def opened(browser: Page, path: Path, text: str) -> Page:
    path.write_text(text, encoding="utf-8")
    browser.open(path)
    return browser


def test_all_mathematics_is_rendered(tab: Page) -> None:
    tab.value(UNFOLD)
    sizes = tab.value(SIZES)
    assert len(sizes) > 300
    assert min(sizes) > 1
    script, plain = "document.querySelector('msup > :nth-child(2)')", "document.querySelector('msup > :nth-child(1)')"
    assert tab.value(f"{script}.getBoundingClientRect().top < {plain}.getBoundingClientRect().top"), (
        "no exponent raised"
    )


def test_mathematics_without_size_is_seen(browser: Page, tmp_path: Path) -> None:
    opened(browser, tmp_path / "empty.html", "<p><math><mi>x</mi></math><math></math></p>")
    assert min(browser.value(SIZES)) == 0


def test_nothing_is_complained_of_and_nothing_else_is_asked_for(tab: Page, report: Path) -> None:
    assert tab.complaints() == []
    assert tab.requests() == [report.resolve().as_uri()]


def test_complaints_and_requests_are_heard(browser: Page, tmp_path: Path) -> None:
    image = (tmp_path / "absent.png").as_uri()
    opened(browser, tmp_path / "bad.html", f"<script>console.error(1); throw Error(2)</script><img src='{image}'>")
    assert len(browser.complaints()) >= 2
    assert image in browser.requests()


def test_every_claim_is_reached_from_the_drawing_or_the_chain(tab: Page) -> None:
    missing = tab.value("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
                        ".filter(id => !document.getElementById(id))")  # fmt: skip
    assert missing == []
    for name in catalogue():
        tab.value(
            f"document.querySelector('a[href=\"#{name}\"]').dispatchEvent(new MouseEvent('click', {{bubbles: true}}))"
        )
        assert tab.value("location.hash") == f"#{name}"
        assert tab.value(f"document.querySelector(':target').id == '{name}'")


@pytest.mark.parametrize("name", ["gradient", "long-memory"])
def test_a_link_brings_the_claim_into_view(tab: Page, report: Path, name: str) -> None:
    tab.open(report, f"#{name}")
    tab.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    top = tab.value(f"document.getElementById('{name}').getBoundingClientRect().top")
    assert -1 <= top < 900


def test_markup_is_shown_as_text(browser: Page, tmp_path: Path) -> None:
    opened(browser, tmp_path / "markup.html", page(with_markup()))
    assert browser.value("document.querySelectorAll('script, img, [onclick], [onerror]').length") == 0
    assert browser.value("document.querySelector('.claim h3').innerText").startswith(MARKUP)
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_sticks_out_sideways(tab: Page, width: int) -> None:
    tab.resize(width, 800)
    tab.value(UNFOLD)
    assert tab.value("document.documentElement.scrollWidth") <= width


def test_what_sticks_out_is_seen(browser: Page, tmp_path: Path) -> None:
    wide = page(of(one())).replace("<h1>", '<h1 style="width: 900px; max-width: none">')
    browser.resize(360, 800)
    opened(browser, tmp_path / "wide.html", wide)
    assert browser.value("document.documentElement.scrollWidth") > 360


def test_it_is_dark_where_the_reader_wants_it(tab: Page, report: Path) -> None:
    light, ink = tab.value(BACKGROUND), tab.value("getComputedStyle(document.body).color")
    tab.prefer("dark")
    assert tab.value(BACKGROUND) != light
    assert tab.value("getComputedStyle(document.body).color") != ink
    assert sum(map(int, tab.value(BACKGROUND)[4:-1].split(","))) < 150


def test_it_can_be_read_from_the_keyboard(tab: Page) -> None:
    tab.press("Tab")
    assert tab.value("document.activeElement.className") == "skip"
    assert tab.value("document.activeElement.getBoundingClientRect().left >= 0"), "the skip link is not shown"
    assert tab.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.value("document.querySelector('#gradient summary').focus()")
    tab.press("Enter")
    assert tab.value("document.querySelector('#gradient details').open") is True


def test_a_printed_page_shows_the_folded_proofs(tab: Page) -> None:
    shown = "document.querySelector('#gradient .steps').checkVisibility()"
    assert tab.value(shown) is False
    tab.prefer("light", "print")
    assert tab.value(shown) is True
    assert tab.value("getComputedStyle(document.querySelector('nav')).display") == "none"


def test_it_opens_whole_and_is_small(tab: Page, report: Path) -> None:
    tab.open(report)
    assert tab.value("document.readyState") == "complete"
    assert report.stat().st_size < MOST_BYTES
