"""The page in a real browser: quiet, whole, legible on a phone, in the dark and on paper."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from browser_kit import Shown, axe, chromium, launched
from page_kit import SINCE, TODAY, agreement, rule, year
from playwright.sync_api import sync_playwright

from supervision.reports import Focus, html

FOCUS = Focus.on_themes({"resonance": 40, "family": 20})
PAGES = {
    "supervisor": {"rule": rule(), "focus": FOCUS},
    "one": {"person": "S-014", "rule": rule()},
    "supervisee": {"audience": "supervisee", "person": "S-014", "rule": rule()},
    "service": {"audience": "service"},
    "body": {"audience": "body", "person": "S-014", "rule": rule("babcp-accredited")},
}
SCREENS = {
    "light": {"viewport": {"width": 1000, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1000, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


@pytest.fixture(scope="module")
def browser():
    """Chromium."""
    chromium()
    with sync_playwright() as play:
        started = launched(play)
        yield started
        started.close()


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """axe-core, as a script."""
    return axe(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where pages and pictures of them are: kept in ``SUPERVISION_PICTURES``, to be looked at."""
    kept = os.environ.get("SUPERVISION_PICTURES")
    return tmp_path_factory.mktemp("pages") if kept is None else Path(kept)


@pytest.fixture(scope="module")
def files(folder):
    """Each page in a file."""
    lines = [*year(), agreement(), agreement("A-05", people=("S-014", "S-022"), group="G-02")]
    for name, options in PAGES.items():
        text = html(lines, today=TODAY, since=SINCE, **options)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture
def show(browser):
    """Show a page: ``show(file, **screen)``."""
    shown = []

    def show(file, **screen):
        shown.append(Shown(browser, file, **screen))
        return shown[-1]

    yield show
    for each in shown:
        each.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_it_is_quiet_and_fits(files, folder, show, name, screen):
    """Nothing is asked for but the file, nothing is complained of, and nothing sticks out."""
    shown = show(files[name], **SCREENS[screen])
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

    shown.page.screenshot(path=folder / f"{name}-{screen}.png", full_page=True)

    assert shown.requests == [files[name].as_uri()]
    assert shown.messages == []
    assert not shown.page.evaluate(wide)


@pytest.mark.parametrize(
    ("name", "screen"),
    [
        *((name, "light") for name in PAGES),
        *(("supervisor", "dark"), ("supervisor", "phone"), ("service", "dark")),
    ],
)
def test_everybody_can_use_it(files, show, judge, name, screen):
    """Axe finds nothing that would keep anybody from using it, with every table unfolded."""
    assert show(files[name], **SCREENS[screen]).problems(judge) == []


def test_axe_finds_what_is_wrong(files, folder, show, judge):
    """A page that was made worse is found out, so that the test above can fail."""
    text = files["body"].read_text(encoding="utf-8")
    worse = folder / "worse.html"
    worse.write_text(
        text.replace('lang="en"', "")
        .replace('role="img" aria-labelledby="', 'role="img" data-x="')
        .replace("<title id=", "<x id=")
        .replace("</title><desc", "</x><desc"),
        encoding="utf-8",
    )

    assert {each[0] for each in show(worse).problems(judge)} >= {"html-has-lang", "svg-img-alt"}


def test_a_script_would_be_complained_of(files, folder, show):
    """A page into which somebody put a script or a picture runs and fetches neither."""
    text = files["body"].read_text(encoding="utf-8")
    worse = folder / "scripted.html"
    worse.write_text(
        text.replace(
            "</body>",
            "<script>document.title='x'</script><img src='http://127.0.0.1:9/x' alt=''></body>",
        ),
        encoding="utf-8",
    )
    shown = show(worse)

    assert shown.page.title() != "x"
    assert len([each for each in shown.messages if "Content Security Policy" in each]) == 2
    assert shown.failed == ["http://127.0.0.1:9/x"]


def _colour(shown, selector, what):
    return shown.page.evaluate(
        "([selector, what]) => getComputedStyle(document.querySelector(selector))[what]",
        [selector, what],
    )


def test_drawings_change_in_the_dark(files, show):
    """On a dark screen the page is dark and the drawings are light, and the other way round."""
    light, dark = (show(files["body"], **SCREENS[name]) for name in ("light", "dark"))
    bars, words = "svg path[fill='var(--main)']", "svg text"

    assert _brightness(_colour(light, "body", "backgroundColor")) > 200
    assert _brightness(_colour(dark, "body", "backgroundColor")) < 50
    assert (
        _brightness(_colour(light, bars, "fill")) < 130 < _brightness(_colour(dark, bars, "fill"))
    )
    assert _brightness(_colour(light, words, "fill")) < 130
    assert _brightness(_colour(dark, words, "fill")) > 130


def _brightness(colour):
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_words_in_drawings_are_large_enough_on_a_phone(files, show):
    """On a phone no word of a drawing is under nine pixels high."""
    shown = show(files["supervisor"], **SCREENS["phone"])
    sizes = shown.page.evaluate(
        "[...document.querySelectorAll('svg text')].map(each =>"
        " parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a)"
    )

    assert len(sizes) > 50
    assert min(sizes) > 9


@pytest.mark.parametrize("name", PAGES)
def test_it_prints(files, folder, show, name):
    """On paper it is light, has its tables unfolded, and is a document of some pages."""
    shown = show(files[name], **SCREENS["dark"])
    shown.page.emulate_media(media="print")
    shown.page.pdf(path=folder / f"{name}.pdf", format="A4")
    printed = (folder / f"{name}.pdf").read_bytes()
    heights = shown.page.evaluate(
        "[...document.querySelectorAll('details')].map(each => each.querySelector('table').getBoundingClientRect().height)"
    )

    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 25
    assert _brightness(_colour(shown, "body", "backgroundColor")) == 255
    assert all(height > 20 for height in heights)


def test_a_keyboard_is_enough(files, show):
    """The first press of Tab leads past the links, and tables can be opened and scrolled."""
    shown = show(files["supervisor"], **SCREENS["phone"])
    shown.page.keyboard.press("Tab")
    first = shown.page.evaluate("document.activeElement.getAttribute('href')")
    summary = shown.page.locator("summary").first
    summary.focus()
    shown.page.keyboard.press("Enter")

    assert first == "#main"
    assert shown.page.locator("details").first.evaluate("each => each.open")


WHO = """
() => {
  const sheet = document.querySelector("#hours").closest("section").querySelector(".sheet");
  sheet.closest("details").open = true;
  sheet.scrollLeft = 200;
  const who = sheet.querySelector("tbody th").getBoundingClientRect();
  const edge = sheet.getBoundingClientRect();
  return [sheet.scrollWidth - sheet.clientWidth, sheet.scrollLeft, who.left - edge.left];
}
"""


def test_who_stays_in_sight_on_a_phone(files, show):
    """However far the months of everybody are scrolled, the column with the codes stays."""
    _, scrolled, who = show(files["supervisor"], **SCREENS["phone"]).page.evaluate(WHO)

    assert scrolled == 200
    assert abs(who) < 1


def test_the_months_of_a_year_need_no_scrolling_on_a_desk(files, show):
    """A table of thirteen months is as wide as it has to be, where the screen has room."""
    wide = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
    over, _, _ = show(files["supervisor"], **wide).page.evaluate(WHO)

    assert over <= 0
