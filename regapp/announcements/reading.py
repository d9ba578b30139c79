"""An announcement read as a whole."""

from dataclasses import replace
from datetime import date

from regapp.announcements.agenda import read_agenda
from regapp.announcements.contacts import read_contacts
from regapp.announcements.event_dates import read_dates
from regapp.announcements.event_times import read_times
from regapp.announcements.found import Announcement, Doubt, Field, Found
from regapp.announcements.hosts import read_hosts
from regapp.announcements.kinds import read_kind, read_modes
from regapp.announcements.languages import languages_of, spoken_in
from regapp.announcements.meetings import find_meeting
from regapp.announcements.numbers import read_capacity
from regapp.announcements.page import Page
from regapp.announcements.people import read_people
from regapp.announcements.places import read_place
from regapp.announcements.titles import read_titles
from regapp.vocabulary import Attendance

ZONE = "Asia/Almaty"
ORDER = {field: number for number, field in enumerate(Field)}


def read(text: str, *, today: date, zone: str = ZONE) -> Announcement:
    """What an announcement says of its event.

    Years that are not written are the next ones after ``today``. ``zone`` (IANA) is that of the service: an
    offset from UTC that fits it is read as it.
    """
    page = Page.of(text)
    if not page.low.strip():
        return Announcement()
    spoken = languages_of(page.source)
    languages = [language for language, _, _ in spoken]
    found = [page.found(Field.LANGUAGE, start, end, language.value) for language, start, end in spoken]
    doubts: list[Doubt] = []
    titles = read_titles(page, languages)
    found += [*titles, *read_kind(page, titles[0] if titles else None)]
    dates = read_dates(page, today)
    times, of_times = read_times(page, dates, zone)
    meeting, of_meeting = find_meeting(page.source, page.links)
    capacity, of_capacity = read_capacity(page)
    taken = [(one.start, one.end) for one in meeting]
    found += [*dates.found, *times, *meeting, *capacity]
    hosts, people = read_hosts(page, titles), read_people(page)
    named = [(one.start, one.end, one in people) for one in [*hosts, *people]]
    found += [*read_place(page, named), *read_contacts(page, taken), *hosts, *people, *read_agenda(page)]
    found += read_modes(page, found)
    found = [_counted_online(one, found) for one in found]
    doubts += [*dates.doubts, *of_times, *of_meeting, *of_capacity]
    ordered = sorted(
        (spoken_in(languages, one) for one in found), key=lambda one: (ORDER[one.field], _place(one))
    )
    return Announcement(tuple(ordered), tuple(doubts))


def _counted_online(one: Found, found: list[Found]) -> Found:
    """Places that are counted of an event which is only online are places online."""
    ways = {other.value for other in found if other.field == Field.MODE}
    if one.field != Field.CAPACITY or ways != {Attendance.ONLINE}:
        return one
    return replace(one, field=Field.ONLINE_CAPACITY)


def _place(found: Found) -> int:
    """Where a value stands; titles and ways to attend keep the order of their importance."""
    return 0 if found.field in {Field.TITLE, Field.LANGUAGE, Field.MODE} else found.start
