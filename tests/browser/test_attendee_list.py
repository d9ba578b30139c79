"""The attendee list as one uses it: searching as one types, filters, columns, views; and without a script."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Service
from tests.browser.test_event_life import press, sign_in
from tests.browser.test_members import barriers

EVENT = "webinar"
LIST = f"/organise/events/{EVENT}/attendees"
PEOPLE = 60


@pytest.fixture(scope="module", autouse=True)
def some_people(service: Service) -> None:
    """More people than one page shows."""
    words = [sys.executable, "-m", "tests.browser.people", str(service.instance), EVENT, str(PEOPLE)]
    subprocess.run(words, check=True, timeout=120)


def test_the_list_follows_what_is_typed_and_the_address_with_it(browser: Browser, service: Service) -> None:
    context = browser.new_context(base_url=service.url, locale="en")
    page = context.new_page()
    sign_in(page, service, LIST)
    expect(page.locator("#people")).to_contain_text(f"{PEOPLE} people")
    page.evaluate("window.wasNotLoadedAgain = true")
    page.locator("#q").press_sequentially("person 17")
    expect(page.locator("#people")).to_contain_text("1 person")
    expect(page.locator("#people-said")).to_have_text("1 person")
    assert page.evaluate("window.wasNotLoadedAgain && document.activeElement.id") == "q"
    assert "q=person+17" in page.url
    page.locator("#q").fill("nobody of that name")
    expect(page.locator("#people-said")).to_have_text("Nobody matches")
    assert barriers(page) == []
    context.close()


def test_columns_are_chosen_and_kept_and_a_view_is_found_by_its_name(
    browser: Browser, service: Service
) -> None:
    context = browser.new_context(base_url=service.url, locale="en")
    page = context.new_page()
    sign_in(page, service, LIST)
    page.goto(f"{LIST}?q=person&sort=-registered")
    page.get_by_text("Columns and views").click()
    assert barriers(page) == []
    page.get_by_label("Language", exact=True).last.check()
    press(page, "Show these columns")
    expect(page.get_by_role("columnheader", name="Language")).to_be_visible()
    assert "q=person" in page.url
    page.goto(LIST)
    expect(page.get_by_role("columnheader", name="Language")).to_be_visible()
    page.goto(f"{LIST}?q=person+1&columns=ticket")
    page.get_by_text("Columns and views").click()
    page.get_by_label("Keep this view under a name").fill("The first")
    press(page, "Keep the view")
    page.goto(LIST)
    page.get_by_role("link", name="The first").click()
    assert "q=person+1" in page.url
    expect(page.get_by_role("columnheader", name="Language")).to_have_count(0)
    context.close()


def test_without_a_script_pages_are_turned_to_the_last_and_back(phone: Page, service: Service) -> None:
    sign_in(phone, service, LIST)
    phone.goto(f"{LIST}?status=confirmed")
    phone.get_by_role("link", name="Next").click()
    expect(phone.get_by_role("link", name="Next")).to_have_count(0)
    assert "status=confirmed" in phone.url
    phone.get_by_role("link", name="Previous").click()
    expect(phone.get_by_role("link", name="Previous")).to_have_count(0)
    phone.get_by_role("link", name="Last page").click()
    phone.get_by_label("Search by name, address or answer").fill("person 5")
    press(phone, "Show")
    expect(phone.locator("#people")).to_contain_text("Person 5")


def test_on_a_phone_the_first_person_is_on_the_first_screen_and_matches_stay_in_sight(
    browser: Browser, service: Service
) -> None:
    context = browser.new_context(
        base_url=service.url,
        locale="en",
        viewport={"width": 360, "height": 740},
        has_touch=True,
        reduced_motion="reduce",  # it glides there otherwise
    )
    page = context.new_page()
    sign_in(page, service, LIST)
    first = page.locator(".attendees tbody tr").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 740
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator("#q").press_sequentially("person 17")
    expect(page.locator("#people-said")).to_have_text("1 person")
    box = page.locator(".attendees tbody tr").first.bounding_box()
    assert box is not None
    assert box["y"] < 740 / 2
    context.close()
