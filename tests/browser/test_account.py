"""Signing in as organisers do: an authenticator without JavaScript, passkeys with Chromium's virtual one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import PHONE, Service

ORGANISER = "organiser@example.org"
INSIDE = re.compile(r":\d+/organise/$")


@pytest.fixture
def desk(browser: Browser, service: Service) -> Iterator[Page]:
    """A page with JavaScript, with cookies of its own."""
    context = browser.new_context(base_url=service.url)
    yield context.new_page()
    context.close()


def sign_in(page: Page, service: Service) -> None:
    page.goto("/login?lang=en")
    page.fill("[name=email]", ORGANISER)
    page.fill("[name=password]", service.password)
    page.locator("form[action^='/login?'] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r":\d+/(organise/$|login/second-step)"))


def virtual_authenticator(page: Page, **options: Any) -> CDPSession:
    """Have Chromium play an authenticator (the WebAuthn domain of its DevTools protocol)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    settings = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        **options,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": settings})
    return session


def sign_out(page: Page) -> None:
    page.goto("/organise/")
    page.locator("form[action='/logout'] button").click()
    page.wait_for_url(re.compile(r":\d+/$"))


def remove_all(page: Page) -> None:
    """Leave the account as other tests expect it."""
    page.goto("/account/second-factor")
    buttons = page.locator("form[action$='/remove'] button")
    for left in reversed(range(buttons.count())):
        buttons.first.click()
        expect(buttons).to_have_count(left)


def test_a_passkey_is_made_and_signs_in_alone(desk: Page, service: Service) -> None:
    sign_in(desk, service)
    virtual_authenticator(desk)
    desk.goto("/account/passkeys/new")
    desk.fill("[name=name]", "This computer")
    desk.locator("form[data-passkey] button").click()
    expect(desk).to_have_url(re.compile(r":\d+/account/second-factor"))
    expect(desk.locator("main")).to_contain_text("This computer")
    sign_out(desk)
    desk.goto("/login")
    desk.locator("form[data-passkey] button").click()
    expect(desk).to_have_url(INSIDE)
    remove_all(desk)


def test_a_passkey_is_the_second_step(desk: Page, service: Service) -> None:
    sign_in(desk, service)
    virtual_authenticator(desk, hasUserVerification=False, isUserVerified=False, hasResidentKey=False)
    desk.goto("/account/passkeys/new")
    desk.fill("[name=name]", "Security key")
    desk.locator("form[data-passkey] button").click()
    expect(desk.locator("main")).to_contain_text("after the password")
    sign_out(desk)
    sign_in(desk, service)
    expect(desk).to_have_url(re.compile(r":\d+/login/second-step"))
    desk.locator("form[data-passkey] button").click()
    expect(desk).to_have_url(INSIDE)
    remove_all(desk)


def test_a_passkey_that_does_not_come_is_said(desk: Page) -> None:
    virtual_authenticator(desk)
    desk.goto("/login?lang=en")
    desk.locator("form[data-passkey] button").click()
    expect(desk.locator("[data-passkey-problem]")).to_be_visible(timeout=90_000)
    expect(desk).to_have_url(re.compile("/login"))


def test_an_authenticator_and_recovery_codes_need_no_script(browser: Browser, service: Service) -> None:
    context = browser.new_context(viewport=PHONE, base_url=service.url, java_script_enabled=False)  # type: ignore[arg-type]
    phone = context.new_page()
    sign_in(phone, service)
    phone.goto("/account/authenticator")
    totp = TOTP(key=phone.locator(".secret").inner_text())
    phone.fill("[name=code]", totp.generate().token)
    phone.locator("main form button[type=submit]").click()
    phone.locator("form[action$='/recovery-codes'] button").click()
    code = phone.locator(".recovery .code").first.inner_text()
    phone.get_by_role("link", name="I have kept them").click()
    sign_out(phone)
    sign_in(phone, service)
    phone.fill("[name=code]", code)
    phone.locator("main form button[type=submit]").click()
    expect(phone).to_have_url(INSIDE)
    remove_all(phone)
    expect(phone.locator("main")).not_to_contain_text("Recovery codes")
    context.close()
