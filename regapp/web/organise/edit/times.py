"""When an event is: edited like all else, and asked first where people are told of it."""

from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp import texts
from regapp.database import db
from regapp.errors import Over, WrongTimes
from regapp.models import Event
from regapp.queries.recipients import count_recipients
from regapp.services.events import event_changes
from regapp.vocabulary import EventStatus, LetterKind, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.moment_fields import MomentField
from regapp.web.organise import organise
from regapp.web.organise.edit.asking import Question, Row, may_change, reach_words, told_words
from regapp.web.organise.edit.section import Section
from regapp.web.organise.edit.time_form import MOMENTS, say_wrong, stored_times, time_form, times_of
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.zones import zone_label

OF_CALENDARS = ("zone", "all_day", "start", "end", "by_session")  # what people are told of


@organise.get("/events/<slug>/edit/time")
@needs(Right.MANAGE)
def edit_time(event: Event) -> Response:
    """The form with the times that stand."""
    return SECTION.show(event, possible=may_change(event))


@organise.post("/events/<slug>/edit/time")
@needs(Right.MANAGE)
def save_time(event: Event) -> Response:
    """Save others, after a question where people are told."""
    if not may_change(event):
        form = time_form(event, data=stored_times(event))
        return SECTION.again(event, form, status=409, possible=False)
    return SECTION.answer(event, possible=True)


def _question(event: Event, form: FlaskForm) -> Question | None:
    stored = stored_times(event)
    differs = any(form[name].data != stored[name] for name in OF_CALENDARS if name in form)
    told = count_recipients(db.session(), event, Recipients.ALL).total()
    if event.status is not EventStatus.PUBLISHED or not told or not differs:
        return None
    return Question(
        title=_("Move this event?"),
        yes=_("Yes, move it"),
        rows=_rows(event, form),
        told=told,
        reach=reach_words(told),
        kind=LetterKind.EVENT_CHANGED,
        done=told_words(),
        warnings=_warnings(form),
    )


def _rows(event: Event, form: FlaskForm) -> list[Row]:
    old = time_form(event, formdata=None, data=stored_times(event))
    zones = (zone_label(one.zone.data, language()) for one in (old, form))
    rows = [Row(_("Time zone"), *zones)]
    rows += [Row(form[name].label.text, _words(old[name]), _words(form[name])) for name in MOMENTS]
    if "by_session" in form and form.by_session.data != old.by_session.data:
        each = {True: _("one for each part of the programme"), False: _("one for each day")}
        rows.append(Row(_("Entries in calendars"), each[old.by_session.data], each[form.by_session.data]))
    return [row for row in rows if row.old or row.new]


def _words(field: MomentField) -> str:
    wall = field.wall
    if wall is None:
        return ""
    day = texts.long_date(wall, language())
    side = next((f" ({side.text})" for side in field.sides if side.fold == field.fold), "")
    return day if field.hour is None else f"{day}, {texts.clock_time(wall, language())}{side}"


def _warnings(form: FlaskForm) -> list[str]:
    if "programme" not in form:
        return []
    moves = form.programme.data
    return [
        _("The programme moves by the same time as the start.")
        if moves
        else _("The programme keeps its times.")
    ]


def _save(event: Event, form: FlaskForm, revision: int) -> bool:
    times = times_of(form)
    try:
        event_changes.move(
            event_id=event.id,
            zone=times.zone,
            start=times.start,
            end=times.end,
            opens=times.opens,
            closes=times.closes,
            all_day=times.all_day,
            sessions=times.sessions,
            calendar_by_session=form.by_session.data if "by_session" in form else None,
            message=form.message.data,
            user_id=user_id(),
            revision=revision,
        )
    except WrongTimes as error:  # what somebody else has changed meanwhile does not fit to it
        say_wrong(form, error)
        return False
    except Over:
        form.start.errors = [_("The event is over or cancelled meanwhile: it can no longer be moved.")]
        return False
    return True


SECTION = Section(
    "organise.edit_time", "organise/edit/time.html", time_form, stored_times, _save, question=_question
)
