"""The audit log of an organisation: to read, to search and to take along. Nothing here changes it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, stream_with_context
from werkzeug.wrappers import Response as Answer

from regapp.clock import now
from regapp.database import db
from regapp.documents.spreadsheet import csv_lines
from regapp.models import Organisation
from regapp.queries.audit_log import ActionGroup, AuditFilter, Entry, all_entries, list_entries
from regapp.web.access import Right, needs_in_organisation
from regapp.web.fields import YEARS, clean_line
from regapp.web.formats import local, read
from regapp.web.organise import organise
from regapp.web.organise.audit_words import changes, deed, doer, group_words
from regapp.web.organise.organisation_pages import organisation_page
from regapp.web.organise.pages import LONGEST_NUMBER
from regapp.web.translations import gettext as _

LONGEST_SEARCH = 100  # characters
FILTERS = ("person", "event", "group", "since", "until")


@organise.get("/organisations/<slug>/audit")
@needs_in_organisation(Right.MEMBERS)
def audit(organisation: Organisation) -> Answer:
    """Who did what to which event or person, the latest first."""
    selection = _selection()
    page = list_entries(
        db.session(),
        organisation.id,
        _wanted(organisation, selection),
        before=_number("before"),
        after=_number("after"),
    )
    return organisation_page(
        "organise/audit.html",
        organisation,
        "audit",
        page=page,
        selection=selection,
        groups=group_words(),
        deed=deed,
        doer=doer,
        changes=changes,
    )


@organise.get("/organisations/<slug>/audit.csv")
@needs_in_organisation(Right.MEMBERS)
def audit_csv(organisation: Organisation) -> Response:
    """The same selection as a file."""
    wanted = _wanted(organisation, _selection())
    zone = organisation.zone
    rows = _rows(all_entries(db.session(), organisation.id, wanted), zone)
    head = [_("When (%(zone)s)", zone=zone), "UTC", _("Who"), _("E-mail address"), _("What")]
    head += [_("Event"), _("Person"), _("Details")]
    response = Response(
        stream_with_context(csv_lines(chain([head], rows))),
        mimetype="text/csv",
        content_type="text/csv; charset=utf-8",
    )
    name = f"{organisation.slug}-audit-{now():%Y-%m-%d}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _rows(entries: Iterable[Entry], zone: str) -> Iterator[list[str]]:
    for entry in entries:
        yield [
            f"{local(entry.at, zone):%Y-%m-%d %H:%M:%S}",
            f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
            doer(entry),
            entry.doer.email if entry.doer else "",
            deed(entry),
            read(entry.event.title) if entry.event else "",
            _person(entry),
            "; ".join(_change(one) for one in changes(entry)),
        ]


def _person(entry: Entry) -> str:
    if entry.member:
        return entry.member.name or entry.member.email
    return entry.person.name if entry.person else ""


def _change(change: Any) -> str:
    if change.old is None:
        return f"{change.label}: {change.new}"
    return f"{change.label}: {change.old} → {change.new}"


def _selection() -> dict[str, str]:
    """What of the query string makes the list what it is."""
    found = {name: clean_line(request.args.get(name, ""))[:LONGEST_SEARCH] for name in FILTERS}
    return {name: text for name, text in found.items() if text}


def _wanted(organisation: Organisation, selection: dict[str, str]) -> AuditFilter:
    group = selection.get("group", "")
    return AuditFilter(
        person=selection.get("person", ""),
        event=selection.get("event", ""),
        group=ActionGroup(group) if group in set(ActionGroup) else None,
        since=_midnight(organisation, selection.get("since", "")),
        until=_midnight(organisation, selection.get("until", ""), days=1),
    )


def _midnight(organisation: Organisation, text: str, *, days: int = 0) -> datetime | None:
    """When a day begins on the organisation's clock, or ``days`` after it; None for what is no date."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    if day.year not in YEARS:
        return None
    wall = datetime.combine(day + timedelta(days=days), time(), ZoneInfo(organisation.zone))
    return wall.astimezone(UTC)


def _number(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return None if number is None else max(0, min(number, LONGEST_NUMBER))
