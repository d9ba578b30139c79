"""What a host says of the meeting is told to those alone whom it is for."""

from typing import Any

import pytest
from flask import Flask

from regapp.models import AuditEntry
from regapp.vocabulary import Role, Visibility
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.organise.test_edit_online import FIELDS, JOIN, MEETING, change, shown
from tests.web.visits import receipt, words

SECRETS = (JOIN, "s3cret", "344 1234")


@on_sqlite
def test_no_secret_stands_in_the_log(website: Flask):
    event = own_event(website)
    change(browser(website), event, **FIELDS)
    with website.app_context():
        kept = repr([row["details"] for row in b.rows(AuditEntry)])
    assert not [secret for secret in (*SECRETS, "8448") if secret in kept]


@on_sqlite
def test_only_managers_may(website: Flask):
    event = own_event(website)
    for role in (Role.VIEWER, Role.DOOR):
        assert shown(browser(website, role), event).status_code == 403


@on_sqlite
@pytest.mark.parametrize("visibility", Visibility)
def test_the_public_never_reads_a_secret(website: Flask, visibility: Visibility):
    event = own_event(website)
    change(browser(website), event, **FIELDS, visibility=str(visibility))
    stranger = website.test_client()
    paths = ("", "/register", "/calendar.ics")
    texts = [stranger.get(f"/events/{event.slug}{path}").text for path in paths]
    texts.append(stranger.get("/calendar.ics").text.replace("\r\n ", ""))
    assert not [secret for secret in SECRETS for text in texts if secret in text]
    assert ("846 8448 4087" in texts[0]) == (visibility is Visibility.PUBLIC)


def after_the_form(website: Flask, event: OwnEvent, **fields: Any) -> str:
    asked = {"ticket": "online", "question-affiliation": "", **fields}
    return words(receipt(website.test_client(), event.slug, **asked))


@on_sqlite
@pytest.mark.parametrize(
    ("visibility", "changes", "fields", "is_shown"),
    [
        (Visibility.REGISTERED, {}, {}, True),
        (Visibility.PUBLIC, {}, {}, True),
        (Visibility.LETTER, {}, {}, False),
        (Visibility.REGISTERED, {}, {"ticket": "in-person"}, False),
        (Visibility.REGISTERED, {"proof_minutes": 60}, {}, False),
        (Visibility.REGISTERED, {"join_release_minutes": 60}, {}, False),
        (Visibility.PUBLIC, {"join_release_minutes": 60}, {}, True),
    ],
)
def test_the_receipt_tells_the_id_and_nothing_else_of_the_meeting(
    website: Flask, visibility: Visibility, changes: dict[str, Any], fields: dict[str, str], *, is_shown: bool
):
    event = own_event(website, meeting=MEETING, **changes)
    with website.app_context():
        b.change_event(event.id, meeting_id_visibility=visibility)
    text = after_the_form(website, event, **fields)
    assert ("846 8448 4087" in text) == is_shown
    assert not [secret for secret in SECRETS if secret in text]
    assert ("846 8448 4087" in after_the_form(website, event, **fields)) == is_shown  # known by now


@on_sqlite
def test_the_own_page_tells_the_numbers_to_call(website: Flask):
    event = own_event(website, meeting=MEETING)
    event.register(1, ticket="online")
    event.register(2)
    client = website.test_client()
    with website.app_context():
        online, in_room = (f"/registrations/{b.own_token(event.id, person)}" for person in (1, 2))
    assert "+7 727 344 1234" in words(client.get(online))
    assert "+7 727 344 1234" in client.get(f"{online}/calendar.ics").text.replace("\r\n ", "")
    assert "344 1234" not in client.get(in_room).text
