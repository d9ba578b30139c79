"""Makes docs/event.png, the picture in README.md. To be run as .venv/bin/python docs/screenshot.py."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright

from bench import footprint, servers

PICTURE = Path(__file__).parent / "event.png"

with (
    tempfile.TemporaryDirectory() as folder,
    sync_playwright() as playwright,
    servers.service(Path(folder), f"sqlite:///{folder}/regapp.db") as service,
):
    browser = playwright.chromium.launch(executable_path=footprint.CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.goto(f"{service.url}/events/round-table?lang=en&scheme=light")
    page.screenshot(path=PICTURE)
    browser.close()
