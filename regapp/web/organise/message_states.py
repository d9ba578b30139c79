"""Where a message stands, and what became of its letters, in words."""

from enum import StrEnum

from regapp import texts
from regapp.clock import now
from regapp.documents.message_fields import filled_line
from regapp.models import Event, LocalizedText, Mailing
from regapp.queries.outbox import Fate, Progress
from regapp.web.formats import no_venue_words, read
from regapp.web.reading import language
from regapp.web.translations import gettext as _


class MessageState(StrEnum):
    """Where a message stands."""

    DRAFT = "draft"
    PLANNED = "planned"
    GOING = "going"
    SENT = "sent"
    STOPPED = "stopped"


def state_of(progress: Progress) -> MessageState:
    """By its row and its letters."""
    mailing = progress.mailing
    if mailing.is_draft:
        return MessageState.DRAFT
    if mailing.stopped_at is not None:
        return MessageState.STOPPED
    if mailing.settled_at is None:
        return MessageState.PLANNED if mailing.due_at > now() else MessageState.GOING
    return MessageState.GOING if progress.left else MessageState.SENT


def subject_words(event: Event, mailing: Mailing, name: str = "") -> str:
    """Its subject with its values; without the ``name`` of a reader it says that a name stands there."""
    values = {
        "name": name or _("[reader’s name]"),
        "event": read(event.title),
        "date": texts.date_range(event.start, event.last_day, language()),
        "place": event.venue.in_words(language()) if event.venue else no_venue_words(event),
    }
    return filled_line(read(LocalizedText(mailing.facts["subject"])), values)


def fate_words() -> dict[Fate, str]:
    """What became of letters."""
    return {
        Fate.UNDER_WAY: _("On their way"),
        Fate.SENT: _("Sent"),
        Fate.UNDELIVERED: _("Could not be delivered"),
        Fate.DROPPED: _("Not sent"),
    }
