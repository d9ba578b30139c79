"""The whole service as ``make run`` starts it, and a real browser in front of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

LONGEST_WAIT = 30.0  # seconds
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Service:
    """A running installation."""

    url: str
    instance: Path
    password: str

    def letter_to(self, address: str, *, after: int = 0) -> EmailMessage:
        """The newest letter to ``address``, waiting until there are more than ``after`` of them."""
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            found = self._letters_to(address)
            if len(found) > after:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter came to {address}")

    def letters_to(self, address: str) -> int:
        """How many letters have come there so far."""
        return len(self._letters_to(address))

    def _letters_to(self, address: str) -> list[EmailMessage]:
        letters = (
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted((self.instance / "mail").glob("*.eml"))
        )
        return [letter for letter in letters if address in letter["To"]]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with the sample events, on a free port of loopback."""
    instance = tmp_path_factory.mktemp("service")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {"PORT": str(port), "INSTANCE_PATH": str(instance), "LIMIT_REGISTRATIONS": "off"}
    log = instance / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "regapp.serve"],
            env={**os.environ, **environ},
            stdout=output,
            start_new_session=True,
        )
    try:
        _wait_until(lambda: "password " in log.read_text())
        password = log.read_text().split("password ")[1].split()[0]
        yield Service(f"http://localhost:{port}", instance, password)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=LONGEST_WAIT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system; skips where it is not to be had."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser, service: Service) -> Iterator[Page]:
    """A page on a phone without JavaScript of its own needs, with cookies of its own."""
    context = browser.new_context(
        viewport=PHONE, base_url=service.url, java_script_enabled=False, locale="kk-KZ"
    )
    yield context.new_page()
    context.close()


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("the service did not start")
        time.sleep(0.1)
