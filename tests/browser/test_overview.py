"""The pictures of an event's overview on a phone: readable, with the tables open, in every scheme."""

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Service

SCHEMES = ["light", "dark", "yellow-on-black"]
NARROWEST = {"width": 320, "height": 640}
OVERVIEW = "/organise/events/round-table"


@pytest.fixture(scope="module")
def host(browser: Browser, service: Service) -> Iterator[Page]:
    """An organiser of an event for which two people have registered, in two languages and of two groups."""
    context = browser.new_context(viewport=PHONE, base_url=service.url, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for number, lang in enumerate(("kk", "ru")):
        page.goto(f"/events/round-table/register?lang={lang}")
        page.fill("[name=name]", f"Гүлнұр Сәрсенбайқызы {number}")
        page.fill("[name=email]", f"overview-{number}@example.org")
        page.press("[name=ticket][value=in-person]", "Space")
        page.fill("[name=question-affiliation]", "ҚазНУ")
        page.locator("[name=question-group]").nth(number).press("Space")
        page.press("[name=consent]", "Space")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/receipts/*")
    page.goto("/login")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/organise/"))
    yield page
    context.close()


def _open(page: Page, query: str) -> None:
    page.goto(f"{OVERVIEW}?{query}")
    for summary in page.locator("figure.numbers summary").all():
        summary.click()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_has_no_serious_barrier_with_its_tables_open(host: Page, scheme: str) -> None:
    host.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _open(host, f"scheme={scheme}&lang=kk")

    found = Axe().run(host).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    assert host.get_by_role("img", name="Орындар").count() == 1
    assert host.locator("figure.numbers").count() >= 4


@pytest.mark.parametrize("text", ["normal", "larger"])
def test_no_word_of_a_picture_leaves_the_page(host: Page, text: str) -> None:
    host.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    _open(host, f"lang=kk&text={text}&scheme=light")

    assert host.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    outside = host.evaluate(
        "[...document.querySelectorAll('svg.chart text')].filter(one => {"
        " const box = one.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth; }).length"
    )
    assert outside == 0


def test_files_of_the_list_are_taken_from_a_menu(host: Page) -> None:
    host.set_viewport_size(PHONE)  # type: ignore[arg-type]
    host.goto(f"{OVERVIEW}/attendees?lang=en&text=normal")
    host.locator(".list-menu > summary").click()
    menu = host.locator(".list-menu .export-menu")
    menu.locator("summary").click()
    found = Axe().run(host).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    with host.expect_download() as waiting:
        menu.get_by_role("link", name="Excel workbook (XLSX)").click()
    assert re.fullmatch(r"round-table-\d{4}-\d\d-\d\d\.xlsx", waiting.value.suggested_filename)


def test_those_who_are_ticked_are_taken_out_from_the_foot_of_the_list(host: Page) -> None:
    host.set_viewport_size(PHONE)  # type: ignore[arg-type]
    host.goto(f"{OVERVIEW}/attendees?lang=en&text=normal")
    host.locator("[name=person]").first.check()
    host.locator(".bulk-more summary").click()
    with host.expect_download() as waiting:
        host.get_by_role("button", name="JSON").click()
    assert len(json.loads(waiting.value.path().read_text())["people"]) == 1
