"""An event is copied, looked at, published, taken back, kept as a template, put away and deleted."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service

DAY = "2031-06-07"


def sign_in(page: Page, service: Service, address: str) -> None:
    """Sign in on the way to an address."""
    page.goto(f"{address}?lang=en")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(re.escape(address)))


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name).click()


def says(page: Page, text: str) -> None:
    """Expect what the last press did."""
    expect(page.get_by_role("status").first).to_contain_text(text)


def test_an_event_lives_by_a_hosts_presses(phone: Page, service: Service) -> None:
    sign_in(phone, service, "/organise/events/webinar")
    phone.get_by_role("link", name="Make a copy").click()
    phone.fill("[name=date]", DAY)
    press(phone, "Make the copy")
    says(phone, "The copy is made")
    overview = phone.url

    phone.get_by_role("link", name="Look at it as visitors see it").click()
    expect(phone.locator("main")).to_contain_text("This is a preview.")
    phone.locator("a[href$='/preview/register']:visible").first.click()
    _fill_in(phone)
    expect(phone.get_by_role("status")).to_contain_text("nothing was stored")

    phone.goto(overview)
    press(phone, "Publish")
    says(phone, "The event is published")
    phone.get_by_text("Take it back from the public").click()
    press(phone, "Yes, make it a draft again")
    says(phone, "The event is a draft again")

    phone.get_by_role("link", name="Keep as a template").click()
    phone.fill("[name=name]", "Our webinar")
    press(phone, "Keep the template")
    says(phone, "The template is kept")

    press(phone, "Archive")
    says(phone, "The event is put away")
    phone.goto("/organise/")
    phone.get_by_role("link", name="archived event").click()
    phone.locator(f"a[href='{overview.removeprefix(service.url)}']").click()
    press(phone, "Put back into the list")
    says(phone, "The event is in your list again")

    phone.get_by_text("Delete this draft").click()
    press(phone, "Yes, delete the draft")
    says(phone, "The draft is deleted")
    assert phone.goto(overview).status == 404  # type: ignore[union-attr]

    phone.goto("/organise/events/new")
    expect(phone.get_by_role("link", name="Our webinar")).to_be_visible()
    phone.get_by_text("Delete “Our webinar”").click()
    press(phone, "Yes, delete the template")
    says(phone, "The template is deleted")


def _fill_in(page: Page) -> None:
    page.fill("[name=name]", "Aigul")
    page.fill("[name=email]", "aigul@example.org")
    page.press("[name=consent]", "Space")
    page.locator("main form[method=post] button[type=submit]").first.click()
