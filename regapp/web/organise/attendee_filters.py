"""The filters of the attendee list: what can be chosen, in words, and how many each choice would leave."""

from collections.abc import Iterator
from dataclasses import dataclass

from regapp import texts
from regapp.models import Event, Question, Tag
from regapp.models.traits import COUNTED
from regapp.queries.attendee_counts import Beside
from regapp.queries.attendee_filter import ANSWER, AttendeeFilter
from regapp.vocabulary import CalendarAnswer, Language, QuestionKind, Source, Status
from regapp.web.countries import countries
from regapp.web.formats import read
from regapp.web.organise.answers import question_label
from regapp.web.translations import gettext as _
from regapp.web.words import answer_word, source_word, status_word

ALWAYS_SHOWN = {Status.CONFIRMED, Status.WAITING, Status.CANCELLED}  # as filters, also while nobody is so
YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter. ``count`` is None where so many match that they are not counted."""

    value: str
    text: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by its name in the query string."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> Choice | None:
        """What is asked for now, if anything."""
        return next((one for one in self.choices if one.is_chosen), None)


def status_filter(wanted: AttendeeFilter, beside: Beside) -> Filter:
    """By what people have."""
    choices = [
        Choice(status, status_word(status), beside.status(status), wanted.status == status)
        for status in Status
    ]
    shown = [one for one in choices if one.value in ALWAYS_SHOWN or one.count or one.is_chosen]
    return Filter("status", _("Status"), shown)


def ticket_filter(event: Event, wanted: AttendeeFilter, beside: Beside) -> Filter:
    """By ticket type."""
    choices = [
        Choice(one.key, read(one.name), beside.ticket(one.key), wanted.ticket == one.key)
        for one in event.ticket_types
    ]
    return Filter("ticket", _("Ticket"), choices)


def more_filters(event: Event, tags: list[Tag], wanted: AttendeeFilter, beside: Beside) -> list[Filter]:
    """By everything else in which the event's people differ: a choice that nobody has is left out."""
    found = [
        _filter("tag", _("Tag"), [(str(tag.id), tag.name) for tag in tags], wanted, beside),
        _quota_filter(event, wanted),
        _filter(
            "session",
            _("Session"),
            [(str(one.id), read(one.title)) for one in event.sessions if one.bookable],
            wanted,
            beside,
        ),
        *(
            _filter(f"{ANSWER}{question.key}", question_label(question), _choices(question), wanted, beside)
            for question in event.questions
            if question.kind in COUNTED
        ),
        _filter(
            "language", _("Language"), [(str(one), texts.NAMES[one]) for one in Language], wanted, beside
        ),
        _filter(
            "source",
            _("Registered through"),
            [(str(one), source_word(one)) for one in Source],
            wanted,
            beside,
        ),
        _filter("calendar", _("Answer in the calendar"), list(_calendar_answers()), wanted, beside),
        _delivered_filter(wanted),
    ]
    return [one for one in found if one.choices]


def _filter(
    name: str, label: str, options: list[tuple[str, str]], wanted: AttendeeFilter, beside: Beside
) -> Filter:
    chosen = wanted.as_query().get(name, "")
    choices = [Choice(value, text, beside.choice(name, value), value == chosen) for value, text in options]
    shown = [one for one in choices if one.count or one.count is None or one.is_chosen]
    is_needless = len(shown) < 2 and not any(one.is_chosen for one in shown)  # noqa: PLR2004 - all are alike
    return Filter(name, label, [] if is_needless and name != "tag" else shown)


def _quota_filter(event: Event, wanted: AttendeeFilter) -> Filter:
    if len(event.quotas) < 2:  # noqa: PLR2004 - one alone is no difference
        return Filter("quota", "", [])
    return Filter(
        "quota",
        _("Place from the quota"),
        [
            Choice(str(one.id), read(one.name), one.taken if wanted.is_any else None, wanted.quota == one.id)
            for one in event.quotas
        ],
    )


def _delivered_filter(wanted: AttendeeFilter) -> Filter:
    options = {"no": _("The last letter did not arrive"), "yes": _("Letters arrive")}
    choices = [Choice(value, text, None, wanted.delivered == value) for value, text in options.items()]
    return Filter("delivered", _("Letters"), choices)


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind is QuestionKind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    if question.kind is QuestionKind.COUNTRY:
        return countries()
    return [(key, read(label)) for key, label in question.choice_labels().items()]


def _calendar_answers() -> Iterator[tuple[str, str]]:
    yield from ((str(one), answer_word(one)) for one in CalendarAnswer)
    yield "none", _("No answer")
