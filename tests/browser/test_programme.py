"""The programme, its people and files, made on a phone without JavaScript, by keyboard, and on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import hostile
from tests.browser.conftest import PHONE, Service

EDIT = "/organise/events/round-table/edit"
SUBMIT = "section[aria-labelledby=section] > form button[type=submit]"
EDITOR_PAGES = [
    f"{EDIT}/programme",
    f"{EDIT}/programme/sessions/new",
    f"{EDIT}/programme/people/new",
    f"{EDIT}/programme/groups/new",
    f"{EDIT}/files",
    f"{EDIT}/files/new",
    "/events/round-table/programme",
]


def _sign_in(page: Page, service: Service) -> Page:
    page.goto("/login?lang=en")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/organise/"))
    return page


@pytest.fixture(scope="module")
def host(browser: Browser, service: Service) -> Iterator[Page]:
    """An organiser on a phone without JavaScript."""
    context = browser.new_context(viewport=PHONE, base_url=service.url, java_script_enabled=False)  # type: ignore[arg-type]
    yield _sign_in(context.new_page(), service)
    context.close()


@pytest.fixture(scope="module")
def reader(browser: Browser, service: Service) -> Iterator[Page]:
    """An organiser in whose pages a tool may look around, which our own policy would keep out."""
    context = browser.new_context(viewport=PHONE, base_url=service.url, bypass_csp=True)  # type: ignore[arg-type]
    yield _sign_in(context.new_page(), service)
    context.close()


def test_a_session_is_put_on_the_programme(host: Page) -> None:
    host.goto(f"{EDIT}/programme")
    host.get_by_role("link", name="Add to the programme").click()
    host.fill("[name=title-en]", "Welcome by the hosts")
    host.fill("[name=starts]", "17:00")
    host.fill("[name=ends]", "17:20")
    host.locator(SUBMIT).first.click()
    expect(host.get_by_role("status")).to_contain_text("Saved.")
    host.goto("/events/round-table")
    expect(host.locator(".programme")).to_contain_text("Welcome by the hosts")


def test_a_person_gets_a_photograph_and_a_wrong_file_loses_nothing(host: Page, tmp_path: Path) -> None:
    svg, photograph = tmp_path / "logo.svg", tmp_path / "me.jpg"
    svg.write_bytes(hostile.SVG)
    photograph.write_bytes(hostile.photograph((900, 900)))
    host.goto(f"{EDIT}/programme/people/new")
    host.fill("[name=name-en]", "Asel Kim")
    host.select_option("[name=country]", "KZ")
    host.set_input_files("[name=photograph]", svg)
    host.locator(SUBMIT).first.click()
    expect(host.locator("#photograph-error")).to_contain_text("This kind of file is not taken here.")
    expect(host.locator("[name=name-en]")).to_have_value("Asel Kim")
    host.set_input_files("[name=photograph]", photograph)
    host.locator(SUBMIT).first.click()
    expect(host.get_by_role("status")).to_contain_text("Saved.")
    host.goto("/events/round-table")
    expect(host.get_by_role("img", name="Asel Kim")).to_have_count(1)


def test_a_file_is_attached_and_saved_by_a_visitor(host: Page, tmp_path: Path) -> None:
    path = tmp_path / "Бағдарлама.pdf"
    path.write_bytes(hostile.PDF)
    host.goto(f"{EDIT}/files/new")
    host.fill("[name=title-en]", "Programme as PDF")
    host.set_input_files("[name=file]", path)
    host.locator(SUBMIT).first.click()
    host.goto("/events/round-table")
    with host.expect_download() as download:
        host.get_by_role("link", name="Programme as PDF").click()
    assert download.value.suggested_filename == "Бағдарлама.pdf"
    assert download.value.path().read_bytes() == hostile.PDF


def test_questions_on_the_agenda_are_put_in_order_by_keyboard_alone(host: Page) -> None:
    host.goto(f"{EDIT}/programme")
    agenda = host.locator("li:not(:has(time))[id^=session-] .thing-name")
    before = agenda.all_inner_texts()
    button = host.get_by_role("button", name=f"Move down: {before[0]}")
    button.focus()
    button.press("Enter")
    expect(host.get_by_role("status")).to_contain_text("The order is changed.")
    assert agenda.all_inner_texts()[:2] == [before[1], before[0]]


def test_a_session_is_taken_off_after_a_question(host: Page) -> None:
    host.goto(f"{EDIT}/programme")
    host.get_by_role("link", name="Welcome by the hosts").click()
    host.get_by_text("Take it off the programme").click()
    host.get_by_role("button", name="Take it off").click()
    expect(host.get_by_role("status")).to_contain_text("It is off the programme.")


@pytest.mark.parametrize("scheme", ["light", "dark", "yellow-on-black"])
@pytest.mark.parametrize("path", EDITOR_PAGES)
def test_it_has_no_serious_barrier(reader: Page, path: str, scheme: str) -> None:
    reader.goto(f"{path}?scheme={scheme}&lang=kk")
    found = Axe().run(reader).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@pytest.mark.parametrize("language", ["kk", "de"])
@pytest.mark.parametrize("path", EDITOR_PAGES)
def test_it_does_not_scroll_sideways(reader: Page, path: str, language: str) -> None:
    reader.set_viewport_size({"width": 320, "height": 640})
    reader.goto(f"{path}?text=larger&lang={language}")
    assert reader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_programme_fits_on_paper(reader: Page) -> None:
    reader.goto("/events/round-table/programme?scheme=light&lang=en&text=normal")
    pdf = reader.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    reader.emulate_media(media="print")
    expect(reader.locator(".site-head")).to_be_hidden()
    reader.emulate_media(media="screen")
