"""The people of the list as a file: who the list shows, what it shows of them, in its order.

A file answers a GET, so that its address can be kept and called by a script; or a POST from the list's own
form, for those who were ticked there, of whom more can be than an address has room for. Each is written down
in the audit log before anything is handed over. That the GET does so, too, changes nothing of what anybody
asked for: it is the record of a reading, such as RFC 9110 9.2.1 leaves to safe methods, and the only thing
that a link opened twice does twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response, request, send_file, stream_with_context
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from regapp.clock import now
from regapp.database import db
from regapp.documents.contact_cards import Contact, card
from regapp.documents.json_list import json_lines
from regapp.documents.spreadsheet import csv_lines
from regapp.documents.workbook import Heading, text_of, write_workbook
from regapp.models import Event
from regapp.queries.attendee_files import Person, everybody, these
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_matching import count_matching
from regapp.services.events.exporting import note_export
from regapp.vocabulary import QuestionKind
from regapp.web.access import Right, needs, user_id
from regapp.web.formats import local, read
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.attendee_columns import BETWEEN, LONGEST
from regapp.web.organise.attendees import list_page, wanted_people
from regapp.web.organise.export_columns import ExportColumn, export_columns
from regapp.web.organise.export_words import chosen_words
from regapp.web.organise.pages import LONGEST_NUMBER
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

MOST_TICKED = 500
EVERYBODY = 10**9  # more people than any event has
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Questions that templates and samples ask for where somebody works or studies, by their keys.
AFFILIATIONS = ("affiliation", "organisation", "university")


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken out of an event: its people, in the list's order, and of each the columns."""

    slug: str
    title: str
    zone: str
    name: str  # of the file, without its ending
    columns: list[ExportColumn]
    people: int
    persons: Callable[[], Iterable[Person]]
    asked: dict[str, str]
    telephones: list[str] = field(default_factory=list)  # keys of questions
    affiliations: list[str] = field(default_factory=list)


@organise.route("/events/<slug>/attendees.csv", methods=["GET", "POST"])
@needs(Right.EXPORT)
def attendees_csv(event: Event) -> Answer:
    """The people of the list as CSV (RFC 4180): for programs."""
    return _handed_out(event, "csv", lambda taken: _sent_while_read(_csv(taken), "text/csv; charset=utf-8"))


@organise.route("/events/<slug>/attendees.xlsx", methods=["GET", "POST"])
@needs(Right.EXPORT)
def attendees_xlsx(event: Event) -> Answer:
    """The people of the list as a workbook: for people."""
    return _handed_out(event, "xlsx", lambda taken: send_file(_workbook(taken), mimetype=XLSX))


@organise.route("/events/<slug>/attendees.json", methods=["GET", "POST"])
@needs(Right.EXPORT)
def attendees_json(event: Event) -> Answer:
    """The people of the list as JSON, in the terms that are stored; its shape: docs/exports.md."""
    return _handed_out(event, "json", lambda taken: _sent_while_read(_json(taken), "application/json"))


@organise.route("/events/<slug>/attendees.vcf", methods=["GET", "POST"])
@needs(Right.EXPORT)
def attendees_vcf(event: Event) -> Answer:
    """The people of the list as contacts."""
    return _handed_out(
        event, "vcf", lambda taken: _sent_while_read(_cards(taken), "text/vcard; charset=utf-8")
    )


def _handed_out(event: Event, ending: str, made: Callable[[Taken], Response]) -> Answer:
    if request.method == "POST" and (problem := _problem()):
        return list_page(event, status=422, problem=problem, ticked=set(_ticked()))
    wanted, ticked = wanted_people(event), _ticked()
    taken = _taken(event, wanted, ticked)
    shown = [column.title for column in taken.columns] if _columns_asked() else []
    chosen = chosen_words(event, wanted, ticked, shown)
    note_export(event_id=event.id, user_id=user_id(), ending=ending, people=taken.people, chosen=chosen)
    response = made(taken)
    response.headers["Content-Disposition"] = f'attachment; filename="{taken.name}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent_while_read(lines: Iterator[str], media_type: str) -> Response:
    return Response(stream_with_context(lines), content_type=media_type)


def _problem() -> str:
    if not PlainForm().validate():
        return _("The page was open for too long. Please send it once more.")
    ticked = len(_ticked())
    if ticked > MOST_TICKED:
        return ngettext(
            "Tick at most %(num)s person, or take out all that match.",
            "Tick at most %(num)s people, or take out all that match.",
            MOST_TICKED,
        )
    return "" if ticked or request.form.get("all") else _("Tick the people it is about first.")


def _ticked() -> list[int]:
    """The ids of the people it is about; none: all that match."""
    if request.form.get("all"):
        return []
    typed = request.values.getlist("person")
    longest = len(str(LONGEST_NUMBER))
    numbers = (int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) <= longest)
    return sorted({number for number in numbers if number <= LONGEST_NUMBER})[: MOST_TICKED + 1]


def _columns_asked() -> list[str]:
    return [name for name in request.args.get("columns", "")[:LONGEST].split(BETWEEN) if name]


def _taken(event: Event, wanted: AttendeeFilter, ticked: list[int]) -> Taken:
    event_id = event.id
    if ticked:
        people = len(these(db.session(), event_id, ticked, sort=wanted.sort))
    else:
        people = count_matching(db.session(), event_id, wanted, most=EVERYBODY)
    keys = {one.key: one.kind for one in event.questions}
    return Taken(
        slug=event.slug,
        title=read(event.title),
        zone=event.zone,
        name=f"{event.slug}-{event.start:%Y-%m-%d}",
        columns=export_columns(event, _columns_asked()),
        people=people,
        persons=lambda: _persons(event_id, wanted, ticked),
        asked={} if ticked else wanted.as_query(),
        telephones=[key for key, kind in keys.items() if kind is QuestionKind.PHONE],
        affiliations=[key for key in AFFILIATIONS if keys.get(key) is QuestionKind.TEXT],
    )


def _persons(event_id: int, wanted: AttendeeFilter, ticked: Sequence[int]) -> Iterator[Person]:
    # In a session of their own, which ends its transactions as it goes on.
    with Session(db.engine) as session:
        if ticked:
            yield from these(session, event_id, ticked, sort=wanted.sort)
        else:
            yield from everybody(session, event_id, wanted)


def _csv(taken: Taken) -> Iterator[str]:
    cells = [column.cell for column in taken.columns]
    head = [column.title for column in taken.columns]
    rows = ([text_of(cell(one)) for cell in cells] for one in taken.persons())
    return csv_lines(chain([head], rows))


def _workbook(taken: Taken) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    cells = [column.cell for column in taken.columns]
    headings = [Heading(column.title, column.width) for column in taken.columns]
    rows = ([cell(one) for cell in cells] for one in taken.persons())
    write_workbook(file, headings, rows, sheet=taken.title, made_at=now())
    file.seek(0)
    return file


def _json(taken: Taken) -> Iterator[str]:
    head = {
        "event": {"slug": taken.slug, "title": taken.title, "zone": taken.zone},
        "made_at": local(now(), taken.zone).isoformat(timespec="seconds"),
        "filter": taken.asked,
    }
    return json_lines(head, "people", (_record(taken.columns, one) for one in taken.persons()))


def _record(columns: list[ExportColumn], one: Person) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column in columns:
        if column.question:
            record.setdefault("answers", {})[column.question] = column.value(one)
        else:
            record[column.member] = column.value(one)
    return record


def _cards(taken: Taken) -> Iterator[str]:
    return (card(_contact(taken, one)) for one in taken.persons())


def _contact(taken: Taken, one: Person) -> Contact:
    def given(keys: list[str]) -> tuple[str, ...]:
        return tuple(text for key in keys if isinstance(text := one.answers.get(key), str) and text)

    # What was answered about where to reach them is about who registered, not about those they brought.
    telephones = () if one.registered_by else given(taken.telephones)
    organisation = next(iter(given(taken.affiliations)), "")
    return Contact(one.name, one.email, organisation, telephones, about=taken.title)
