"""What of a draft is done, what is missing, and what may be added."""

from dataclasses import dataclass
from enum import StrEnum

from flask import current_app, url_for

from regapp import texts
from regapp.errors import Missing
from regapp.models import Event
from regapp.services.events.publishing import missing
from regapp.vocabulary import Attendance, Language
from regapp.web.formats import clock_text, days_text, read
from regapp.web.organise.edit.place import small_venue_words
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


class Stand(StrEnum):
    """How it stands with a part of an event."""

    DONE = "done"
    LACKING = "lacking"  # without it the event cannot be published
    DOUBTFUL = "doubtful"  # it can be published, but people would miss something
    OPEN = "open"  # may be added


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist; ``address`` is where the part is edited, if anywhere."""

    stand: Stand
    text: str
    note: str
    address: str


def checklist(event: Event) -> list[Item]:
    """The parts of a draft, in the order in which a reader of its page meets them."""
    return [
        _title(event),
        _texts(event),
        _time(event),
        *_ways(event),
        _count(event, "edit_questions", len(event.questions), _("Registration form"), _questions),
        _count(event, "edit_programme", len(event.sessions), _("Programme"), _points),
        _count(event, "edit_programme", len(event.speakers), _("People"), _people),
        _contact(event),
    ]


def missing_words(lacking: Missing) -> str:
    """Why an event cannot be published, and what to do."""
    words = {
        Missing.TITLE: _("The event has no title yet."),
        Missing.TIME: _("The event would be over already: give it a time to come."),
        Missing.REGISTRATION: _("The time to register is over already: let it close later."),
        Missing.WAY: _("There is no way to attend yet: add a ticket."),
    }
    return words[lacking]


def _title(event: Event) -> Item:
    if Missing.TITLE in missing(event):
        return _item(event, Stand.LACKING, _("Title"), missing_words(Missing.TITLE), "edit_texts")
    without = [one for one in Language if not event.title.get(str(one))]
    if not without:
        return _item(event, Stand.DONE, _("Title"), _("In all four languages"), "edit_texts")
    names = ", ".join(texts.NAMES[one] for one in without)
    if {str(one) for one in without} & _used(event):
        note = _("Missing in: %(languages)s. Readers there see it in another language.", languages=names)
        return _item(event, Stand.DOUBTFUL, _("Title in other languages"), note, "edit_texts")
    note = _("Missing in: %(languages)s", languages=names)
    return _item(event, Stand.OPEN, _("Title in other languages"), note, "edit_texts")


def _used(event: Event) -> set[str]:
    """The languages that are spoken at the event, or that its texts are written in."""
    written = (language for text in (event.summary, event.description) for language in text if text[language])
    return {*event.languages, *written}


def _texts(event: Event) -> Item:
    is_done = any(event.description.values())
    note = _("Read whether it fits your event") if is_done else _("Say what the event is about")
    return _item(event, Stand.DONE if is_done else Stand.OPEN, _("Description"), note, "edit_texts")


def _time(event: Event) -> Item:
    lacking = [one for one in missing(event) if one in {Missing.TIME, Missing.REGISTRATION}]
    if lacking:
        return _item(event, Stand.LACKING, _("Date and time"), missing_words(lacking[0]), "edit_time")
    note = f"{days_text(event)}, {clock_text(event)}"
    return _item(event, Stand.DONE, _("Date and time"), note, "edit_time")


def _ways(event: Event) -> list[Item]:
    found = {ticket.attendance for ticket in event.ticket_types}
    if not found:
        return [_item(event, Stand.LACKING, _("Ways to attend"), missing_words(Missing.WAY), "places")]
    items = [_item(event, Stand.DONE, _("Ways to attend"), _places(event), "places")]
    if Attendance.IN_PERSON in found:
        items.append(_place(event))
    if Attendance.ONLINE in found:
        items.append(_online(event))
    return items


def _online(event: Event) -> Item:
    if event.has_way_to_join:
        return _item(event, Stand.DONE, _("Online"), _("Told to those who have a place"), "edit_online")
    note = _("Who comes online would see no way to join. Add it; it may come later.")
    return _item(event, Stand.DOUBTFUL, _("Online"), note, "edit_online")


def _place(event: Event) -> Item:
    venue = event.venue
    if venue is None:
        note = _("Who comes to the room would see no address. Say where people meet.")
        return _item(event, Stand.DOUBTFUL, _("Place"), note, "edit_place")
    small = small_venue_words(event, venue.places)
    stand = Stand.DOUBTFUL if small else Stand.DONE
    return _item(event, stand, _("Place"), small or read(venue.name), "edit_place")


def _places(event: Event) -> str:
    limits = [f"{read(quota.name)}: {quota.capacity}" for quota in event.quotas]
    no_limit = _("no limit")
    unlimited = [f"{read(ticket.name)}: {no_limit}" for ticket in event.ticket_types if not ticket.quotas]
    return ", ".join(limits + unlimited)


def _contact(event: Event) -> Item:
    found = event.contact_phone or event.contact_email or event.organisation.contact_email
    note = found or _("People would see no telephone and no address to ask. Say how they reach you.")
    return _item(event, Stand.DONE if found else Stand.DOUBTFUL, _("Contact"), note, "edit_hosts")


def _questions(count: int) -> str:
    return ngettext("%(num)s question", "%(num)s questions", count)


def _points(count: int) -> str:
    return ngettext("%(num)s point", "%(num)s points", count)


def _people(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", count)


def _count(event: Event, part: str, count: int, text: str, words: object) -> Item:
    note = words(count) if count else _("Nothing yet")  # type: ignore[operator]
    return _item(event, Stand.DONE if count else Stand.OPEN, text, note, part)


def _item(event: Event, stand: Stand, text: str, note: str, part: str) -> Item:
    endpoint = f"organise.{part}"
    exists = endpoint in current_app.view_functions
    return Item(stand, text, note, url_for(endpoint, slug=event.slug) if exists else "")
