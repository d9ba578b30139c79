"""An event is passed on: its address copied, its page shared by the device, its poster printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Service

EVENT = "/events/round-table"


@pytest.fixture
def visitor(browser: Browser, service: Service) -> Iterator[Page]:
    """A page on a phone with JavaScript and a clipboard."""
    context = browser.new_context(viewport=PHONE, base_url=service.url, locale="en-GB")  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_the_address_is_copied_by_a_button(visitor: Page, service: Service) -> None:
    visitor.goto(EVENT)
    visitor.click("[data-copy]")
    visitor.wait_for_function("document.querySelector('[data-copy]').textContent === 'Copied'")
    assert visitor.evaluate("navigator.clipboard.readText()") == f"{service.url}{EVENT}"


def test_a_device_that_can_share_is_asked_to(visitor: Page, service: Service) -> None:
    visitor.add_init_script(
        "navigator.share = (what) => { window.shared = what; return Promise.resolve(); };"
    )
    visitor.goto(EVENT)
    visitor.click("[data-share]")
    assert visitor.evaluate("window.shared.url") == f"{service.url}{EVENT}"


def test_without_javascript_there_are_links_and_no_dead_button(phone: Page) -> None:
    phone.goto(f"{EVENT}?lang=en")
    assert not phone.locator("[data-copy], [data-share]").first.is_visible()
    links = [link.get_attribute("href") or "" for link in phone.locator("#share + div a").all()]
    assert [re.match(r"https?://[a-z.]+|mailto:|/", link)[0] for link in links][:3] == [  # type: ignore[index]
        "https://wa.me",
        "https://t.me",
        "mailto:",
    ]


@pytest.mark.parametrize("language", ["en", "kk"])
def test_the_poster_is_one_sheet(visitor: Page, tmp_path: Path, language: str) -> None:
    visitor.goto(f"{EVENT}/poster?lang={language}")
    path = tmp_path / "poster.pdf"
    visitor.pdf(path=path, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 1


def test_the_print_button_prints(visitor: Page) -> None:
    visitor.add_init_script("window.print = () => { window.printed = true; };")
    visitor.goto(f"{EVENT}/poster")
    visitor.click("[data-print]")
    assert visitor.evaluate("window.printed")
