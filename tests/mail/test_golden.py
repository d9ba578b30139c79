"""The letters word by word, against the files under golden/.

Those are the letters as plain text, in each language that has any there, and the structure of one HTML. After
a change of wording on purpose: `UPDATE_GOLDEN=1 pytest tests/mail/test_golden.py -k "sqlite-en or html"`, for
other languages sqlite-kk, sqlite-ru, sqlite-de; and read the difference before committing it.
"""

import os
import re
from collections.abc import Callable
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from regapp.vocabulary import Language, LetterKind

from . import scenes
from .examples import body
from .mailings import letters_to_many

GOLDEN = Path(__file__).parent / "golden"
LettersIn = Callable[[Language], dict[str, EmailMessage]]
UPDATES_GOLDEN = bool(os.environ.get("UPDATE_GOLDEN"))


class Outline(HTMLParser):
    """The tags of a letter's HTML with their classes and texts, a line each, as deep as they lie."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self._depth, self._mute = "", 0, False
        self.feed(html)

    def _add(self, line: str) -> None:
        self.text += f"{' ' * self._depth}{line}\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = {"class", "role", "href", "src", "alt", "lang", "aria-hidden"}
        self._add(" ".join([f"<{tag}>", *(f"{name}={value}" for name, value in attrs if name in shown)]))
        self._mute = tag == "style"
        self._depth += tag not in {"br", "img", "meta"}

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser calls it so
        self._depth -= 1
        self._mute = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._mute:
            self._add(" ".join(data.split()))


def written(message: EmailMessage) -> str:
    return masked(f"Subject: {message['Subject']}\n\n{body(message, 'plain')}")


def masked(text: str) -> str:
    """The text without what is new in each run."""
    text = re.sub(r"(registrations|address-changes|join|unsubscribe)/[\w-]{22,32}", r"\1/TOKEN", text)
    text = re.sub(r"login/(reset|address)/[\w.-]+", r"login/\1/TOKEN", text)
    text = re.sub(r"(calendars(?:/|%2F))[\w-]{22}(\.ics)", r"\1TOKEN\2", text)
    text = re.sub(r"\b([2-9A-HJ-NP-Z]{4} ?){2}[2-9A-HJ-NP-Z]{4}\b", "ABCD EFGH JKLM", text)
    return text.replace("code=ABCD EFGH JKLM", "code=ABCDEFGHJKLM")


def agree_with_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if UPDATES_GOLDEN:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} differs: see this file's head"


@pytest.mark.parametrize("language", list(Language))
def test_the_letters_read_as_their_golden_files(letters_in: LettersIn, language: Language) -> None:
    known = {path.name for path in GOLDEN.glob(f"*.{language}.txt")}
    if not known and not UPDATES_GOLDEN:
        pytest.skip(f"no golden files in {language} yet: see this file's head")
    letters = letters_in(language)
    for name, message in letters.items():
        agree_with_golden(f"{name}.{language}.txt", written(message))
    if not UPDATES_GOLDEN:
        assert known == {f"{name}.{language}.txt" for name in letters}


@time_machine.travel(scenes.TODAY, tick=False)
def test_the_html_of_a_letter_is_built_as_its_golden_file(app: Flask) -> None:
    scenes.set_stage()
    scenes.enrol("a@example.org")
    message = scenes.sent(app, LetterKind.CONFIRMATION, "a@example.org")
    agree_with_golden("confirmation.en.html.txt", masked(Outline(body(message, "html")).text))


@time_machine.travel(scenes.TODAY, tick=False)
def test_the_html_of_what_a_host_wrote_is_built_as_its_golden_file(app: Flask) -> None:
    message = letters_to_many(app, Language.ENGLISH)["message-fields"]
    agree_with_golden("message-fields.en.html.txt", masked(Outline(body(message, "html")).text))
