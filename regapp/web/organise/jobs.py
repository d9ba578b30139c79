"""How far something in the background has come, what came of it, and the button that stops it."""

from collections.abc import Sequence

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Event, Job
from regapp.queries.attendees import Row, find_rows
from regapp.queries.jobs import LIVE, find_job, people_of_fate
from regapp.services.bulk.doing import FEW
from regapp.services.jobs import stopping
from regapp.vocabulary import JobState, PersonFate
from regapp.web.access import Right, needs, user_id
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.job_kinds import KINDS, Line
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

SHOWN = 50  # people at once


@organise.get("/events/<slug>/jobs/<int:job_id>")
@needs(Right.MANAGE)
def job(event: Event, job_id: int) -> Response:
    """A job: its progress while it runs, its report afterwards."""
    found = _find(event, job_id)
    draft = KINDS[found.kind].draft
    if found.state is JobState.DRAFT:
        return redirect(draft(event, found)) if draft else abort(404)
    return _page(event, found)


@organise.post("/events/<slug>/jobs/<int:job_id>/stop")
@needs(Right.MANAGE)
def stop_job(event: Event, job_id: int) -> Response:
    """Do no more of it."""
    address = url_for("organise.job", slug=event.slug, job_id=job_id)
    stands_at(address)
    found = _find(event, job_id)
    if not PlainForm().validate():
        return _page(event, found, status=422, stale=True)
    try:
        was_live = stopping.stop(event_id=event.id, job_id=job_id, user_id=user_id())
    except NotFound:
        abort(404)
    if not was_live:
        return done(address, _("It had ended before."), tone="warning")
    return done(address, _("It stops. What was done stays done."))


def _find(event: Event, job_id: int) -> Job:
    found = find_job(db.session(), event.id, job_id) if job_id <= LONGEST_NUMBER else None
    return found or abort(404)


def _page(event: Event, found: Job, *, status: int = 200, stale: bool = False) -> Response:
    kind = KINDS[found.kind]
    fate = request.args.get("fate", "")
    after = min(request.args.get("after", 0, type=int), LONGEST_NUMBER)
    people = (
        people_of_fate(db.session(), found, PersonFate(fate), after=after, most=SHOWN + 1)
        if fate in set(PersonFate)
        else []
    )
    ids = [one.attendee_id for one in people[:SHOWN]]
    is_live, lines = found.state in LIVE, kind.report(event, found)
    return event_page(
        "organise/job.html",
        event,
        "attendees",
        status=status,
        job=found,
        title=kind.title(found),
        state_words=_state_words(kind.trouble(found) if found.trouble else "")[found.state],
        is_live=is_live,
        lines=lines,
        named={} if is_live or found.total > FEW else _named(event, found, lines),
        undoing="" if is_live else kind.undoing(found),
        left_words=_left_words(found),
        back=kind.back(event, found),
        stale=stale,
        fate=fate if ids else "",
        rows=find_rows(db.session(), event.id, ids),
        more_after=people[SHOWN - 1].number if len(people) > SHOWN else None,
    )


def _named(event: Event, found: Job, lines: list[Line]) -> dict[PersonFate, Sequence[Row]]:
    """Who they are, of few; by what became of them, where a line leads to that."""
    people = {
        line.fate: people_of_fate(db.session(), found, line.fate, most=FEW)
        for line in lines
        if line.fate and line.href
    }
    rows = find_rows(db.session(), event.id, [one.attendee_id for some in people.values() for one in some])
    by_id = {row.attendee.id: row for row in rows}
    return {
        fate: [by_id[one.attendee_id] for one in some if one.attendee_id in by_id]
        for fate, some in people.items()
    }


def _state_words(trouble: str) -> dict[JobState, str]:
    return {
        JobState.WAITING: _("It begins in a moment."),
        JobState.RUNNING: _("It is being done. You can leave this page: it goes on all the same."),
        JobState.DONE: _("It is done."),
        JobState.STOPPED: _("It was stopped. What was done stays done."),
        JobState.FAILED: trouble,
    }


def _left_words(found: Job) -> str:
    left = found.total - found.dealt_with
    if found.state in LIVE or left <= 0:
        return ""
    return ngettext(
        "%(num)s was not reached and stays as it was.",
        "%(num)s were not reached and stay as they were.",
        left,
    )
