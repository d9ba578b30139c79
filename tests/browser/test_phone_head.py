"""On a phone the head of organisers' pages leaves room for what the page is about."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Service

SMALL_PHONE = {"width": 360, "height": 740}
OVERVIEW = "/organise/events/round-table"
PAGES = [OVERVIEW, f"{OVERVIEW}/places", f"{OVERVIEW}/messages", "/organise/organisations/dku/audit"]
LONGEST_HEAD = 330  # pixels to the end of the tabs, less than half of the screen


@contextmanager
def signed_in(browser: Browser, service: Service, *, scripts: bool) -> Iterator[Page]:
    """An organiser's phone, in Kazakh."""
    context = browser.new_context(viewport=SMALL_PHONE, base_url=service.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{OVERVIEW}?lang=kk")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{OVERVIEW}*")
    yield page
    context.close()


@pytest.fixture(scope="module")
def host(browser: Browser, service: Service) -> Iterator[Page]:
    """Without JavaScript."""
    with signed_in(browser, service, scripts=False) as page:
        yield page


@pytest.fixture
def scripted(browser: Browser, service: Service) -> Iterator[Page]:
    """With JavaScript."""
    with signed_in(browser, service, scripts=True) as page:
        yield page


@pytest.mark.parametrize("path", PAGES)
def test_the_head_takes_less_than_half_of_the_screen(host: Page, path: str) -> None:
    host.goto(path)
    box = host.locator("nav.tabs").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < LONGEST_HEAD


def test_tabs_are_as_high_as_a_finger(host: Page) -> None:
    host.goto(OVERVIEW)
    boxes = [one.bounding_box() for one in host.locator("nav.tabs a").all()]
    assert boxes
    assert all(box and box["height"] >= 44 for box in boxes)


def test_a_tab_beyond_the_edge_comes_into_sight_with_the_keyboard(host: Page) -> None:
    host.goto(OVERVIEW)
    last = host.locator("nav.tabs a").last
    host.locator("nav.tabs a").first.focus()
    for _ in range(10):
        if last.evaluate("one => one === document.activeElement"):
            break
        host.keyboard.press("Tab")
    box = last.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALL_PHONE["width"]


def test_with_javascript_the_present_tab_is_in_sight_from_the_start(scripted: Page) -> None:
    scripted.goto(f"{OVERVIEW}/messages")
    box = scripted.locator("nav.tabs [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALL_PHONE["width"]
