"""The main job as people do it, in a real browser."""

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service

NAME = "Айгүл Әбдіғалиқызы Нұрғожаева"


def test_it_registers_on_a_phone_in_kazakh_and_cancels_from_the_letter(phone: Page, service: Service) -> None:
    address = "aigul@example.org"
    phone.goto("/?lang=kk")
    phone.goto("/events/round-table")
    expect(phone.locator("html")).to_have_attribute("lang", "kk")
    phone.locator("a[href$='/events/round-table/register']:visible").first.click()
    _fill(phone, address, ticket="in-person")
    phone.locator("main form button[type=submit]").first.click()
    expect(phone).to_have_url(re.compile("/receipts/"))
    expect(phone.locator("main")).to_contain_text(address)

    letter = service.letter_to(address)
    phone.goto(own_page(letter))
    expect(phone.locator("main")).to_contain_text(NAME)
    assert letter["Content-Language"] == "kk"
    assert "method=REQUEST" in invitation(letter)

    cancel = phone.locator("details:has(form[action$='/cancel'])")
    cancel.locator("summary").click()
    cancel.locator("button[type=submit]").click()
    expect(phone.locator("form[action$='/restore']")).to_be_visible()
    assert "method=CANCEL" in invitation(service.letter_to(address, after=1))


def test_it_lets_the_organiser_find_who_registered(phone: Page, service: Service) -> None:
    address = "dauren@example.org"
    phone.goto("/events/round-table/register?lang=ru")
    _fill(phone, address, ticket="online", name="Даурен Қасымов")
    phone.locator("main form button[type=submit]").first.click()
    expect(phone).to_have_url(re.compile("/receipts/"))

    phone.goto("/organise/events/round-table/attendees?q=касымов")
    phone.fill("[name=email]", "organiser@example.org")
    phone.fill("[name=password]", service.password)
    phone.locator("main form button[type=submit]").first.click()
    expect(phone.locator("main")).to_contain_text("Даурен Қасымов")
    expect(phone.locator("main")).not_to_contain_text(NAME)


def test_it_keeps_what_was_typed_when_something_is_missing(phone: Page) -> None:
    phone.goto("/events/round-table/register?lang=en")
    phone.fill("[name=name]", NAME)
    phone.fill("[name=email]", "not an address")
    phone.locator("main form button[type=submit]").first.click()

    expect(phone.locator("[role=alert]")).to_be_visible()
    expect(phone.locator("[name=name]")).to_have_value(NAME)
    expect(phone.locator("[name=email]")).to_have_value("not an address")


def own_page(letter: EmailMessage) -> str:
    """The path of the own page, from the plain text of a letter."""
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.search(r"http://\S+(/registrations/[\w-]+)", text)
    assert found is not None
    return found[1]


def invitation(letter: EmailMessage) -> str:
    """The content type of a letter's calendar part."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return parts[0]["Content-Type"].replace('"', "")


def _fill(page: Page, address: str, *, ticket: str, name: str = NAME) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    # By keyboard: a click may miss what moves while the page scrolls to it.
    page.press(f"[name=ticket][value={ticket}]", "Space")
    page.fill("[name=question-affiliation]", "Қазақстан-Неміс университеті")
    page.press("[name=consent]", "Space")
