"""At the door, on a phone without a script: people without an e-mail address are let in, or are too many."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Service
from tests.browser.test_event_life import press, says, sign_in

NAME = "Әжібек Сейітқазыұлы"


def test_a_delegation_without_an_address_is_too_large_and_then_comes_in(
    phone: Page, service: Service
) -> None:
    sign_in(phone, service, "/organise/events/round-table/duplicate")
    phone.fill("[name=date]", "2031-06-14")
    press(phone, "Make the copy")
    phone.goto(f"{phone.url.partition('?')[0]}/attendees/new")
    phone.get_by_label("Name", exact=True).fill(NAME)
    phone.get_by_label("Who else comes along").fill("\n".join(f"Delegate {number}" for number in range(10)))
    phone.get_by_label("They stand at the door without having registered").check()
    press(phone, "Add to the list")
    expect(phone.get_by_role("alert").first).to_contain_text("There are not enough places for 11 people.")
    expect(phone.get_by_label("Name", exact=True)).to_have_value(NAME)
    expect(phone.get_by_label("Above the quota")).to_be_visible()
    phone.get_by_label("Who else comes along").fill("Delegate 0\nDriver")
    press(phone, "Add to the list")
    says(phone, "Confirmed: 3. No letter goes to them: tell them yourself.")
    expect(phone.locator("main")).to_contain_text("None: they have no e-mail address.")
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert phone.evaluate(fits)
