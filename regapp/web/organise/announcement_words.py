"""What was inferred from an announcement, and what contradicts in it, in words."""

from regapp.announcements import DoubtKind, Reason
from regapp.web.translations import gettext as _


def reason_word(reason: Reason) -> str:
    """Why a value is proposed although the text does not quite say it."""
    words: dict[Reason, str] = {
        Reason.YEAR: _("No year is given: this is the next such day."),
        Reason.RANGE_YEAR: _("The year is taken from another date of the text."),
        Reason.DAY_FIRST: _("The day is taken to stand before the month."),
        Reason.HALF_OF_DAY: _("Taken to be in the afternoon, as the other hour is."),
        Reason.PROGRAMME: _("Taken from the programme."),
        Reason.DURATION: _("Counted from the start and how long it takes."),
        Reason.OFFSET: _("Taken from the difference to UTC, which is that of this zone on that day."),
        Reason.KIND: _("Taken from the kind of event."),
        Reason.PLACE: _("Taken from the place that is named."),
        Reason.MEETING: _("Taken from the meeting that is named."),
        Reason.SENTENCE: _("Taken from the sentence that invites."),
        Reason.FORM_OF_WORD: _("It may stand here in another grammatical case: check the endings."),
        Reason.LINK: _("Taken from the address of the meeting."),
    }
    return words[reason]


def doubt_word(kind: DoubtKind) -> str:
    """What contradicts."""
    words: dict[DoubtKind, str] = {
        DoubtKind.WEEKDAY: _("This date is not on that day of the week."),
        DoubtKind.DATES: _("Two dates could be the event’s. The first is filled in."),
        DoubtKind.TIMES: _("Two hours could be the start. The first is filled in."),
        DoubtKind.ZONES: _("These hours or time zones do not fit each other."),
        DoubtKind.MEETINGS: _("Two meeting IDs are given. The first is filled in."),
        DoubtKind.CAPACITIES: _("Two numbers of places are given. The first is filled in."),
        DoubtKind.DEADLINES: _("Two deadlines are given. The first is filled in."),
        DoubtKind.DEADLINE_AFTER_START: _("Registration would close after the event."),
        DoubtKind.END_BEFORE_START: _("It would end before it starts."),
        DoubtKind.PAST: _("This day is over."),
        DoubtKind.GAP: _("The days do not follow each other. The first and the last are filled in."),
        DoubtKind.NO_SUCH_DATE: _("There is no such day."),
    }
    return words[kind]
