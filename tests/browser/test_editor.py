"""What a host enters about an event: pasted, typed, by two at once; and what visitors then see of it."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Service
from tests.browser.test_event_life import press, says, sign_in
from tests.browser.test_members import barriers

EVENT = "/organise/events/round-table"
PAGE = "/events/round-table"
ANNOUNCEMENT = """Круглый стол «Вода Балхаша»

Казахстанско-Немецкий университет приглашает 14 мая 2031 года в 16:00 (время Алматы) на круглый стол
«Вода Балхаша». Место: КНУ, г. Алматы, ул. Пушкина, 111, аудитория 205.
В зале 12 мест, остальные участвуют в Zoom.
Идентификатор конференции: 812 3456 7890, код доступа: 204060.
Регистрация до 12 мая 2031 года. Телефон: +7 727 355 05 51
"""
INVITATION = """Join Zoom Meeting
https://zoom.us/j/81234567890?pwd=Zm9vYmFy

Meeting ID: 812 3456 7890
Passcode: 204060
"""


def test_a_pasted_announcement_becomes_a_draft(phone: Page, service: Service) -> None:
    sign_in(phone, service, "/organise/events/new/announcement")
    phone.fill("[name=text]", ANNOUNCEMENT)
    press(phone, "Read the announcement")
    expect(phone.locator("[name=title_ru]")).to_have_value("Вода Балхаша")
    expect(phone.locator("[name=meeting_id]")).to_have_value("812 3456 7890")
    press(phone, "Make a draft")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Вода Балхаша")
    expect(phone.locator("main")).to_contain_text("14 May 2031")
    expect(phone.get_by_role("button", name="Publish")).to_be_visible()


def test_two_hosts_at_once_see_each_others_words(browser: Browser, service: Service) -> None:
    first, second = (browser.new_context(base_url=service.url, locale="en").new_page() for _ in range(2))
    for page in (first, second):
        sign_in(page, service, f"{EVENT}/edit/texts")
    title = first.locator("[name=title-en]").input_value()
    first.fill("[name=title-en]", f"{title}, with lunch")
    press(first, "Save")
    says(first, "Saved")
    second.fill("[name=title-en]", f"{title}, with tea")
    press(second, "Save")
    expect(second.locator("main")).to_contain_text(f"{title}, with lunch")
    expect(second.locator("[name=title-en]")).to_have_value(f"{title}, with tea")
    second.fill("[name=title-en]", title)
    press(second, "Save")
    says(second, "Saved")
    for page in (first, second):
        page.context.close()


def test_what_is_entered_stands_on_the_page_and_in_the_log(browser: Browser, service: Service) -> None:
    page = browser.new_context(base_url=service.url, locale="en").new_page()
    sign_in(page, service, f"{EVENT}/edit/hosts/named/new")
    page.fill("[name=name-en]", "Balkhash Water Partnership")
    press(page, "Save")
    says(page, "Saved")
    page.goto(f"{EVENT}/edit/faq/new")
    page.fill("[name=question-en]", "Is there parking?")
    page.fill("[name=answer-en]", "Yes, **behind** the house.")
    press(page, "Save")
    says(page, "Saved")
    page.goto(f"{EVENT}/edit/online")
    page.get_by_text("Read it from an invitation").click()
    page.fill("[name=invitation]", INVITATION)
    press(page, "Read it")
    expect(page.locator("[name=meeting_id]")).to_have_value("812 3456 7890")
    expect(page.locator("[name=passcode]")).to_have_value("204060")

    page.goto(f"{PAGE}?lang=en")
    expect(page.locator("main")).to_contain_text("Balkhash Water Partnership")
    page.get_by_text("Is there parking?").click()
    expect(page.locator("main strong", has_text="behind")).to_be_visible()

    page.goto("/organise/organisations/dku/audit")
    expect(page.locator("main")).to_contain_text(re.compile("co-host", re.IGNORECASE))
    assert barriers(page) == []
    page.context.close()
