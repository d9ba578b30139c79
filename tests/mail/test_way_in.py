"""What a letter tells of the way to join: all that there is, to those alone who have a place online."""

import pytest
from flask import Flask

from regapp.services.events.drafts import MeetingDraft
from regapp.vocabulary import LetterKind
from tests import builders

from .examples import body
from .scenes import enrol, sent

pytestmark = pytest.mark.usefixtures("today")

SLUG, PERSON = "by-telephone", "caller@example.org"
NUMBERS = "+7 727 344 1234\n+49 69 3650 5753"


def confirmation(app: Flask, meeting: MeetingDraft, ticket: str = "online", **rules: int) -> tuple[str, str]:
    """The letter's two bodies."""
    draft = builders.draft(SLUG, meeting=meeting, **rules)
    builders.publish(draft)
    enrol(PERSON, slug=SLUG, ticket=ticket)
    message = sent(app, LetterKind.CONFIRMATION, PERSON)
    return body(message, "plain"), body(message, "html")


def test_numbers_to_call_stand_beside_the_address(app: Flask) -> None:
    meeting = MeetingDraft("zoom", "1", "https://zoom.example/j/1", "air", NUMBERS)
    for text in confirmation(app, meeting):
        assert all(number in text for number in NUMBERS.splitlines())
        assert "https://zoom.example/j/1" in text


def test_numbers_alone_are_a_way_to_join(app: Flask) -> None:
    for text in confirmation(app, MeetingDraft(dial_in=NUMBERS)):
        assert NUMBERS.splitlines()[0] in text
        assert "will stand on your page" not in text


@pytest.mark.parametrize(("ticket", "rules"), [("in-person", {}), ("online", {"join_release_minutes": 60})])
def test_who_may_not_know_is_told_no_number(app: Flask, ticket: str, rules: dict[str, int]) -> None:
    for text in confirmation(app, MeetingDraft("zoom", "1", "", "", NUMBERS), ticket, **rules):
        assert not [number for number in NUMBERS.splitlines() if number in text]


def test_a_provider_is_called_by_its_name(app: Flask) -> None:
    meeting = MeetingDraft("bigbluebutton", "", "https://bbb.example/b/1")
    for text in confirmation(app, meeting):
        assert "Online, by BigBlueButton" in text
