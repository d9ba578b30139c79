"""What the columns of a table hold: as we understand it, and as its host corrects it."""

from typing import Any

from flask import abort, redirect, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from regapp.database import db
from regapp.errors import NotPossible
from regapp.models import Event, Job
from regapp.queries.imports import examples, find_import
from regapp.services.imports import drafting
from regapp.services.imports.headings import EMAIL, FIRST, LAST, NAME
from regapp.services.imports.plan import Doing, Plan, WhenFull
from regapp.vocabulary import JobState
from regapp.web.access import Right, needs
from regapp.web.context import nudge
from regapp.web.fields import OneOf, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import chosen_language, language_field, made, ticket_field
from regapp.web.organise.imports.words import column_name, field_words
from regapp.web.organise.pages import LONGEST_NUMBER, event_page
from regapp.web.translations import gettext as _

PREFIX = "column-"
DECIDING = frozenset({JobState.DRAFT, JobState.STOPPED, JobState.FAILED})


class ColumnsForm(PostedForm):
    """What each column holds, and what is to be done."""

    width = 0

    def columns(self) -> list[str]:
        """What each column holds."""
        return [self[f"{PREFIX}{place}"].data or "" for place in range(self.width)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Have everything in one column, and what is needed in some."""
        valid: bool = super().validate(extra_validators)
        columns = self.columns()
        for place, field in enumerate(columns):
            if field and field in columns[:place]:
                self[f"{PREFIX}{place}"].errors = [
                    _("Another column holds this already. Choose one of them.")
                ]
        if not {NAME, FIRST, LAST} & set(columns):
            self[f"{PREFIX}0"].errors = [_("Say which column holds the names.")]
        if EMAIL not in columns:
            self[f"{PREFIX}0"].errors = [
                *self[f"{PREFIX}0"].errors,
                _("Say which column holds the e-mail addresses: letters and tickets go there."),
            ]
        return valid and not self.errors


@organise.get("/events/<slug>/attendees/import/<int:number>/columns")
@needs(Right.MANAGE)
def import_columns(event: Event, number: int) -> Response:
    """The columns as they are understood."""
    job = draft_import(event, number)
    plan = Plan.of(job)
    data = {f"{PREFIX}{place}": field for place, field in enumerate(plan.columns)}
    rest = {name: getattr(plan, name) for name in ("ticket", "language", "letters", "when_full")}
    return _page(event, job, _form(event, job, formdata=None, data={**data, **rest}))


@organise.post("/events/<slug>/attendees/import/<int:number>/columns")
@needs(Right.MANAGE)
def save_import_columns(event: Event, number: int) -> Response:
    """Have the rows checked: at once, or if there are many in the background."""
    job = draft_import(event, number)
    form = _form(event, job)
    if not form.validate():
        return _page(event, job, form, status=422)
    plan = Plan(
        columns=form.columns(),
        ticket=form.ticket.data,
        language=chosen_language(form),
        letters=form.letters.data,
        when_full=WhenFull(form.when_full.data) if "when_full" in form else WhenFull.LEAVE_OUT,
    )
    try:
        by_worker = drafting.decide(event_id=event.id, job_id=number, plan=plan)
    except NotPossible:
        return redirect(url_for("organise.import_result", slug=event.slug, number=number), 303)
    if by_worker:
        nudge()
    else:
        drafting.check_now(event_id=event.id, job_id=number)
    return redirect(url_for("organise.import_result", slug=event.slug, number=number), 303)


def found_import(event: Event, number: int) -> Job:
    """The event's import of this id; there is none: 404."""
    found = find_import(db.session(), event.id, number) if number <= LONGEST_NUMBER else None
    return found or abort(404)


def draft_import(event: Event, number: int) -> Job:
    """The same while nobody of it was registered; else the page is that of the result."""
    job = found_import(event, number)
    if job.state not in DECIDING or Plan.of(job).doing is Doing.TAKE:
        abort(redirect(url_for("organise.import_result", slug=event.slug, number=number), 303))
    return job


def _form(event: Event, job: Job, **options: Any) -> FlaskForm:
    heads: list[str] = job.facts["headings"]
    choices = [SelectChoice("", _("Leave this column out"))]
    choices += [SelectChoice(field, text) for field, text in field_words(event).items()]
    fields: dict[str, Any] = {
        f"{PREFIX}{place}": SelectField(
            column_name(text, place),
            choices=choices,
            validators=[OneOf()],
            validate_choice=False,
            render_kw={"autocomplete": "off"},
        )
        for place, text in enumerate(heads)
    }
    fields["ticket"] = ticket_field(event, _("Ticket, where the table names none"))
    fields["language"] = language_field()
    if event.waiting_list:
        fields["when_full"] = RadioField(
            _("Where no place is left"),
            choices=[
                SelectChoice(str(WhenFull.WAIT), _("They join the waiting list")),
                SelectChoice(str(WhenFull.LEAVE_OUT), _("They are left out, and you get a list of them")),
            ],
            validators=[OneOf()],
            default=str(WhenFull.WAIT),
            validate_choice=False,
        )
    fields["letters"] = BooleanField(_("Send each of them the letter with the ticket"))
    fields["width"] = len(heads)
    form = made(ColumnsForm, fields, **options)
    for field in form:
        field.flags.unmarked = True  # something is chosen everywhere, "leave out" as well
    return form


def _page(event: Event, job: Job, form: FlaskForm, *, status: int = 200) -> Response:
    heads: list[str] = job.facts["headings"]
    return event_page(
        "organise/imports/columns.html",
        event,
        "attendees",
        status=status,
        job=job,
        form=form,
        stale=form.is_submitted() and stale(form),
        columns=[form[f"{PREFIX}{place}"] for place in range(len(heads))],
        examples=examples(db.session(), job.id, len(heads)),
    )
