"""Nothing that is written down is shown as a bare term."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

import config
from regapp.queries.audit_log import Entry
from regapp.services.allocation.transitions import TABLE
from regapp.vocabulary import Deed
from regapp.web.organise.audit_words import Change, changes, deed, doer
from tests.organisers import on_sqlite

# What begins like this in services/ is an action; calendars, files and the like have other shapes.
ACTION = re.compile(
    r"(attachment|attendees|event|invitation|job|letters|member|organisation|question|quota|registration|session|speaker"
    r"|tag|template|ticket_type|venue|view)\.[a-z_]+"
)


def actions() -> Iterator[str]:
    """Every action that stands in the source of the services."""
    for path in sorted((config.ROOT / "regapp" / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and ACTION.fullmatch(node.value)
            ):
                yield node.value
    yield from (f"registration.{transition.action}" for transition in TABLE)
    yield from (f"people.{deed}" for deed in Deed)


def entry(action: str = "event.edited", **details: Any) -> Entry:
    return Entry(1, datetime.now(UTC), action, "organiser", details)


@on_sqlite
def test_every_action_has_words(website: Flask):
    with website.test_request_context():
        bare = {action for action in actions() if deed(entry(action)) in {action, action.partition(".")[2]}}
    assert bare == set()
    assert len(set(actions())) > 40


@on_sqlite
@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"changes": {"zone": ["UTC", "Asia/Almaty"]}}, [Change("Time zone", "Asia/Almaty", "UTC")]),
        (
            {"changes": {"title": [{"en": "Old", "kk": "Бір"}, {"en": "New", "kk": "Бір"}]}},
            [Change("Title (English)", "New", "Old")],
        ),
        ({"changes": {"title": [{}, {"kk": "Бір"}]}}, [Change("Title (Қазақша)", "Бір", "nothing")]),
        (
            {"changes": {"website": ["", "https://a.example"]}},
            [Change("Website", "https://a.example", "nothing")],
        ),
        (
            {"changes": {"requires_second_factor": [False, True]}},
            [Change("Second step at sign-in required", "yes", "no")],
        ),
        ({"changes": {"role": ["viewer", "owner"]}}, [Change("Role", "Owner", "Viewer")]),
        (
            {"role": ["", "manager"], "organisation": "fes"},
            [Change("Role", "Manager", "nothing"), Change("Organisation", "fes")],
        ),
        ({"quota": 7, "before": 10, "capacity": 12}, [Change("Places", "12", "10")]),
        ({"capacity": 12}, [Change("Places", "12")]),
        ({"status": "confirmed", "user": 3}, [Change("Status", "Confirmed")]),
        ({"start": "2031-07-01T17:00:00"}, [Change("Start", "1 July 2031, 17:00")]),
        ({"start": "soon"}, [Change("Start", "soon")]),
        ({"unheard_of": ["a", "b"]}, [Change("Unheard of", "a, b")]),
        ({"venue": {"kk": "Үй"}}, [Change("Venue", "Үй")]),
        ({}, []),
    ],
    ids=str,
)
def test_it_says_from_what_to_what(website: Flask, details: dict[str, Any], told: list[Change]):
    with website.test_request_context():
        assert changes(entry(**details)) == told


@on_sqlite
def test_who_has_no_name_is_told_all_the_same(website: Flask):
    with website.test_request_context():
        assert doer(entry()) == "The command line"
        assert doer(Entry(1, datetime.now(UTC), "registration.made", "participant", {})) == "The participant"
        assert doer(Entry(1, datetime.now(UTC), "registration.lapsed", "system", {})) == "The system"
