"""The attendee list, and the same selection as a file."""

from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context

from regapp.clock import now
from regapp.database import db
from regapp.documents.spreadsheet import csv_lines
from regapp.models import Event, Question
from regapp.queries.attendees import AttendeeFilter, Row, Sort, all_attendees, count_attendees, list_attendees
from regapp.vocabulary import QuestionKind, Status
from regapp.web.access import Right, may, needs
from regapp.web.formats import local, read
from regapp.web.organise import organise
from regapp.web.translations import gettext as _
from regapp.web.words import status_word


@organise.get("/events/<slug>/attendees")
@needs(Right.SEE_LIST)
def attendees(event: Event) -> str:
    """The people of an event: searched, filtered, sorted, a page at a time."""
    sees_contacts = may(Right.SEE_CONTACTS, event.organisation_id)
    wanted = _wanted(names_only=not sees_contacts)
    keys = [ticket.key for ticket in event.ticket_types]
    return render_template(
        "organise/attendees.html",
        event=event,
        wanted=wanted,
        page=list_attendees(db.session(), event.id, wanted, page=request.args.get("page", 1, type=int)),
        counts=count_attendees(db.session(), event.id, keys, wanted),
        statuses=list(Status),
        sees_contacts=sees_contacts,
        may_export=may(Right.EXPORT, event.organisation_id),
        answer=_Answers(event.questions),
    )


@organise.get("/events/<slug>/attendees.csv")
@needs(Right.EXPORT)
def attendees_csv(event: Event) -> Response:
    """The selection of the list as CSV."""
    lines = csv_lines(_table(event, _wanted(names_only=False)))
    response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
    name = f"{event.slug}-{local(now(), event.zone):%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Answers:
    """What people answered, a choice by its label in the visitor's language."""

    def __init__(self, questions: list[Question]) -> None:
        self._labels = {
            question.key: {key: read(label) for key, label in question.choice_labels().items()}
            for question in questions
            if question.kind is QuestionKind.CHOICE
        }

    def __call__(self, row: Row, key: str) -> str:
        answer = row.registration.answers.get(key, "")
        return self._labels.get(key, {}).get(answer, answer)


def _wanted(*, names_only: bool) -> AttendeeFilter:
    sort = request.args.get("sort", "")
    return AttendeeFilter(
        q=_typed("q", 100),
        status=_typed("status", 40),
        ticket=_typed("ticket", 100),
        sort=Sort(sort) if sort in list(Sort) else Sort.NAME,
        names_only=names_only,
    )


def _typed(name: str, most: int) -> str:
    # No database has a NUL in a text, and PostgreSQL refuses to look for one.
    return request.args.get(name, "").replace("\0", "").strip()[:most]


def _table(event: Event, wanted: AttendeeFilter) -> Iterator[list[str]]:
    labels = {question.key: read(question.label) for question in event.questions}
    answer, zone, event_id = _Answers(event.questions), event.zone, event.id
    yield [
        _("Name"),
        _("E-mail"),
        _("Ticket"),
        _("Status"),
        _("Code"),
        _("Registered (%(zone)s)", zone=zone),
        _("Language"),
        *labels.values(),
    ]
    for row in all_attendees(db.session(), event_id, wanted):
        yield [*_facts(row, zone), *(answer(row, key) for key in labels)]


def _facts(row: Row, zone: str) -> list[str]:
    return [
        row.attendee.name,
        row.attendee.email or row.registration.email,
        "; ".join(read(part.ticket_type.name) for part in row.parts),
        "; ".join(status_word(part.status) for part in row.parts),
        row.attendee.code,
        f"{local(row.registration.created_at, zone):%Y-%m-%d %H:%M}",
        str(row.registration.language),
    ]
