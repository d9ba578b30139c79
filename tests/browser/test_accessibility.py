"""On a phone: no serious finding of axe on any page, in three schemes, and nothing scrolls sideways."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Service
from tests.browser.test_main_job import own_page

SCHEMES = ["light", "dark", "yellow-on-black"]
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}  # no other rule looks at them
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def pages(browser: Browser, service: Service) -> Iterator[dict[str, str]]:
    """A path to each page there is, by name."""
    context = browser.new_context(base_url=service.url)
    page = context.new_page()
    page.goto("/events/round-table/register")
    page.fill("[name=name]", "Nomad")
    page.fill("[name=email]", "nomad@example.org")
    page.press("[name=ticket][value=in-person]", "Space")
    page.fill("[name=question-affiliation]", "DKU")
    page.press("[name=consent]", "Space")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/receipts/*")
    yield {
        "front": "/",
        "past": "/?past=1",
        "nothing found": "/?q=zzz",
        "event": "/events/round-table",
        "event of two days": "/events/webinar",
        "event that is over": "/events/round-table-2020",
        "form": "/events/round-table/register",
        "shut form": "/events/webinar-2021/register",
        "receipt": page.url.removeprefix(service.url),
        "own page": own_page(service.letter_to("nomad@example.org")),
        "lost link": "/lost-link",
        "ticket": "/tickets/ABCDEFGHJKLM",
        "sign-in": "/login",
        "mailbox": "/mailbox",
        "not found": "/nothing",
        "own events": "/organise/",
        "overview": "/organise/events/round-table",
        "attendees": "/organise/events/round-table/attendees",
        "filtered attendees": "/organise/events/round-table/attendees?q=nomad&language=en&delivered=yes",
        "person": "/organise/events/round-table/attendees/1",
        "details of a person": "/organise/events/round-table/attendees/1/details",
        "one by hand": "/organise/events/round-table/attendees/new",
        "import": "/organise/events/round-table/attendees/import",
        "places": "/organise/events/round-table/places",
        "invitations": "/organise/events/round-table/invitations",
        "letters": "/organise/events/round-table/messages",
        "letter to many": "/organise/events/round-table/messages/write",
        "preview of letters": "/organise/events/round-table/messages/preview",
        "moving": "/organise/events/round-table/edit/time",
        "cancelling": "/organise/events/round-table/cancel",
        "my letters": "/organise/notifications",
        "new event": "/organise/events/new",
        "short form": "/organise/events/new/quarantine-round-table",
        "copy": "/organise/events/round-table/duplicate",
        "keep as template": "/organise/events/round-table/template",
        "preview": "/organise/events/round-table/preview",
        "preview of the form": "/organise/events/round-table/preview/register",
        "password forgotten": "/login/forgotten",
        "own account": "/account/",
        "own password": "/account/password",
        "own address": "/account/address",
        "second step": "/account/second-factor",
        "authenticator": "/account/authenticator",
        "new passkey": "/account/passkeys/new",
        "is it you": "/account/confirm",
        "signed in where": "/account/sessions",
        "questions": "/organise/events/round-table/edit/questions",
        "question": "/organise/events/round-table/edit/questions/group",
        "new question": "/organise/events/round-table/edit/questions/new/choices",
        "poster": "/events/round-table/poster",
        "edit place": "/organise/events/round-table/edit/place",
        "edit online": "/organise/events/round-table/edit/online",
        "organisations": "/organise/organisations",
        "new organisation": "/organise/organisations/new",
        "organisation": "/organise/organisations/dku",
        "members": "/organise/organisations/dku/members",
        "audit log": "/organise/organisations/dku/audit",
        "invitation that is gone": "/join/AAAAAAAAAAAAAAAAAAAAAA",
        "venues": "/organise/organisations/dku/venues",
        "new venue": "/organise/organisations/dku/venues/new",
        "edit hosts": "/organise/events/round-table/edit/hosts?q=a",
        "co-host by name": "/organise/events/round-table/edit/hosts/named/new",
        "co-hosted": "/organise/organisations/dku/co-hosted",
        "edit picture": "/organise/events/round-table/edit/cover",
        "edit visibility": "/organise/events/round-table/edit/visibility",
        "frequent questions": "/organise/events/round-table/edit/faq",
        "frequent question": "/organise/events/round-table/edit/faq/new",
        "words in letters": "/organise/events/round-table/edit/letters",
        "words in a letter": "/organise/events/round-table/edit/letters/confirmation",
    }
    context.close()


PAGES = [
    "front", "past", "nothing found", "event", "event of two days", "event that is over", "form", "shut form",
    "receipt", "own page", "lost link", "ticket", "sign-in", "mailbox", "not found", "own events", "overview",
    "attendees", "filtered attendees", "person", "details of a person", "one by hand", "places",
    "invitations", "my letters",
    "password forgotten", "own account", "own password", "own address", "second step", "authenticator",
    "new passkey", "is it you", "signed in where",
    "questions", "question", "new question",
    "organisations", "new organisation", "organisation", "members", "audit log", "invitation that is gone",
    "edit place", "edit online", "venues", "new venue",
    "poster", "edit hosts", "co-host by name", "co-hosted", "edit picture", "edit visibility",
    "frequent questions", "frequent question", "words in letters", "words in a letter",
    "letters", "letter to many", "preview of letters", "moving", "cancelling",
    "new event", "short form", "copy", "keep as template", "preview", "preview of the form",
]  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_it_has_no_serious_barrier(reader: Page, pages: dict[str, str], name: str, scheme: str) -> None:
    _open(reader, f"{pages[name]}{'&' if '?' in pages[name] else '?'}scheme={scheme}&lang=kk")

    options = EVERYTHING if scheme == SCHEMES[0] else COLOURS  # the schemes differ in nothing else
    found = Axe().run(reader, options=options).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


@pytest.mark.parametrize("language", ["kk", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_it_does_not_scroll_sideways(reader: Page, pages: dict[str, str], name: str, language: str) -> None:
    reader.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
    _open(reader, f"{pages[name]}{'&' if '?' in pages[name] else '?'}text=larger&lang={language}")

    assert reader.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.fixture(scope="module")
def reader(browser: Browser, service: Service) -> Iterator[Page]:
    """An organiser who is signed in, so that every page opens."""
    # The tools that look at a page need to run in it; our own policy would keep them out.
    context = browser.new_context(viewport=PHONE, base_url=service.url, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/organise/"))
    yield page
    context.close()


def _open(page: Page, path: str) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status in {200, 404}
