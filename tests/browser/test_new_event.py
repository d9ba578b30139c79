"""From the list of events to a published round table: each click and each filled field counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Service

MOST = 25  # clicks and fields together
SMALL_PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
DAY = "2031-05-05"  # the same whichever of day and month a keyboard enters first
TITLE = "The migration situation in Kazakhstan during COVID-19: problems and solutions"
INVITATION = """Madina Otarbekova is inviting you to a scheduled Zoom meeting.

Join Zoom Meeting
https://us02web.zoom.us/j/84684484087?pwd=cGFzcw

Meeting ID: 846 8448 4087
Passcode: 120112
"""
MODERATORS = """Madina Otarbekova, Senior Lecturer, Kazakh-German University
Yerlan Tolebaiuly, Programme Manager, Friedrich-Ebert-Stiftung"""
AGENDA = [
    "The present situation",
    "The role of NGOs",
    "Dealing with the authorities",
    "Difficulties of labour migrants",
    "How the policy concept is carried out",
    "What the pandemic changed in it",
]
WALKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "small phone": {"viewport": SMALL_PHONE, "has_touch": True, "is_mobile": True},
    "small phone without JavaScript": {"viewport": SMALL_PHONE, "java_script_enabled": False},
}


@dataclass
class Hand:
    """A hand on a mouse or a screen that counts what it does."""

    page: Page
    done: int = 0

    def press(self, target: Locator) -> None:
        """Press a link or a button."""
        self.done += 1
        target.click()

    def write(self, name: str, text: str) -> None:
        """Fill in a field."""
        self.done += 1
        self.page.fill(f"[name={name}]", text)

    def choose(self, name: str, label: str) -> None:
        """Choose from a list."""
        self.done += 1
        option = self.page.locator(f"[name={name}] option", has_text=label)
        self.page.select_option(f"[name={name}]", value=option.get_attribute("value"))


class Keyboard(Hand):
    """No hand on a mouse: all goes by Tab, Enter and typing."""

    def press(self, target: Locator) -> None:
        self.done += 1
        self._go_to(target)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self.done += 1
        self._go_to(self.page.locator(f"[name={name}]"))
        if name == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{day}{month}{year}")
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)

    def choose(self, name: str, label: str) -> None:
        self.done += 1
        self._go_to(self.page.locator(f"[name={name}]"))
        self.page.keyboard.type(label)

    def _go_to(self, target: Locator) -> None:
        for _ in range(150):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")


@pytest.fixture(params=[*WALKS, "keyboard"])
def hand(request: pytest.FixtureRequest, browser: Browser, service: Service) -> Iterator[Hand]:
    """A signed-in organiser in front of the list of events."""
    options = WALKS.get(request.param, {"viewport": DESK})
    context = browser.new_context(base_url=service.url, **options)
    page = context.new_page()
    page.goto("/organise/?lang=en")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/organise/**")
    yield Keyboard(page) if request.param == "keyboard" else Hand(page)
    context.close()


def test_the_quarantine_round_table_is_published_with_25_clicks_and_fields_at_most(hand: Hand) -> None:
    page = hand.page
    hand.press(page.get_by_role("link", name="Create an event"))
    hand.press(page.get_by_role("link", name="Round table with few places in the room"))
    hand.choose("organisation", "Kazakh-German University")
    hand.write("title", TITLE)
    hand.write("date", DAY)
    hand.choose("venue", "Kazakh-German University")
    hand.write("meeting", INVITATION)
    hand.write("moderators", MODERATORS)
    hand.write("agenda", "\n".join(AGENDA))
    hand.choose("co_host", "Friedrich-Ebert-Stiftung")
    hand.write("phone", "+7 777 397 11 27")
    hand.press(page.get_by_role("button", name="Make the draft"))
    hand.press(page.get_by_role("button", name="Publish"))
    expect(page.get_by_role("status")).to_contain_text("The event is published")
    assert hand.done <= MOST
    page.get_by_role("link", name="Public page").click()
    _look_at_the_page(page)


def _look_at_the_page(page: Page) -> None:
    main = page.locator("main")
    for text in (TITLE, "10 of 10 places left", "Friedrich-Ebert-Stiftung", "+7 777 397 11 27", *AGENDA):
        expect(main).to_contain_text(text)
    expect(main).to_contain_text("17:00")
    expect(main).to_contain_text("Madina Otarbekova")
    expect(main).to_contain_text("Yerlan Tolebaiuly")
    expect(main).not_to_contain_text("us02web")  # how to join is told by letter alone
    page.goto(page.url.partition("?")[0] + "/register")
    for key in ("affiliation", "group", "question"):
        expect(page.locator(f"[name=question-{key}]").first).to_be_attached()
