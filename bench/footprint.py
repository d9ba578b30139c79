"""What a registration weighs in a browser, and what the service weighs on a machine that waits."""

import re
import time
from pathlib import Path

from playwright.sync_api import Response, sync_playwright

from bench.servers import Running
from bench.table import Line, bound

CHROMIUM = "/usr/bin/chromium"
SETTLED = 3.0  # seconds


def weight(service: Running) -> list[Line]:
    """Octets and requests of event page, form and receipt, from an empty cache."""
    sizes: list[int] = []

    def note(response: Response) -> None:
        size = response.request.sizes()
        # What comes from the browser's cache has a size below zero; an icon in the page is no request.
        if size["responseBodySize"] >= 0 and not response.url.startswith("data:"):
            sizes.append(size["responseBodySize"] + size["responseHeadersSize"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.on("requestfinished", lambda request: note(request.response()))
        page.goto(f"{service.url}/events/round-table")
        page.goto(f"{service.url}/events/round-table/register")
        page.fill("[name=name]", "Айгүл Әбдіғалиқызы")
        page.fill("[name=email]", "aigul@example.org")
        page.check("[name=ticket][value=in-person]", force=True)
        page.fill("[name=question-affiliation]", "DKU")
        page.check("[name=consent]", force=True)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/receipts/*")
        page.wait_for_load_state("networkidle")
        browser.close()
    return [
        bound("a registration in a browser, cold cache", sum(sizes) / 1000, "kB", 200),
        bound("its requests", len(sizes), "requests", 10.1),
    ]


def memory(service: Running) -> Line:
    """Proportional set size of all processes of the service, idle."""
    time.sleep(SETTLED)
    total = sum(_pss(pid) for pid in family(service.pid))
    return bound("idle memory of all processes (PSS)", total / 1000, "MB", 200)


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def _pss(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) if found else 0
