"""Somebody changes to a ticket that asks more, with JavaScript and without."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Service

EVENT = "teleconference"
HOST = f"/organise/events/{EVENT}/edit/questions"


@pytest.fixture
def scripted(browser: Browser, service: Service) -> Iterator[Page]:
    """A page on a phone with JavaScript."""
    context = browser.new_context(viewport=PHONE, base_url=service.url, locale="en")
    yield context.new_page()
    context.close()


def ask_online(page: Page, service: Service, mark: str) -> None:
    """Ask those who come online something, and after a yes something more; both have to be answered."""
    page.goto(f"{HOST}/new/yes-no?lang=en")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    _save(page, f"Do you need help? {mark}")
    page.goto(f"{HOST}/new/text")
    condition = page.locator("[name=condition][value$='=yes']").last
    _save(page, f"Which one? {mark}", condition.get_attribute("value"))


def _save(page: Page, words: str, condition: str | None = None) -> None:
    page.fill("[name=label-en]", words)
    page.check("[name=required]", force=True)
    page.get_by_text("Who is asked", exact=True).click()
    page.check("[name=ticket_types][value=online]", force=True)
    if condition:
        page.check(f"[name=condition][value='{condition}']", force=True)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("[role=status]")).to_contain_text("Saved.")


def own_page_of(page: Page, service: Service, email: str) -> str:
    page.goto(f"/events/{EVENT}/register?lang=en")
    page.fill("[name=name]", "Dana")
    page.fill("[name=email]", email)
    page.check("[name=ticket][value=studio]", force=True)
    page.check("[name=consent]", force=True)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/receipts/*")
    plain = service.letter_to(email).get_body(("plain",))
    assert plain is not None
    found = re.search(r"/registrations/[\w-]+", plain.get_content())
    assert found
    return found[0]


def to_online(page: Page, own: str) -> None:
    page.goto(own)
    page.get_by_text("Change the ticket", exact=True).first.click()
    page.check("[name=ticket][value=online]", force=True)
    page.get_by_role("button", name="Change the ticket").click()


def test_the_other_ticket_s_questions_are_asked_and_the_ticket_changes(
    phone: Page, scripted: Page, service: Service
) -> None:
    mark = uuid4().hex[:6]
    ask_online(phone, service, mark)
    for page in (phone, scripted):
        own = own_page_of(page, service, f"dana-{uuid4().hex[:6]}@example.org")
        to_online(page, own)
        expect(page.locator("[role=alert]")).to_contain_text("One more step")
        which = page.locator("#more ~ form .question", has_text=f"Which one? {mark}")
        expect(which).to_be_visible(visible=page is phone)
        page.locator("#more ~ form .question", has_text=mark).first.locator("[value=yes]").check(force=True)
        expect(which).to_be_visible()
        which.locator("input").fill("A ramp")
        page.locator("#more ~ form button").click()
        expect(page.locator("[role=status]")).to_contain_text("Your ticket is changed")
