"""Any text that a person can type, in every kind of letter, as a parser reads it that is not Python's.

What was typed comes back, and nothing else is added by it: no header, no part, no element, no property.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regapp.addresses import Addresses
from regapp.mail.desk import Desk
from regapp.vocabulary import Attendance, Language, LetterKind
from regapp.web.organise.made_up import Message, kinds_for, made_up

from .any_text import LINES, PARAGRAPHS, shown
from .examples import names
from .made import Typed, event_of, typed_everywhere
from .readers import IcalJs, Javascript

SLOWLY = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
DESK = Desk(Addresses("https://events.example"), "events.example", "events@events.example", "answers.example")
KINDS = st.sampled_from(kinds_for(event_of(Typed(), attendance=Attendance.ONLINE)))
PLAIN = Typed()
FIELDS = ("title", "person", "subject", "organisation")  # which headers are made of
# Names are shown so that no program makes a link of them, or turns the direction of what follows.
_INERT = re.compile("[\u2060\u202a-\u202e\u2066-\u2069]")


def letter_of(kind: LetterKind, typed: Typed, address: str = "somebody@example.org") -> bytes:
    event = event_of(typed, attendance=Attendance.ONLINE)
    message = Message({"en": typed.subject}, {"en": typed.words})
    letter, subject = made_up(event, kind, Language.ENGLISH, message)
    for attendee, _ in subject.people:
        attendee.name = attendee.registration.name = typed.person
    letter.recipient = address
    if kind is LetterKind.EVENT_CHANGED:
        letter.mailing.facts["message"] = typed.words
    return DESK.compose(letter, subject).as_bytes()


def read(javascript: Javascript, kind: LetterKind, typed: Typed) -> dict[str, Any]:
    return javascript.ask("postal-mime", letter_of(kind, typed))


def words(text: str) -> str:
    """What is read, whatever stands between the words."""
    return " ".join(_INERT.sub("", text).split())


def squeezed(text: str) -> str:
    """The same where lines are broken inside and between words."""
    return words(text).replace(" ", "")


def retyped(plain: str, typed: Typed) -> str:
    """A plain letter's text as it has to be with what was typed in it."""
    pieces = {getattr(PLAIN, name): getattr(typed, name) for name in FIELDS}
    return re.sub("|".join(map(re.escape, pieces)), lambda match: words(pieces[match[0]]), words(plain))


def visible(html: str) -> str:
    """The text of a page."""
    pieces: list[str] = []
    reader = HTMLParser()
    reader.handle_data = pieces.append  # type: ignore[method-assign]
    reader.feed(html)
    return "".join(pieces)


def elements(html: str) -> Counter[tuple[str, ...]]:
    """The elements of a page and the names of their attributes."""
    found: Counter[tuple[str, ...]] = Counter()

    class Elements(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found[(tag, *(name for name, _ in attrs))] += 1

    Elements().feed(html)
    return found


def calendars(letter: dict[str, Any]) -> Iterator[bytes]:
    for part in letter["attachments"]:
        if part["mimeType"] == "text/calendar":
            yield base64.b64decode(part["content"])


@pytest.fixture(scope="module")
def plain(javascript: Javascript) -> Any:
    """The letter of a kind with ordinary texts."""
    return cache(lambda kind: read(javascript, kind, PLAIN))


anything = st.builds(typed_everywhere, LINES, PARAGRAPHS)
lines = st.builds(typed_everywhere, LINES, LINES)


@SLOWLY
@given(KINDS, anything)
def test_it_adds_no_header_and_no_part(
    javascript: Javascript, plain: Any, kind: LetterKind, typed: Typed
) -> None:
    letter = read(javascript, kind, typed)
    assert [key for key, _ in letter["headers"]] == [key for key, _ in plain(kind)["headers"]]
    assert [parts(one) for one in letter["attachments"]] == [parts(one) for one in plain(kind)["attachments"]]


def parts(attachment: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(attachment.get(name) for name in ("filename", "mimeType", "method"))


@SLOWLY
@given(KINDS, lines)
def test_the_subject_comes_back_the_same(
    javascript: Javascript, plain: Any, kind: LetterKind, typed: Typed
) -> None:
    assert words(read(javascript, kind, typed)["subject"]) == retyped(plain(kind)["subject"], typed)


@SLOWLY
@given(KINDS, lines)
def test_names_come_back_the_same(javascript: Javascript, plain: Any, kind: LetterKind, typed: Typed) -> None:
    """But for blanks: RFC 2047 6.2 lets none pass between two encoded words."""
    before = {
        header: [(squeezed(retyped(name, typed)), address) for name, address in people]
        for header, people in parties(plain(kind)).items()
    }
    assert parties(read(javascript, kind, typed)) == before


def parties(letter: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    named = {"from": [letter["from"]], "to": letter["to"], "reply to": letter["replyTo"]}
    return {
        header: [(squeezed(one["name"]), one["address"]) for one in people]
        for header, people in named.items()
    }


@SLOWLY
@given(st.emails())
def test_an_address_comes_back_the_same(javascript: Javascript, ical_js: IcalJs, address: str) -> None:
    letter = javascript.ask("postal-mime", letter_of(LetterKind.CONFIRMATION, PLAIN, address))
    assert [one["address"] for one in letter["to"]] == [address]
    (file,) = calendars(letter)
    (entry,) = ical_js.entries(file)
    (mailbox,) = (value for name, _, _, value in entry["properties"] if name == "attendee")
    assert unquote(mailbox).removeprefix("mailto:") == address


@SLOWLY
@given(KINDS, anything)
def test_it_adds_nothing_to_the_page_but_paragraphs_lines_and_links(
    javascript: Javascript, plain: Any, kind: LetterKind, typed: Typed
) -> None:
    added = elements(read(javascript, kind, typed)["html"]) - elements(plain(kind)["html"])
    assert {tag for tag, *_ in added} <= {"p", "br", "a"}
    assert {name for _, *attributes in added for name in attributes} <= {"style", "href", "class"}


@SLOWLY
@given(KINDS, anything)
def test_plain_text_and_page_say_what_was_typed(
    javascript: Javascript, plain: Any, kind: LetterKind, typed: Typed
) -> None:
    letter, before = read(javascript, kind, typed), plain(kind)
    for form in (lambda one: one["text"], lambda one: visible(one["html"])):
        for field in ("title", "person", "subject", "words", "venue", "address", "city", "passcode"):
            if squeezed(getattr(PLAIN, field)) in squeezed(form(before)):
                assert squeezed(getattr(typed, field)) in squeezed(form(letter))


@SLOWLY
@given(KINDS, anything)
def test_the_calendar_in_it_comes_back_the_same(
    javascript: Javascript, ical_js: IcalJs, plain: Any, kind: LetterKind, typed: Typed
) -> None:
    files = list(calendars(read(javascript, kind, typed)))
    assert [names(file) for file in files] == [names(file) for file in calendars(plain(kind))]
    assert [seen.summary for file in files for seen in ical_js(file)] == [shown(typed.title)] * len(files)
