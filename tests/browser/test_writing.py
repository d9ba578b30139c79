"""From the list to a letter: ticked, written, looked at as one of them, tested, planned, and stopped."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Service

EVENT = "/organise/events/round-table"
WRITER = "organiser@example.org"
PEOPLE = {"Aigerim Writing": "aigerim@writing.example", "Bolat Writing": "bolat@writing.example"}


@pytest.fixture
def organiser(browser: Browser, service: Service) -> Iterator[Page]:
    """A browser without JavaScript, in which two have registered and the organiser is signed in."""
    context = browser.new_context(base_url=service.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    for name, address in PEOPLE.items():
        page.goto("/events/round-table/register")
        page.fill("[name=name]", name)
        page.fill("[name=email]", address)
        page.check("[name=ticket][value=online]")
        page.fill("[name=question-affiliation]", "DKU")
        page.check("[name=consent]")
        page.click("main form [type=submit]")
        service.letter_to(address)
    page.goto(f"/login?next={EVENT}/attendees")
    page.fill("[name=email]", WRITER)
    page.fill("[name=password]", service.password)
    page.click("main form [type=submit]")
    yield page
    context.close()


def test_people_of_the_list_are_written_to_later_or_not_at_all(organiser: Page, service: Service) -> None:
    page = organiser
    page.goto(f"{EVENT}/attendees?q=writing")
    for box in page.get_by_label(re.compile("Tick .* Writing")).all():
        box.check()
    page.click("summary:has-text('More')  >> nth=-1")
    page.get_by_role("button", name="Write to them").click()
    expect(page.get_by_label("The 2 people you chose in the list")).to_be_checked()

    page.fill("#subject_en", "{event}: bring a coat")
    page.fill("#text_en", "It is **cold**, {nam}.")
    page.get_by_role("button", name="Look at it before sending").click()
    expect(page.locator("main")).to_contain_text("There is no field “{nam}”.")
    page.fill("#text_en", "It is **cold**, {name}.")
    page.get_by_role("button", name="Look at it before sending").click()
    expect(page.get_by_role("heading", name="It goes to 2 people")).to_be_visible()

    page.select_option("#reader", label="Bolat Writing")
    page.get_by_role("button", name="Show").click()
    expect(page.frame_locator("iframe").locator(".quote")).to_have_text("It is cold, Bolat Writing.")

    before = service.letters_to(WRITER)
    page.get_by_role("button", name="Send me a test").click()
    expect(page.locator("main")).to_contain_text(f"A test is on its way to {WRITER}.")
    test = service.letter_to(WRITER, after=before)
    assert str(test["Subject"]).startswith("Test: ")

    page.check("[name=when][value=later]")
    page.fill("[name=at-date]", "2040-05-01")
    page.fill("[name=at-time]", "10:00")
    page.get_by_role("button", name="Send to 2 people").click()
    expect(page.locator("main")).to_contain_text("The letter is planned.")
    expect(page.locator("main")).to_contain_text("1 May 2040, 10:00")

    page.get_by_role("button", name="Do not send it").click()
    expect(page.locator("main")).to_contain_text("Nobody has had a letter of it. It is a draft again.")

    page.get_by_role("button", name="Send to 2 people").click()
    for name, address in PEOPLE.items():
        letter = service.letter_to(address, after=1)
        part = letter.get_body(("plain",))
        assert part is not None
        assert f"It is cold, {name}." in part.get_content()
