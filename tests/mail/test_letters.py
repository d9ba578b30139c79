"""Letters as they are sent: their words, their structure, and what must never stand in them."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from html import unescape
from html.parser import HTMLParser

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from regapp.addresses import Addresses
from regapp.clock import now
from regapp.database import db
from regapp.documents.qr import qr_png
from regapp.mail.environment import code_groups, dialled, inert
from regapp.services.outgoing import outbox
from regapp.services.registrations import own_page, receipts
from regapp.vocabulary import EventStatus, Language, LetterKind, LetterState
from regapp.worker import send_due_letters

from . import scenes
from .examples import body, shape

pytestmark = pytest.mark.usefixtures("today")

JOIN_ADDRESS = "https://zoom.us/j/84684484087"  # of the round table
WRITTEN_BY_HOSTS = {"message-fields", "message-test"}  # where addresses stand where their writer put them
LettersIn = Callable[[Language], dict[str, EmailMessage]]
LARGEST = 20_000  # octets of HTML: Gmail cuts a letter off at 102 kB, and a phone pays for each


@pytest.fixture
def stage(app: Flask) -> Flask:
    """Two events with dates that do not move and very few places."""
    scenes.set_stage()
    return app


class Links(HTMLParser):
    """The addresses that a letter's HTML leads to, the sources of its images, and their texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.targets.append(found["href"] or "")
        if tag == "img":
            self.images.append(found)


def links(message: EmailMessage) -> list[str]:
    return Links(body(message, "html")).targets


def parts(message: EmailMessage) -> list[EmailMessage]:
    return [part for part in message.walk() if not part.is_multipart()]  # type: ignore[misc]


def calendars(message: EmailMessage) -> list[bytes]:
    kinds = {"text/calendar", "application/ics"}
    return [part.get_payload(decode=True) for part in parts(message) if part.get_content_type() in kinds]  # type: ignore[misc]


def octets(message: EmailMessage) -> bytes:
    """All parts, decoded."""
    return b"\n".join(part.get_payload(decode=True) for part in parts(message))  # type: ignore[misc]


def state_of(kind: LetterKind, recipient: str) -> LetterState:
    return scenes.letter(kind, recipient).state


# Words


@pytest.mark.parametrize("language", list(Language))
def test_each_kind_is_written_in_each_language(letters_in: LettersIn, language: Language) -> None:
    letters = letters_in(language)
    assert {name for name in letters if name in set(LetterKind)} == set(LetterKind)
    for name, message in letters.items():
        html, text = body(message, "html"), body(message, "plain")
        assert message["Content-Language"] == language, name
        assert f'<html lang="{language}"' in html, name
        assert len(html.encode()) < LARGEST, name
        assert all(len(line) <= 76 for line in text.splitlines() if "://" not in line), name
        if name not in WRITTEN_BY_HOSTS:
            assert all(" " not in line for line in text.splitlines() if "://" in line), name
        assert not re.search(r"%\(|\{\{|\{%|None|Undefined", html + text + message["Subject"]), name
        assert (
            "!" not in re.sub(r"<!--.*?-->|<style>.*?</style>|<!DOCTYPE", "", html, flags=re.DOTALL) + text
        ), name


def test_html_and_plain_text_lead_to_the_same_places(letters_in: LettersIn) -> None:
    for name, message in letters_in(Language.ENGLISH).items():
        found = re.findall(r"(?:https?|webcal)://[^\s)]+", body(message, "plain"))
        in_text = {address.rstrip(".") for address in found}
        in_html = {target for target in links(message) if not target.startswith("tel:")}
        assert in_html == in_text, name


def test_each_letter_says_first_what_it_is_about(letters_in: LettersIn) -> None:
    for name, message in letters_in(Language.ENGLISH).items():
        first = " ".join(body(message, "plain").split("\n\n")[0].split())
        unseen = r"<!--.*?-->|<style>.*?</style>|<title>.*?</title>|<[^>]*>"
        html = re.sub(unseen, " ", body(message, "html"), flags=re.DOTALL)
        assert " ".join(unescape(html).split()).startswith(first), name


def test_a_telephone_number_can_be_dialled(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    assert "tel:+77773971127" in links(message)
    # Its groups are held together, so that no line ends within it.
    assert "+7\u00a0777\u00a0397\u00a011\u00a027" in body(message, "plain")


def test_answers_go_to_the_host(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    (reply_to,) = message["Reply-To"].addresses
    assert (reply_to.display_name, reply_to.addr_spec) == (
        "Kazakh-German University (DKU)",
        "events@dku.example",
    )


def test_the_owner_of_a_known_address_reads_who_is_registered(stage: Flask) -> None:
    scenes.enrol("a@example.org", name="Aigerim Bekova")
    scenes.enrol("A@example.org", name="Somebody Else")
    message = scenes.sent(stage, LetterKind.ALREADY_REGISTERED, "a@example.org")
    for kind in ("plain", "html"):
        assert "Aigerim Bekova" in body(message, kind)


def test_the_days_of_a_webinar_stand_with_their_hours_and_zone(stage: Flask) -> None:
    scenes.enrol("a@example.org", slug=scenes.WEBINAR, ticket="online")
    text = body(scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org"), "plain")
    assert "Tuesday, 16 March 2027, 10:00–18:00 (Almaty, UTC+5)" in text
    assert "Wednesday, 17 March 2027, 10:00–18:00 (Almaty, UTC+5)" in text


# Structure


def test_a_confirmation_for_the_room_holds_the_code_and_the_invitation(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    related = {"multipart/related": ["text/html", "image/png"]}
    alternative = {"multipart/alternative": ["text/plain", related, "text/calendar"]}
    assert shape(message) == {"multipart/mixed": [alternative, "application/ics"]}


def test_a_confirmation_for_online_holds_no_image(stage: Flask) -> None:
    scenes.enrol("a@example.org", ticket="online")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    alternative = {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]}
    assert shape(message) == {"multipart/mixed": [alternative, "application/ics"]}


def test_the_qr_code_is_shown_by_its_content_id_with_the_code_as_its_text(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    code = scenes.own("a@example.org").first.code
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    (picture,) = (part for part in parts(message) if part.get_content_type() == "image/png")
    assert picture.get_payload(decode=True) == qr_png(Addresses("http://localhost:8000").ticket(code))
    (image,) = Links(body(message, "html")).images
    assert image["src"] == f"cid:{picture['Content-ID'].strip('<>')}"
    assert image["alt"] == code
    assert code_groups(code) in body(message, "html")
    assert code_groups(code) in body(message, "plain")


def test_a_webinar_of_two_days_brings_an_invitation_for_each(stage: Flask) -> None:
    scenes.enrol("a@example.org", slug=scenes.WEBINAR, ticket="online")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    files = {part.get_filename(): part for part in parts(message) if part.get_filename()}
    assert list(files) == ["invite.ics", "invite-2.ics"]
    assert files["invite-2.ics"]["Content-Type"].params["method"] == "REQUEST"
    entries = [Calendar.from_ical(part.get_payload(decode=True)) for part in files.values()]
    assert [entry["METHOD"] for entry in entries] == ["REQUEST", "REQUEST"]
    starts = [entry.events[0]["DTSTART"].dt.isoformat() for entry in entries]
    assert starts == ["2027-03-16T10:00:00+05:00", "2027-03-17T10:00:00+05:00"]
    assert len({str(entry.events[0]["UID"]) for entry in entries}) == 2


def test_a_cancellation_takes_the_entry_back_with_a_higher_number(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    invited = calendars(scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org"))
    own_page.cancel(token=scenes.own("a@example.org").token)
    message = scenes.sent(stage, LetterKind.CANCELLATION, "a@example.org")
    (request,), (cancel,) = (Calendar.from_ical(files[0]).events for files in (invited, calendars(message)))
    assert {Calendar.from_ical(file)["METHOD"] for file in calendars(message)} == {"CANCEL"}
    assert cancel["UID"] == request["UID"]
    assert cancel["SEQUENCE"] > request["SEQUENCE"]


def test_leaving_the_waiting_list_touches_no_calendar(stage: Flask) -> None:
    scenes.enrol("first@example.org")
    scenes.enrol("a@example.org")
    own_page.cancel(token=scenes.own("a@example.org").token)
    assert calendars(scenes.sent(stage, LetterKind.CANCELLATION, "a@example.org")) == []


def test_the_letters_of_an_event_stand_in_one_thread(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    first = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    own_page.cancel(token=scenes.own("a@example.org").token)
    second = scenes.sent(stage, LetterKind.CANCELLATION, "a@example.org")
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


# What has lost its reason


def claimed_by_a_worker_that_dies() -> None:
    """Letters that are under way are not dropped with those still in the outbox."""
    assert outbox.claim_due(most=50)


def send_when_the_lease_has_ended(app: Flask) -> None:
    with time_machine.travel(now() + outbox.LEASE + timedelta(seconds=1), tick=False):
        send_due_letters(app.extensions["settings"])


def kept(app: Flask) -> list[bytes]:
    return [path.read_bytes() for path in (app.extensions["settings"].instance / "mail").glob("*.eml")]


def test_a_confirmation_of_what_was_cancelled_meanwhile_is_dropped(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    claimed_by_a_worker_that_dies()
    own_page.cancel(token=scenes.own("a@example.org").token)
    send_when_the_lease_has_ended(stage)
    assert state_of(LetterKind.CONFIRMATION, "a@example.org") is LetterState.DROPPED
    assert state_of(LetterKind.CANCELLATION, "a@example.org") is LetterState.SENT
    assert len(kept(stage)) == 1


def test_a_waiting_letter_is_dropped_when_the_place_came_first(stage: Flask) -> None:
    scenes.enrol("first@example.org")
    scenes.enrol("a@example.org")
    claimed_by_a_worker_that_dies()
    own_page.cancel(token=scenes.own("first@example.org").token)
    send_when_the_lease_has_ended(stage)
    assert state_of(LetterKind.WAITING_LIST, "a@example.org") is LetterState.DROPPED
    assert state_of(LetterKind.PLACE, "a@example.org") is LetterState.SENT


def test_a_cancellation_is_dropped_when_they_came_back(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    send_due_letters(stage.extensions["settings"])
    token = scenes.own("a@example.org").token
    own_page.cancel(token=token)
    claimed_by_a_worker_that_dies()
    own_page.restore(token=token)
    send_when_the_lease_has_ended(stage)
    assert state_of(LetterKind.CANCELLATION, "a@example.org") is LetterState.DROPPED


def test_a_letter_under_way_to_a_mistyped_address_never_takes_the_new_own_page_there(stage: Flask) -> None:
    receipt = scenes.enrol("stranger@example.org")
    claimed_by_a_worker_that_dies()
    receipts.correct_address(token=receipt, email="a@example.org", browser_secret=scenes.BROWSER)
    token = scenes.own("a@example.org").token
    send_when_the_lease_has_ended(stage)
    assert state_of(LetterKind.CONFIRMATION, "stranger@example.org") is LetterState.DROPPED
    assert state_of(LetterKind.CONFIRMATION, "a@example.org") is LetterState.SENT
    assert token in body(scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org"), "plain")
    assert not any(b"stranger@example.org" in file for file in kept(stage))


@pytest.mark.parametrize("ticket", ["in-person", "online"])
def test_nobody_is_invited_to_an_event_that_was_called_off(stage: Flask, ticket: str) -> None:
    scenes.enrol("a@example.org", ticket=ticket)
    scenes.stored_event(scenes.ROUND_TABLE).status = EventStatus.CANCELLED
    db.session.commit()
    send_due_letters(stage.extensions["settings"])
    assert state_of(LetterKind.CONFIRMATION, "a@example.org") is LetterState.DROPPED


def test_a_letter_about_an_event_that_is_over_is_dropped(stage: Flask) -> None:
    scenes.enrol("a@example.org")
    with time_machine.travel(scenes.stored_event(scenes.ROUND_TABLE).end_at, tick=False):
        send_due_letters(stage.extensions["settings"])
    assert state_of(LetterKind.CONFIRMATION, "a@example.org") is LetterState.DROPPED


# What must never stand in a letter


@pytest.mark.parametrize(
    "name",
    [
        "http://evil.example/x",
        "evil.example",
        "www.evil.example",
        "a@evil.example",
        "evil。example",
        "https:\\\\evil.example",
        '<a href="http://evil.example">x</a>',
        "Dear you,\n\nhttp://evil.example\n",
    ],
)
def test_a_name_never_becomes_a_link(stage: Flask, name: str) -> None:
    scenes.enrol("a@example.org", name=" ".join(name.split()))
    scenes.enrol("a@example.org")
    scenes.enrol("b@example.org", name=" ".join(name.split()))
    kinds = [
        (LetterKind.CONFIRMATION, "a@example.org"),
        (LetterKind.ALREADY_REGISTERED, "a@example.org"),
        (LetterKind.WAITING_LIST, "b@example.org"),
    ]
    for kind, recipient in kinds:
        message = scenes.sent(stage, kind, recipient)
        assert not any("evil" in target for target in links(message))
        for form in ("plain", "html"):
            words = body(message, form)
            assert "evil" in words
            assert not re.search(r"evil[.。]example|://.?evil|www\.evil|@evil|:\\", words)


def test_inert_text_keeps_its_words_and_its_line() -> None:
    assert (
        inert("Dr. Anna-Maria O’Neill, Ph.D.").replace("\N{WORD JOINER}", "")
        == "Dr. Anna-Maria O’Neill, Ph.D."
    )
    assert inert("Aigerim\n\n\u2028Bekova") == "Aigerim Bekova"
    assert inert("\u202egnp.exe") == "gnp.\N{WORD JOINER}exe"


def test_the_way_to_join_never_stands_in_a_letter_for_the_room(stage: Flask) -> None:
    scenes.enrol("first@example.org")
    scenes.enrol("a@example.org")
    messages = [
        scenes.sent(stage, LetterKind.CONFIRMATION, "first@example.org"),
        scenes.sent(stage, LetterKind.WAITING_LIST, "a@example.org"),
    ]
    own_page.cancel(token=scenes.own("first@example.org").token)
    messages.append(scenes.sent(stage, LetterKind.PLACE, "a@example.org"))
    messages.append(scenes.sent(stage, LetterKind.CANCELLATION, "first@example.org"))
    for message in messages:
        told = octets(message).replace(b"\r\n ", b"")
        assert not any(secret in told for secret in (b"zoom.us", b"84684484087", b"846 8448 4087"))


def test_the_way_to_join_stands_in_a_confirmation_for_online(stage: Flask) -> None:
    scenes.enrol("a@example.org", ticket="online")
    message = scenes.sent(stage, LetterKind.CONFIRMATION, "a@example.org")
    assert JOIN_ADDRESS in links(message)
    assert JOIN_ADDRESS in body(message, "plain").splitlines()
    assert all(JOIN_ADDRESS.encode() in file.replace(b"\r\n ", b"") for file in calendars(message))


def test_the_own_page_stands_in_no_calendar_file(letters_in: LettersIn) -> None:
    for name, message in letters_in(Language.ENGLISH).items():
        tokens = re.findall(r"registrations/([\w-]{22})", body(message, "plain"))
        files = b"".join(file.replace(b"\r\n ", b"") for file in calendars(message))
        assert b"/registrations/" not in files, name
        assert not any(token.encode() in files for token in tokens), name


def test_a_stranger_learns_nothing_from_the_letter_that_asks_for_proof(stage: Flask) -> None:
    scenes.enrol("a@example.org", name="Aigerim Bekova")
    registration = scenes.own("a@example.org")
    token, code = registration.token, registration.first.code
    own_page.ask_for_address_change(token=token, email="stranger@example.org")
    message = scenes.sent(stage, LetterKind.PROVE_ADDRESS, "stranger@example.org")
    told = message.as_bytes(policy=default).decode() + octets(message).decode()
    for secret in (token, code, code_groups(code), "Aigerim", "a@example.org", JOIN_ADDRESS):
        assert secret not in told


def test_a_number_is_dialled_without_what_only_eyes_need() -> None:
    assert dialled("+7 (777) 397-11-27") == "tel:+77773971127"
