"""A host gives a table of people."""

from typing import Any

from flask import redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import FileField
from wtforms.validators import StopValidation

from regapp.database import db
from regapp.documents.table_rows import plain
from regapp.documents.tables import LARGEST_TABLE, MOST_ROWS, Row, read_table
from regapp.errors import NotPossible, TableProblem, UnreadableTable
from regapp.models import Event
from regapp.queries.imports import latest_imports
from regapp.services.imports import drafting
from regapp.vocabulary import EventStatus
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import made
from regapp.web.organise.imports.job_page import standing
from regapp.web.organise.imports.words import SIZE, file_words
from regapp.web.organise.pages import event_page
from regapp.web.reading import language
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _
from regapp.web.uploads import takes_files


class TableField(FileField):  # type: ignore[misc]
    """A table as a file: ``data`` has its rows, or is None where none was chosen."""

    data: list[Row] | None

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.problem: TableProblem | None = None
        self.file_name = ""
        self.flags.required = True

    def process_formdata(self, _valuelist: list[Any]) -> None:
        """Read the file that came along."""
        self.data = None
        sent = request.files.get(self.name)
        if sent is None or not sent.filename:
            return
        self.file_name = plain(sent.filename)
        try:
            self.data = read_table(sent.stream.read(LARGEST_TABLE + 1))
        except UnreadableTable as error:
            self.problem = error.problem

    def pre_validate(self, _form: FlaskForm) -> None:
        """Say what is wrong with the file, and what to do."""
        if self.problem is not None:
            raise StopValidation(file_words(self.problem))
        if self.data is None:
            raise StopValidation(_("Choose a file."))


@organise.get("/events/<slug>/attendees/import")
@needs(Right.MANAGE)
def import_people(event: Event) -> Response:
    """The form for a file."""
    return _page(event, _form(formdata=None))


@organise.post("/events/<slug>/attendees/import")
@needs(Right.MANAGE)
@takes_files
def import_file(event: Event) -> Response:
    """Keep the table, and ask what its columns mean."""
    form = _form()
    if not form.validate():
        return _page(event, form, status=422)
    tickets = [one.key for one in event.ticket_types]
    if not tickets or event.status is EventStatus.CANCELLED:
        form.file.errors = [_("The event is cancelled, or has no ticket yet: nobody can be registered.")]
        return _page(event, form, status=409)
    try:
        number = once(
            drafting.keep,
            event_id=event.id,
            user_id=user_id(),
            file=form.file.file_name,
            rows=form.file.data,
            ticket=tickets[0],
            language=language(),
        )
    except NotPossible:
        form.file.errors = [_("There is nobody below the first row of this table. Choose another file.")]
        return _page(event, form, status=422)
    return redirect(url_for("organise.import_columns", slug=event.slug, number=number), 303)


def _form(**options: Any) -> FlaskForm:
    fields = {
        "file": TableField(
            _("File with the people"),
            description=_(
                "CSV or Excel (.xlsx), at most %(size)s MB and %(most)s rows. One person in each row; the"
                " first row says what the columns hold.",
                size=SIZE,
                most=MOST_ROWS,
            ),
        )
    }
    return made(PostedForm, fields, **options)


def _page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    latest = latest_imports(db.session(), event.id)
    return event_page(
        "organise/imports/upload.html",
        event,
        "attendees",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
        latest=latest,
        standing=standing,
    )
