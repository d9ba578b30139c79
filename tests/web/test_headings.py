"""What stands over an event and over its people."""

import pytest
from flask import Flask

from regapp.services.events.drafts import SpeakerDraft
from regapp.vocabulary import SpeakerRole
from tests.organisers import own_event
from tests.web.pages import parse

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def person(role: str) -> SpeakerDraft:
    return SpeakerDraft(name={"en": f"Asel the {role}"}, role=SpeakerRole(role))


@pytest.mark.parametrize(
    ("roles", "heading"),
    [
        (["moderator", "moderator"], "Who moderates"),
        (["guest"], "Guests"),
        (["guest", "moderator"], "Moderators and guests"),
        (["moderator", "speaker"], "Who speaks"),
    ],
)
def test_the_heading_over_people_says_what_they_do(website: Flask, roles: list[str], heading: str):
    event = own_event(website, speakers=tuple(person(role) for role in roles))
    page = parse(website.test_client().get(f"/events/{event.slug}").text)
    assert page.one("h2", id="speakers").text == heading


def test_a_name_with_a_number_is_kept_together_and_nothing_else_is_marked_up(website: Flask):
    event = own_event(website, title={"en": "Life <b>after</b> COVID-19 & half-baked plans"})
    page = parse(website.test_client().get(f"/events/{event.slug}").text)
    title = page.one("h1")
    assert [one.text for one in title.all()] == ["COVID-19"]
    assert title.one("span", class_="unbroken").text == "COVID-19"
    assert "Life <b>after</b>" in title.text
