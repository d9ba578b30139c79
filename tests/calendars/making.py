"""Makes every kind of calendar file: events and people of a few weeks, their letters and their downloads."""

from datetime import datetime, timedelta
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import PersonalFeed
from regapp.services.allocation.asked import Companion
from regapp.services.events import event_changes
from regapp.services.events.drafts import MeetingDraft, QuotaDraft, SessionDraft
from regapp.services.registrations import by_hand, own_page, personal_feeds
from regapp.vocabulary import Language
from tests import builders
from tests.mail import scenes
from tests.mail.places import attendee_ids
from tests.mail.scenes import enrol, own

from .inbox import calendars_in, letters_to, work_later

A, B, C = "aigul@example.org", "bolat@example.org", "christa@example.org"
TITLE = "Kaleidoscope"  # by which the list finds these events, and no others
JOIN = "https://zoom.us/j/5550001?pwd=aXr"
MEETING = MeetingDraft(provider="zoom", join_address=JOIN, passcode="air")
SESSIONS = (
    SessionDraft({"en": "Opening; welcome"}, datetime(2027, 3, 20, 10), datetime(2027, 3, 20, 11)),
    SessionDraft({"en": "Ашық пікірталас"}, datetime(2027, 3, 20, 15), datetime(2027, 3, 20, 16, 30)),
)
DOWNLOADS = {
    "public: one evening": "/events/hybrid/calendar.ics",
    "public: two days": "/events/days/calendar.ics",
    "public: whole days": "/events/whole/calendar.ics",
    "public: by session": "/events/sessions/calendar.ics",
    "public: a night that is an hour short": "/events/night/calendar.ics",
    "public: an hour that comes twice": "/events/twice/calendar.ics",
    "public: cancelled": "/events/off/calendar.ics",
    "feed: all": f"/calendar.ics?q={TITLE}",
    "feed: of the host": f"/organisations/dku/calendar.ics?q={TITLE}",
    "feed: of a venue": f"/venues/dku-almaty/calendar.ics?q={TITLE}",
    "feed: empty": "/calendar.ics?q=nothing",
}
OWN = {
    "own: online": (A, "hybrid"),
    "own: in the room": (A, "days"),
    "own: waiting": (B, "hybrid"),
    "own: left": (A, "whole"),
    "own: of a cancelled event": (A, "off"),
}


def every_kind(app: Flask) -> tuple[dict[str, bytes], list[str]]:
    """All files by the names in `kinds`, and the tokens of own pages, which none of them may hold."""
    with app.app_context(), time_machine.travel(scenes.TODAY, tick=False) as clock:
        ids, making = _publish(), _Making(app, clock)
        making.first_letters()
        making.later_letters(ids)
        making.downloads()
        return making.files, [own(*whose).token for whose in OWN.values()]


def _publish() -> dict[str, int]:
    ids = {
        "hybrid": _event("hybrid", "2027-03-11T17:00", "2027-03-11T19:00", venue="dku-almaty"),
        "days": _event("days", "2027-03-16T10:00", "2027-03-17T18:00"),
        "whole": _event("whole", "2027-05-01T00:00", "2027-05-03T00:00"),
        "sessions": _event("sessions", "2027-03-20T10:00", "2027-03-20T16:30", sessions=SESSIONS),
        "night": _event("night", "2027-03-28T01:30", "2027-03-28T04:30", zone="Europe/Berlin"),
        "twice": _event("twice", "2027-10-31T02:30", "2027-10-31T04:00", zone="Europe/Berlin", fold=1),
        "off": _event("off", "2027-04-02T09:00", "2027-04-02T10:00", zone="America/New_York"),
        "together": _event("together", "2027-06-01T10:00", "2027-06-01T11:00", most_people=2),
        "told": _event("told", "2027-06-02T10:00", "2027-06-02T11:00"),
    }
    builders.change_event(ids["whole"], all_day=True)
    builders.change_event(ids["sessions"], calendar_by_session=True)
    builders.change_event(ids["off"], asks_for_answer=True)
    event_changes.change_meeting(
        event_id=ids["told"], meeting=MEETING, join_release_minutes=90 * 24 * 60, user_id=None
    )
    return ids


def _event(slug: str, start: str, end: str, *, fold: int = 0, **more: Any) -> int:
    begins = datetime.fromisoformat(start).replace(fold=fold)
    return builders.publish(
        builders.draft(
            slug,
            title={"en": f"{TITLE}: {slug}", "kk": f"Калейдоскоп: {slug}"},
            summary={"en": "Problems, solutions; questions.\nAnswers."},
            start=begins,
            end=datetime.fromisoformat(end),
            closes=begins.replace(fold=0) - timedelta(days=1),
            meeting=MEETING,
            quotas=(QuotaDraft({"en": "Zoom"}, 1, ("online",)),),
            **more,
        )
    )


def _times(start: str, end: str) -> dict[str, Any]:
    begins = datetime.fromisoformat(start)
    return {
        "zone": "Asia/Almaty",
        "start": begins,
        "end": datetime.fromisoformat(end),
        "closes": begins - timedelta(days=1),
        "opens": None,
        "user_id": None,
    }


class _Making:
    """The files made so far."""

    def __init__(self, app: Flask, clock: time_machine.Traveller) -> None:
        self.app, self.clock = app, clock
        self.files: dict[str, bytes] = {}

    def first_letters(self) -> None:
        self._enrols("hybrid", "REQUEST: online", ticket="online")
        self._enrols("days", "REQUEST: first day", "REQUEST: second day")
        self._enrols("whole", "REQUEST: whole days")
        self._enrols("sessions", "REQUEST: first session", "REQUEST: second session")
        self._enrols("night", "REQUEST: a night that is an hour short")
        self._enrols("twice", "REQUEST: an hour that comes twice")
        self._enrols("off", "REQUEST: that asks")
        self._enrols("together", "REQUEST: with a companion", companions=(Companion("Christa", C),))
        self._keep("REQUEST: a companion's", to=C)
        self._enrols("told", "REQUEST: before the way to join", ticket="online")

    def later_letters(self, ids: dict[str, int]) -> None:
        enrol(B, slug="hybrid", ticket="online")
        event_changes.move(event_id=ids["hybrid"], **_times("2027-03-11T18:00", "2027-03-11T20:00"))
        self._comes("REQUEST: moved")
        event_changes.move(event_id=ids["days"], **_times("2027-03-16T10:00", "2027-03-16T18:00"))
        self._comes("REQUEST: one day less", "CANCEL: one day less")
        own_page.cancel(token=own(A, "whole").token)
        self._comes("CANCEL: left")
        event_changes.cancel(event_id=ids["off"], reason="The storm.", user_id=None)
        self._comes("CANCEL: of the event")
        companion = attendee_ids(A, "together")[1:]
        by_hand.cancel(event_id=ids["together"], attendee_ids=companion, user_id=None)
        self._comes("CANCEL: a companion's", to=C)
        self.clock.shift(timedelta(days=14))
        self._comes("REQUEST: the way to join")

    def downloads(self) -> None:
        personal_feeds.send(token=own(A, "hybrid").token, language=Language.ENGLISH)
        token = db.session.scalars(select(PersonalFeed.token)).one()
        tokens = {name: own(*whose).token for name, whose in OWN.items()}
        paths = {name: f"/registrations/{token}/calendar.ics" for name, token in tokens.items()}
        for name, path in {**DOWNLOADS, **paths, "personal feed": f"/calendars/{token}.ics"}.items():
            answer = self.app.test_client().get(path)
            assert answer.status_code == 200, path
            self.files[name] = answer.data

    def _enrols(self, slug: str, *names: str, **more: Any) -> None:
        self.clock.shift(timedelta(hours=3))  # only so many letters a day go to one address
        enrol(A, slug=slug, **more)
        self._comes(*names)

    def _comes(self, *names: str, to: str = A) -> None:
        """The worker does what is due, and the calendars in the last letter that has any get these names."""
        work_later(self.app, self.clock)
        self._keep(*names, to=to)

    def _keep(self, *names: str, to: str) -> None:
        *_, last = filter(None, map(calendars_in, letters_to(self.app, to)))
        self.files.update(zip(names, last, strict=True))
