"""A host brings people from a workbook, without a script: looks, corrects, has them registered."""

from io import BytesIO

import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import LONGEST_WAIT, Service
from tests.browser.test_event_life import press, sign_in

LIST = "/organise/events/webinar/attendees"
HEADS = ["№", "Кто", "Эл. почта", "Тіл"]
PEOPLE = [
    [1, "Әйгерім Төлегенова", "aigerim@example.org", "қазақша"],
    [2, "Jürgen Müller", "juergen@example.org", "Deutsch"],
    [3, "Без адреса", "no address", ""],
]


def workbook() -> bytes:
    """A table below a merged title, as people make it."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Қатысушылар тізімі", book.add_format())
        for number, row in enumerate([HEADS, *PEOPLE], 1):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def test_people_of_a_workbook_come_onto_the_list(phone: Page, service: Service) -> None:
    sign_in(phone, service, f"{LIST}/import")
    phone.set_input_files("[name=file]", {"name": "Тізім.xlsx", "mimeType": "", "buffer": workbook()})
    press(phone, "Look at the file")

    phone.get_by_label("Кто").select_option(label="Full name")
    press(phone, "Check the rows")
    expect(phone.get_by_role("link", name="Will be registered 2")).to_be_visible()
    expect(phone.get_by_role("row", name="Без адреса")).to_contain_text("this is no address")

    phone.locator("[name=consent]").press("Space")
    press(phone, "Register 2 people")
    expect(phone.locator("main")).to_contain_text("It is done.", timeout=LONGEST_WAIT * 1000)
    phone.get_by_role("link", name="To the rows").click()
    phone.get_by_role("link", name="Registered 2").click()
    phone.get_by_role("link", name="Әйгерім Төлегенова").click()
    expect(phone.locator("main")).to_contain_text("aigerim@example.org")
    service.letter_to("juergen@example.org")
