"""Letters on the narrowest phones: none of any kind scrolls sideways."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from regapp.vocabulary import Language
from tests.mail.every import every_letter
from tests.mail.examples import body

WIDTHS = [320, 360]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", list(Language))
def test_no_letter_scrolls_sideways(browser: Browser, app: Flask, language: Language) -> None:
    letters = every_letter(app, language)
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 640})
    page = context.new_page()
    too_wide = {}
    for name, message in letters.items():
        page.set_content(body(message, "html"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            needed = page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                too_wide[f"{name} at {width}"] = needed
    context.close()
    assert too_wide == {}
