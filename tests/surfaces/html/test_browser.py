"""The page in a real browser: nothing clipped, nothing loaded, nothing hard to read."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 844}
CLIPPED = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const t = text.getBoundingClientRect();
    return t.left < box.left - 2 || t.right > box.right + 2
      || t.top < box.top - 2 || t.bottom > box.bottom + 2;
  }).map(text => text.textContent);
})"""
ON_ANOTHER = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 1 && high > 0.4 * Math.min(p.height, q.height)) found.push([a, b]);
  }));
  return found;
})"""


@pytest.fixture
def browser(needs_program):
    program = needs_program("chromium", package="chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["report", "compared"])
def shown(request):
    """The report of a run, and the comparison of two."""
    return request.getfixturevalue(request.param)


@contextmanager
def opened(browser, report, size, *, bypass_csp=False):
    """The page in a window, with the addresses that it asked for."""
    context = browser.new_context(viewport=size, bypass_csp=bypass_csp)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.page.as_uri())
    yield page, asked
    context.close()


def test_a_checker_of_accessibility_finds_nothing_serious(browser, shown):
    # On a telephone more scrolls, and all that the page folds away is opened.
    with opened(browser, shown, PHONE, bypass_csp=True) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        violations = Axe().run(page).response["violations"]

    grave = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert not [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in grave]


def test_nothing_is_asked_of_anyone_and_no_text_is_clipped(browser, shown):
    for size in (DESK, PHONE):
        with opened(browser, shown, size) as (page, asked):
            assert asked == [shown.page.as_uri()]
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"]
            assert page.evaluate(CLIPPED) == []
            assert page.evaluate(ON_ANOTHER) == []
