"""The attendee list of a sample event, filled and read."""

import csv
import re
from io import StringIO

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import event_id, register

LIST = "/organise/events/round-table/attendees"
ANSWERS = {"affiliation": "Институт", "group": "ngo", "question": "Why?"}


def guests(app: Flask, people: int, slug: str = "round-table", first: int = 0, **changes: object) -> None:
    """Register so many people."""
    with app.app_context():
        event = event_id(slug)
        for number in range(first, first + people):
            register(event, number, **{"answers": ANSWERS, **changes})


def names(page: str) -> list[str]:
    """The names in the list, from top to bottom."""
    return re.findall(r'<a class="name"[^>]*>([^<]*)', page)


def table(client: FlaskClient, query: str = "") -> list[list[str]]:
    """The export as a spreadsheet program reads it."""
    answer = client.get(f"{LIST}.csv{query}")
    assert answer.status_code == 200
    text = answer.data.decode("utf-8")
    assert text.startswith("\N{BYTE ORDER MARK}")
    return list(csv.reader(StringIO(text[1:], newline="")))
