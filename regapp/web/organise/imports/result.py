"""What becomes of the rows of a table, and what has become of them."""

from flask import Response as Download
from flask import request, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import redirect
from werkzeug.wrappers import Response
from wtforms import BooleanField

from regapp.database import db
from regapp.documents.spreadsheet import csv_lines
from regapp.models import Event, Job
from regapp.queries.imports import LEFT_OUT, count_fates, left_out, list_rows, names_of
from regapp.services.imports.checking import TO_COME
from regapp.services.imports.plan import Doing, Plan, WhenFull
from regapp.services.jobs.running import LIVE
from regapp.vocabulary import JobState, RowFate
from regapp.web.access import Right, needs
from regapp.web.fields import Filled
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import made
from regapp.web.organise.imports.columns import found_import
from regapp.web.organise.imports.words import (
    column_name,
    fate_title,
    left_out_words,
    trouble_words,
    why_words,
)
from regapp.web.organise.pages import LONGEST_NUMBER, event_page
from regapp.web.translations import gettext as _

# In the order in which a host looks at them.
ORDER = (
    RowFate.WRONG,
    RowFate.ABOVE,
    RowFate.NEW,
    RowFate.WAITS,
    RowFate.DONE,
    RowFate.KNOWN,
    RowFate.SKIPPED,
)


@organise.get("/events/<slug>/attendees/import/<int:number>")
@needs(Right.MANAGE)
def import_result(event: Event, number: int) -> Response:
    """What becomes of each row, or has become of it; while it runs, the page of the job."""
    job = found_import(event, number)
    if job.state in LIVE:
        return redirect(url_for("organise.job", slug=event.slug, job_id=job.id), 303)
    if _is_undecided(job):
        return redirect(url_for("organise.import_columns", slug=event.slug, number=number), 303)
    return result_page(event, job)


@organise.get("/events/<slug>/attendees/import/<int:number>/left-out.csv")
@needs(Right.MANAGE)
def import_left_out(event: Event, number: int) -> Download:
    """The rows that are left out, as they stood in the file, with a column that says why."""
    job = found_import(event, number)
    heads = [column_name(text, place) for place, text in enumerate(job.facts["headings"])]
    rows = [
        [*row.cells, *[""] * (len(heads) - len(row.cells)), str(row.number), left_out_words(event, row)]
        for row in left_out(db.session(), job.id)
    ]
    lines = csv_lines([[*heads, _("Row"), _("Why")], *rows])
    response = Download(lines, content_type="text/csv; charset=utf-8")
    name = f"{event.slug}-import-{number}-left-out.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def take_form(**options: object) -> FlaskForm:
    """The question whether the good rows are to be taken."""
    fields = {
        "consent": BooleanField(
            _("These people have agreed that we keep what the table says of them"),
            validators=[Filled(_("Tick this if they have: without it nobody may be registered."))],
        )
    }
    return made(PostedForm, fields, **options)


def result_page(
    event: Event,
    job: Job,
    form: FlaskForm | None = None,
    *,
    status: int = 200,
    problem: str = "",
    is_stale: bool = False,
) -> Response:
    """What becomes of the rows, those of one fate a page at a time."""
    counts = count_fates(db.session(), job.id)
    fates = [fate for fate in ORDER if counts.get(fate)]
    shown = _asked(fates)
    rows, more = list_rows(db.session(), job.id, shown, after=_after()) if shown else ([], 0)
    return event_page(
        "organise/imports/result.html",
        event,
        "attendees",
        status=status,
        job=job,
        plan=Plan.of(job),
        form=form or take_form(formdata=None),
        problem=problem,
        stale=is_stale,
        taken=Plan.of(job).doing is Doing.TAKE,
        counts=counts,
        fates=fates,
        shown=shown,
        rows=rows,
        more=more,
        names=names_of(db.session(), rows),
        heads=[column_name(text, place) for place, text in enumerate(job.facts["headings"])],
        good=sum(counts.get(fate, 0) for fate in TO_COME),
        lost=sum(counts.get(fate, 0) for fate in LEFT_OUT),
        leaves_out=Plan.of(job).when_full is WhenFull.LEAVE_OUT or not event.waiting_list,
        fate_title=fate_title,
        why_words=why_words,
        trouble=trouble_words(job.trouble) if job.state is JobState.FAILED else "",
    )


def _is_undecided(job: Job) -> bool:
    """Whether the rows of a draft are not checked, or not all of them."""
    return Plan.of(job).doing is Doing.CHECK and (
        job.state is not JobState.DRAFT or job.dealt_with < job.total
    )


def _asked(fates: list[RowFate]) -> RowFate | None:
    asked = request.args.get("fate", "")
    return next((fate for fate in fates if fate == asked), fates[0] if fates else None)


def _after() -> int:
    after = request.args.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < len(str(LONGEST_NUMBER))
    return int(after) if is_number else 0
