"""What takes longer than a host waits is done to all who match: with a script, and without on a phone."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LONGEST_WAIT, Service
from tests.browser.test_event_life import press, sign_in
from tests.browser.test_members import barriers

EVENT = "teleconference"
LIST = f"/organise/events/{EVENT}/attendees"
PEOPLE = 120
LONG = 2 * LONGEST_WAIT * 1000  # milliseconds


@pytest.fixture(scope="module", autouse=True)
def many_people(service: Service) -> None:
    """More people than one page shows."""
    words = [sys.executable, "-m", "tests.browser.people", str(service.instance), EVENT, str(PEOPLE)]
    subprocess.run(words, check=True, timeout=120)


def test_all_are_tagged_and_the_page_tells_how_far_it_is(browser: Browser, service: Service) -> None:
    context = browser.new_context(base_url=service.url, locale="en")
    page = context.new_page()
    sign_in(page, service, LIST)
    page.get_by_label(f"All {PEOPLE} who match, on all pages").check()
    page.get_by_text("More", exact=True).click()
    press(page, "Put a tag on")
    expect(page.get_by_role("heading", name=f"Tag {PEOPLE} people?")).to_be_visible()
    assert barriers(page) == []
    page.fill("[name=tag_name]", "Press")
    press(page, "Put the tag on")
    page.evaluate("window.wasNotLoadedAgain = true")
    expect(page.locator("#progress")).to_contain_text(f"{PEOPLE} people have the tag now.", timeout=LONG)
    expect(page.locator("#progress")).to_contain_text("It is done.", timeout=LONG)
    assert page.evaluate("window.wasNotLoadedAgain")
    assert barriers(page) == []
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_text("More filters").click()
    page.select_option("[name=tag]", label=f"Press ({PEOPLE})")
    press(page, "Show")
    expect(page.locator("#people")).to_contain_text(f"{PEOPLE} people")
    assert "tag=" in page.url
    context.close()


def test_from_a_ticked_box_the_keyboard_is_one_step_from_the_actions(
    browser: Browser, service: Service
) -> None:
    context = browser.new_context(base_url=service.url, locale="en")
    page = context.new_page()
    sign_in(page, service, LIST)
    page.locator("[name=person]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the actions").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#actions")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Write to them")).to_be_focused()
    page.get_by_role("button", name="Cancel their places").press("Enter")
    expect(page.get_by_role("heading", name="Cancel the place of 1 person?")).to_be_focused()
    context.close()


def test_the_bar_says_how_many_are_ticked(browser: Browser, service: Service) -> None:
    context = browser.new_context(base_url=service.url, locale="en")
    page = context.new_page()
    sign_in(page, service, LIST)
    said = page.locator("#actions [role=status]")
    expect(said).to_have_text("With those who are ticked:")
    for number in range(3):
        page.locator("[name=person]").nth(number).check()
    expect(said).to_have_text("Ticked: 3")
    page.get_by_label(f"All {PEOPLE} who match, on all pages").check()
    expect(said).to_have_text(f"Ticked: {PEOPLE}")
    page.locator("#q").press_sequentially("person 17")
    expect(said).to_have_text("With those who are ticked:")
    assert barriers(page) == []
    context.close()


def test_without_a_script_the_page_comes_again_by_itself(phone: Page, service: Service) -> None:
    sign_in(phone, service, LIST)
    phone.get_by_label("who match, on all pages").check()
    press(phone, "Cancel their places")
    phone.get_by_label("Message to the participant").fill("The hall has burnt down.")
    press(phone, "Yes, cancel their places")
    expect(phone.locator("#progress")).to_contain_text(f"of {PEOPLE}")
    expect(phone.locator("#progress")).to_contain_text("It is done.", timeout=LONG)
    expect(phone.locator("#progress")).to_contain_text(f"{PEOPLE} cancelled.")
    assert "burnt down" in service.letter_to("p7@example.org").get_body(("plain",)).get_content()  # type: ignore[union-attr]
