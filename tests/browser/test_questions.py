"""Questions of the form: written on a phone without JavaScript, asked with it and without."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Service

HOST = "/organise/events/round-table/edit/questions"
FORM = "/events/round-table/register?lang=en"


@pytest.fixture
def scripted(browser: Browser, service: Service) -> Iterator[Page]:
    """A page on a phone with JavaScript."""
    context = browser.new_context(viewport=PHONE, base_url=service.url)
    yield context.new_page()
    context.close()


def sign_in(page: Page, service: Service, address: str) -> None:
    page.goto(f"{address}?lang=en")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("[role=status]")).to_contain_text("Saved.")


def ask_the_press_alone(page: Page, service: Service) -> str:
    """Add a question that is asked only after one answer to another; its words."""
    words = f"For which paper? {uuid4().hex[:6]}"
    sign_in(page, service, f"{HOST}/new/text")
    page.fill("[name=label-en]", words)
    page.get_by_text("Who is asked", exact=True).click()
    page.press("[name=condition][value^='group=']:not([value='group=ngo'])", "Space")
    save(page)
    return words


def question(page: Page, words: str) -> Locator:
    return page.locator(".question", has_text=words)


def test_a_question_is_added_on_a_phone_without_javascript_and_says_whom_it_is_for(
    phone: Page, service: Service
) -> None:
    words = ask_the_press_alone(phone, service)
    expect(phone.locator(".things li", has_text=words)).to_contain_text("Only for:")
    phone.goto(FORM)
    expect(question(phone, words)).to_be_visible()
    expect(question(phone, words)).to_contain_text("Only for:")


def test_with_javascript_a_question_appears_when_it_is_asked(
    phone: Page, scripted: Page, service: Service
) -> None:
    words = ask_the_press_alone(phone, service)
    scripted.goto(FORM)
    expect(question(scripted, words)).to_be_hidden()
    other = scripted.locator("[name=question-group]:not([value=ngo])").first
    other.press("Space")
    expect(question(scripted, words)).to_be_visible()
    expect(question(scripted, words)).not_to_contain_text("Only for:")
    scripted.locator("[name=question-group][value=ngo]").press("Space")
    expect(question(scripted, words)).to_be_hidden()


def test_answers_to_choose_from_are_written_row_by_row_without_javascript(
    phone: Page, service: Service
) -> None:
    words = f"What would you like? {uuid4().hex[:6]}"
    sign_in(phone, service, f"{HOST}/new/choice")
    phone.fill("[name=label-en]", words)
    phone.fill("[name=choices-0-label-en]", "Tea")
    phone.fill("[name=choices-1-label-en]", "Coffee")
    phone.get_by_role("button", name="Add an answer").click()
    expect(phone.locator("[name=choices-1-label-en]")).to_have_value("Coffee")
    phone.fill("[name=choices-2-label-en]", "Milk")
    phone.fill("[name=choices-2-places]", "4")
    phone.press("[name=choices-2-places]", "Enter")
    expect(phone.locator("[role=status]")).to_contain_text("Saved.")
    expect(phone.locator(".things li", has_text=words)).to_contain_text("Milk: 0 of 4 places taken")
    phone.goto(FORM)
    expect(question(phone, words)).to_contain_text("4 of 4 places left")


def test_the_order_is_changed_by_keyboard(phone: Page, service: Service) -> None:
    ask_the_press_alone(phone, service)
    names = phone.locator(".things .thing-name")
    last, before = names.last.inner_text(), names.nth(-2).inner_text()
    button = phone.locator(".things li").last.get_by_role("button", name="Move up")
    button.focus()
    phone.keyboard.press("Enter")
    expect(names.nth(-2)).to_have_text(last)
    expect(names.last).to_have_text(before)


def test_the_preview_fills_in_like_the_real_form(scripted: Page, service: Service) -> None:
    sign_in(scripted, service, HOST)
    scripted.get_by_role("link", name="Fill in the form as visitors will").click()
    scripted.fill("[name=name]", "Somebody")
    scripted.fill("[name=email]", "somebody@example.org")
    scripted.press("[name=ticket][value=online]", "Space")
    scripted.press("[name=consent]", "Space")
    scripted.get_by_role("button", name="Register").click()
    expect(scripted.locator("[role=alert]")).to_contain_text("Answer this question.")
    scripted.fill("[name=question-affiliation]", "DKU")
    scripted.get_by_role("button", name="Register").click()
    expect(scripted.locator("[role=status]")).to_contain_text("nothing was stored")
