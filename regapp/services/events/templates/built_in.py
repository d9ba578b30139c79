"""The templates that come with the service: a file beside this one for each."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from regapp.services.events import event_files
from regapp.services.events.drafts import EventDraft, Texts

FOLDER = Path(__file__).parent
DAY_ONE = date(2001, 1, 1)  # on which events of templates start, until they are given a day of their own
KEYS = (
    "quarantine-round-table",
    "two-day-webinar",
    "conference",
    "seminar",
    "race",
    "teleconference",
    "by-invitation",
    "empty",
)


@dataclass(frozen=True, slots=True)
class Template:
    """A start for an event. Its ``draft`` has no slug, and starts on ``DAY_ONE``.

    ``is_example``: the draft's title is an example of one, for hosts to write their own.
    """

    key: str
    name: Texts
    purpose: Texts
    draft: EventDraft
    is_example: bool = True


@cache
def built_in() -> dict[str, Template]:
    """All of them by their keys, in the order in which they are shown."""
    return {key: _read(key) for key in KEYS}


def _read(key: str) -> Template:
    raw = event_files.read(FOLDER / f"{key}.toml")
    return Template(key, raw["name"], raw["purpose"], event_files.draft(raw, first=DAY_ONE))
