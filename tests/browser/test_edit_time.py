"""A host moves an event on a phone, without JavaScript."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from regapp import create_app
from regapp.database import db
from tests import builders as b
from tests.browser.conftest import Service
from tests.conftest import settings_for

SLUG = "moved-on-a-phone"
PAGE = f"/organise/events/{SLUG}/edit/time"


@pytest.fixture(scope="module")
def event(service: Service) -> str:
    """An event of its own with somebody in it, in the service's database."""
    app = create_app(settings_for(f"sqlite:///{service.instance}/regapp.db", service.instance))
    start = datetime(2031, 7, 1, 17)
    with app.app_context():
        number = b.publish(b.draft(SLUG, start=start, end=start.replace(hour=19), closes=start))
        b.register(number, "mover@example.org")
        db.session.remove()
        db.engine.dispose()
    return SLUG


def test_it_finds_the_zone_chooses_the_hour_and_asks_before_people_are_told(
    phone: Page, service: Service, event: str
) -> None:
    phone.goto(f"{PAGE}?lang=en")
    phone.fill("[name=email]", "organiser@example.org")
    phone.fill("[name=password]", service.password)
    phone.locator("main form button[type=submit]").first.click()
    expect(phone).to_have_url(re.compile(PAGE))

    phone.fill("[name=zone]", "берлин")
    phone.fill("[name=start-date]", "2031-10-26")
    phone.fill("[name=start-time]", "02:30")
    phone.fill("[name=end-date]", "2031-10-26")
    phone.fill("[name=end-time]", "09:00")
    _save(phone)
    expect(phone.locator("[name=zone]")).to_have_value("Berlin (Europe/Berlin)")
    expect(phone.locator("#start-error")).to_contain_text("shows this hour twice")

    phone.get_by_label("the later one, UTC+1").check()
    _save(phone)
    question = phone.locator("main")
    expect(question).to_contain_text("Move this event?")
    expect(question).to_contain_text("1 person who comes or waits gets a letter")
    expect(question).to_contain_text("02:30 (the later one, UTC+1)")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    phone.get_by_role("button", name="Yes, move it").click()
    expect(phone.get_by_role("status")).to_contain_text("gets a letter")
    expect(phone.locator("[name=start-time]")).to_have_value("02:30")
    expect(phone.locator("[name=start-fold][value='1']")).to_be_checked()


def test_whole_days_ask_for_no_hour(phone: Page, service: Service, event: str) -> None:
    phone.goto(f"{PAGE}?lang=en")
    phone.fill("[name=email]", "organiser@example.org")
    phone.fill("[name=password]", service.password)
    phone.locator("main form button[type=submit]").first.click()

    phone.get_by_label("Whole days").check()
    expect(phone.locator("[name=start-time]")).to_be_hidden()
    expect(phone.locator("[name=closes-time]")).to_be_visible()
    expect(phone.locator("[name=end-date]")).to_be_visible()


def _save(phone: Page) -> None:
    phone.locator("form.edit-time button[type=submit]").first.click()
