"""What must never stand in a letter about places: other people's tickets, the own page, the way to join."""

import re
from email.message import EmailMessage
from email.policy import default

import pytest
from flask import Flask

from regapp.services.allocation.asked import Companion
from regapp.services.registrations import own_page
from regapp.vocabulary import Language, LetterKind, Together
from tests import builders

from .examples import body, shape
from .places import JOIN, clean_air, letters_about_places
from .scenes import enrol, own, sent
from .test_letters import Links

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
FIRST, A, B = "first@example.org", "a@example.org", "b@example.org"


def everything(message: EmailMessage) -> str:
    """The message as it was written, and all that is encoded in it."""
    inner = b"\n".join(part.get_payload(decode=True) or b"" for part in message.walk())
    return message.as_bytes(policy=default).decode() + inner.replace(b"\r\n ", b"").decode(errors="replace")


def test_a_companions_letter_gives_no_power_over_the_registration(app: Flask) -> None:
    clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    registration = own(A, SLUG)
    told = everything(sent(app, LetterKind.TICKET, B))
    for secret in (registration.token, registration.attendees[0].code, A, "/registrations/"):
        assert secret not in told
    assert registration.attendees[1].code in told


def test_a_companion_who_waits_is_sent_nothing_yet(app: Flask) -> None:
    clean_air(SLUG, most_people=5)
    enrol(FIRST, slug=SLUG)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),), together=Together.FIT)
    assert builders.kinds(B) == []


def test_the_way_to_join_is_only_for_those_with_a_place_online(app: Flask) -> None:
    letters = letters_about_places(app, Language.ENGLISH)
    for name in ("waiting-list-offers", "pending", "prove-registration", "rejection", "invitation", "ticket"):
        assert JOIN not in everything(letters[name]), name


def test_what_is_kept_for_a_proof_comes_without_ticket_and_calendar(app: Flask) -> None:
    clean_air(SLUG, proof_minutes=120)
    enrol(A, slug=SLUG)
    message = sent(app, LetterKind.PROVE_REGISTRATION, A)
    assert shape(message) == {"multipart/alternative": ["text/plain", "text/html"]}
    assert own(A, SLUG).first.code not in everything(message)


@pytest.mark.parametrize(
    "name", ["http://evil.example/x", "evil.example", '"><a href="//evil.example">', "a@evil.kz"]
)
def test_the_name_that_can_be_added_leads_to_the_own_page_alone(app: Flask, name: str) -> None:
    clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG)
    enrol(A, slug=SLUG, name=name)
    message = sent(app, LetterKind.ALREADY_REGISTERED, A)
    page = f"http://localhost:8000/registrations/{own(A, SLUG).token}"
    about = [target for target in Links(body(message, "html")).targets if "evil" in target]
    assert [target.split("?add=")[0] for target in about] == [page]
    told = body(message, "plain").replace(about[0], "")
    assert "evil" in told
    assert not re.search(r"evil[.](example|kz)|//evil|@evil", told)


def test_nobody_can_be_added_where_as_many_come_as_may(app: Flask) -> None:
    clean_air(SLUG, capacity=5, most_people=1)
    enrol(A, slug=SLUG)
    enrol(A, slug=SLUG, name="Bolat Serik")
    message = sent(app, LetterKind.ALREADY_REGISTERED, A)
    assert "Bolat" not in everything(message)


def test_each_of_several_has_a_code_of_their_own_shown(app: Flask) -> None:
    clean_air(SLUG, capacity=20, most_people=12)
    enrol(A, slug=SLUG, companions=tuple(Companion(f"Guest {number}") for number in range(11)))
    message = sent(app, LetterKind.CONFIRMATION, A)
    codes = [attendee.code for attendee in own(A, SLUG).attendees]
    images = [image["alt"] for image in Links(body(message, "html")).images]
    assert images == codes[:10]
    for form in ("plain", "html"):
        flat = body(message, form).replace(" ", "")
        assert all(code in flat for code in codes)


def test_a_letter_of_somebody_who_proves_their_address_tells_what_they_have(app: Flask) -> None:
    clean_air(SLUG, proof_minutes=120)
    enrol(FIRST, slug=SLUG)
    own_page.prove(token=own(FIRST, SLUG).token)
    assert own(FIRST, SLUG).first.code in everything(sent(app, LetterKind.CONFIRMATION, FIRST))
