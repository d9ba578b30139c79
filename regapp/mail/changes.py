"""What has become of an event since those who come knew it, as the letter about it tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regapp.mail.people import pairs_of
from regapp.models import Event, Letter, LocalizedText, Mailing
from regapp.queries.letters import Subject
from regapp.queries.registrations import Standing
from regapp.vocabulary import Attendance, Difference, LetterKind

# Of no interest to those who neither have nor hope for a place of that kind.
_ONLY_FOR = {Difference.PLACE: Attendance.IN_PERSON, Difference.MEETING: Attendance.ONLINE}


@dataclass(frozen=True, slots=True)
class Changes:
    """``what`` has changed, of all that the people of a letter go by, since the event ``was`` so.

    ``was`` has the former times and nothing else; it is in no session. ``old_place`` and ``new_place`` are in
    the reader's language, and empty where there is none. ``message`` is what the host says.
    """

    what: frozenset[Difference]
    was: Event
    old_place: str
    new_place: str
    message: str

    @property
    def alone(self) -> Difference | None:
        """The one thing that has changed, or None if there are several."""
        return next(iter(self.what)) if len(self.what) == 1 else None

    @property
    def matter(self) -> bool:
        """Whether there is anything to tell these people."""
        return bool(self.what or self.message)


def changes_of(letter: Letter, subject: Subject) -> Changes | None:
    """What ``letter`` is to tell of changes, or None if it is not about any.

    What was is compared with what is now, since a letter tells only what still holds.
    """
    mailings = mailings_of(letter, subject)
    if letter.kind is not LetterKind.EVENT_CHANGED or not mailings or subject.event is None:
        return None
    event, old = subject.event, mailings[0].facts["old"]
    was = _as_it_was(old)
    old_place = LocalizedText(old["place"]).read(letter.language)
    new_place = event.venue.in_words(letter.language) if event.venue else ""
    what = {Difference(one) for mailing in mailings for one in mailing.facts["what"]}
    what -= {Difference.TIME, Difference.PLACE}
    if _times(was) != _times(event):
        what = (what | {Difference.TIME}) - {Difference.PROGRAMME, Difference.LAW}
    if event.all_day:
        what -= {Difference.LAW}  # days have no hour that a law could move
    if old_place != new_place:
        what.add(Difference.PLACE)
    ways = {way for _, standing in pairs_of(letter, subject) for way in _ways(standing)}
    what = {one for one in what if _ONLY_FOR.get(one) in {None, *ways}}
    messages = dict.fromkeys(mailing.facts["message"] for mailing in mailings)
    return Changes(frozenset(what), was, old_place, new_place, "\n\n".join(filter(None, messages)))


def mailings_of(letter: Letter, subject: Subject) -> list[Mailing]:
    """The mailing that ``letter`` belongs to, and those whose news it brings as well."""
    return [letter.mailing, *subject.changes_since] if letter.mailing else []


def _as_it_was(old: dict[str, Any]) -> Event:
    return Event(
        zone=old["zone"],
        start_wall=datetime.fromisoformat(old["start"]),
        start_fold=0,
        end_wall=datetime.fromisoformat(old["end"]),
        end_fold=0,
        all_day=old["all_day"],
    )


def _times(event: Event) -> tuple[object, ...]:
    return event.start_wall, event.end_wall, event.zone, event.all_day


def _ways(standing: Standing) -> set[Attendance]:
    """All ways to attend that somebody has or hopes for."""
    ticket_types = (standing.ticket_type, standing.waits_for, standing.offered, standing.asks_for)
    return {one.attendance for one in ticket_types if one}
