"""A first start, and a colleague who is invited: on a phone, without JavaScript."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LONGEST_WAIT, PHONE, Service, _wait_until

PASSWORD = "four words nobody guesses"
MEMBERS = "/organise/organisations/dku/members"
NEW = "colleague@dku.example"


@pytest.fixture(scope="module")
def empty_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that nobody has an account of; the link that it prints."""
    instance: Path = tmp_path_factory.mktemp("empty")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = instance / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "regapp.serve"],
            env={**os.environ, "PORT": str(port), "INSTANCE_PATH": str(instance), "SAMPLE": "0"},
            stdout=output,
            start_new_session=True,
        )
    try:
        _wait_until(lambda: "/set-up/" in log.read_text())
        yield re.findall(r"http\S+/set-up/\S+", log.read_text())[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=LONGEST_WAIT)


def barriers(page: Page) -> list[str]:
    """What axe finds serious."""
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def press(page: Page, text: str) -> None:
    page.locator("main").get_by_role("button", name=text, exact=True).click()


def test_the_first_owner_comes_from_the_link_in_the_terminal(browser: Browser, empty_service: str) -> None:
    assert_no_barrier(browser, empty_service)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(empty_service)
    filled = {
        "name": "Айгүл Нұрғожаева",
        "email": "aigul@ours.example",
        "new_password": PASSWORD,
        "new_password_again": PASSWORD,
        "organisation": "Достық университеті",
    }
    for name, text in filled.items():
        page.fill(f"[name={name}]", text)
    press(page, "Make account and organisation")
    page.wait_for_url("**/organise/")
    assert "Welcome" in page.inner_text("main")
    page.goto(empty_service.partition("/set-up/")[0] + "/organise/organisations/dostyq-universiteti/members")
    assert "aigul@ours.example" in page.inner_text("main")
    response = page.goto(empty_service)
    assert response is not None
    assert response.status == 404
    context.close()


def test_the_page_of_an_invitation_has_no_serious_barrier(browser: Browser, service: Service) -> None:
    link = invited(browser, service, "axe@dku.example")
    assert_no_barrier(browser, link)


def assert_no_barrier(browser: Browser, link: str) -> None:
    """Neither in the form as it is, nor in what it becomes when it is sent with nothing in it."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True, locale="kk-KZ")
    page = context.new_page()
    page.goto(link)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".error-summary")
    assert barriers(page) == []
    context.close()


def test_a_colleague_is_invited_and_works_and_is_removed(browser: Browser, service: Service) -> None:
    link = invited(browser, service, NEW)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(link)
    page.fill("[name=name]", "Ержан")
    page.fill("[name=new_password]", PASSWORD)
    page.fill("[name=new_password_again]", PASSWORD)
    press(page, "Accept the invitation")
    page.wait_for_url("**/organise/")
    assert "Welcome" in page.inner_text("main")
    owner = signed_in_owner(browser, service)
    owner.goto(MEMBERS)
    row = owner.locator("tr", has_text=NEW)
    row.get_by_text("Remove").first.click()
    row.get_by_role("button", name="Yes, remove").click()
    owner.wait_for_url(f"**{MEMBERS}")
    response = page.goto(f"{service.url}/organise/events/round-table")
    assert response is not None
    assert response.status == 404
    owner.context.close()
    context.close()


def signed_in_owner(browser: Browser, service: Service) -> Page:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        base_url=service.url,
        java_script_enabled=False,
        locale="en",
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=email]", "organiser@example.org")
    page.fill("[name=password]", service.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/organise/")
    return page


def invited(browser: Browser, service: Service, email: str) -> str:
    """Invite somebody as the owner; the link in the letter."""
    owner = signed_in_owner(browser, service)
    owner.goto(MEMBERS)
    owner.fill("[name=email]", email)
    owner.locator("form", has=owner.locator("[name=email]")).locator("[name=role]").select_option("viewer")
    press(owner, "Invite")
    owner.wait_for_url(f"**{MEMBERS}")
    owner.context.close()
    return link_in(service.letter_to(email))


def link_in(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"http\S+/join/\S+", body.get_content())
    assert found
    return found[0]
