"""What is done to several people of the list at once: asked first with their number, then done."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from regapp.database import db
from regapp.errors import TooManyTags
from regapp.models import Event
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.queries.attendee_lists import event_tags
from regapp.queries.attendee_matching import last_id
from regapp.queries.attendees import find_rows
from regapp.queries.selections import Chosen, Selection, count_chosen, fit_ids
from regapp.services.bulk.deeds import Barred, Doing
from regapp.services.bulk.doing import FEW, do_to_many
from regapp.services.registrations import deciding, tagging
from regapp.vocabulary import Deed, PersonFate
from regapp.web.access import Right, may, needs, user_id
from regapp.web.context import nudge
from regapp.web.fields import AtMost, Filled, OneOf, clean_line, stale
from regapp.web.forms import PostedForm
from regapp.web.organise import deed_words as words
from regapp.web.organise import organise
from regapp.web.organise.attendees import list_address, list_page, selection, wanted_people
from regapp.web.organise.export_words import chosen_words
from regapp.web.organise.forms import made, message_field, ticket_field
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.reading import stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _

LONGEST_ID = len(str(LONGEST_NUMBER))
LONGEST_TAG = 40
TOLD = {Deed.APPROVE, Deed.REJECT, Deed.CANCEL, Deed.MOVE}  # of which the letter may carry the host's words


class DecisionForm(PostedForm):
    """Whom it is about, what is to be done, and what is said to them; ``sure`` comes from the question.

    ``all`` means all whom the filter in the address selects, ``up_to`` whoever was last at the question.
    """

    person = SelectMultipleField(validate_choice=False)
    decision = StringField()
    sure = StringField()
    all = StringField()
    up_to = StringField()

    @property
    def ids(self) -> list[int]:
        """The people's ids; what is none is left out."""
        numbers = map(_number, self.person.data or [])
        return [number for number in numbers if number is not None]

    @property
    def deed(self) -> Deed | None:
        """What is to be done."""
        return Deed(self.decision.data) if self.decision.data in set(Deed) else None


@organise.post("/events/<slug>/attendees/decide")
@needs(Right.MANAGE)
def decide(event: Event) -> Response:
    """Ask whether it is meant so, and at the second time do it."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    deed = DecisionForm().deed
    form = made(DecisionForm, _fields(event, deed) if deed else {})
    is_valid = form.validate()
    if deed is None or not (form.ids or form.all.data):
        lacks = _("Tick the people it is about first.") if deed else _("Choose what is to be done.")
        return _refused(event, form, lacks, 422)
    if deed is Deed.RESEND and not may(Right.LETTERS, event):
        abort(403)
    selected = _selection(event, form)
    chosen = count_chosen(db.session(), event.id, selected, deed)
    if not chosen.fit:
        return _refused(event, form, words.nobody_word(deed), 409)
    if not form.sure.data or not is_valid:
        return _question(event, form, deed, selected, chosen)
    try:
        return _carry_out(event, form, deed, selected)
    except Barred as reason:
        return _refused(event, form, words.barred_word(reason.why), 409)
    except TooManyTags:
        form.tag_name.errors = [_("There are %(most)s tags already. Use one of them.", most=tagging.MOST)]
        return _question(event, form, deed, selected, chosen, status=409)


def _fields(event: Event, deed: Deed) -> dict[str, Any]:
    fields: dict[str, Any] = {"message": message_field()} if deed in TOLD else {}
    if deed is Deed.MOVE:
        return {"ticket": ticket_field(event, _("New ticket"), unchosen=_("Choose a ticket")), **fields}
    if deed is Deed.TAG:
        return {"tag_name": tag_name_field()}
    if deed is Deed.UNTAG:
        tags = event_tags(db.session(), event.id)
        choices = [SelectChoice(str(tag.id), tag.name) for tag in tags]
        check = [Filled(_("Choose a tag.")), OneOf()]
        return {"tag": SelectField(_("Tag"), choices=choices, validators=check, validate_choice=False)}
    return fields


def tag_name_field() -> StringField:
    """The name of a tag, which may be new."""
    return StringField(
        _("Tag"),
        description=_(
            "A word or two, like “press” or “needs a visa”. One that is there already is used again."
        ),
        filters=[clean_line],
        validators=[Filled(_("Write the tag.")), AtMost(LONGEST_TAG)],
        render_kw={"autocomplete": "off"},
    )


def _selection(event: Event, form: FlaskForm) -> Selection:
    if not form.all.data:
        return Selection(tuple(form.ids))
    up_to = _number(form.up_to.data or "")
    wanted = AttendeeFilter.from_query(request.args)
    return Selection(wanted=wanted, up_to=last_id(db.session(), event.id) if up_to is None else up_to)


def _refused(event: Event, form: FlaskForm, problem: str, status: int) -> Response:
    return list_page(event, status=status, problem=problem, ticked=set(form.ids))


def _question(
    event: Event, form: FlaskForm, deed: Deed, selected: Selection, chosen: Chosen, *, status: int = 200
) -> Response:
    is_stale = stale(form)
    if not form.sure.data:
        for field in form:
            field.errors = []  # nothing was asked yet
    few = chosen.fit <= FEW
    ids = fit_ids(db.session(), event.id, selected, deed, most=FEW) if few else []
    return event_page(
        "organise/decide.html",
        event,
        "attendees",
        status=422 if is_stale or form.errors else status,
        stale=is_stale,
        form=form,
        deed=deed,
        chosen=chosen,
        rows=find_rows(db.session(), event.id, ids),
        selected=selected,
        tags=event_tags(db.session(), event.id) if deed is Deed.TAG else [],
        selection=selection(),
        question=words.question_word(deed, chosen.fit),
        meaning=words.meaning_word(deed),
        yes=words.yes_word(deed),
    )


def _carry_out(event: Event, form: FlaskForm, deed: Deed, selected: Selection) -> Response:
    doing = Doing(
        deed,
        message=form.message.data if deed in TOLD else "",
        ticket=form.ticket.data if deed is Deed.MOVE else "",
        tag=_number(form.tag.data) if deed is Deed.UNTAG else None,
    )
    back, slug = list_address(event), event.slug
    came = once(
        do_to_many,
        event_id=event.id,
        selection=selected.as_facts(),
        doing=doing.as_facts(),
        user_id=user_id(),
        tag_name=form.tag_name.data if deed is Deed.TAG else "",
        chosen=chosen_words(event, selected.wanted or AttendeeFilter(), selected.people, ()),
    )
    outcome = came["outcome"]
    is_overtaken = outcome and words.is_overtaken(deed, outcome)
    if came["job"] and not is_overtaken:
        return begun(slug, came["job"], **(selected.wanted or wanted_people(event)).as_query())
    is_whole = outcome.keys() <= {PersonFate.DONE, PersonFate.WAITING} and outcome
    return done(back, words.outcome_words(deed, outcome), tone="success" if is_whole else "warning")


def begun(slug: str, job_id: int, **wanted: Any) -> Response:
    """Lead to the page of a job, and from there back to whom the list ``wanted``; the worker takes it up."""
    nudge()
    return redirect(url_for("organise.job", slug=slug, job_id=job_id, **wanted), 303)


def approved_words(decided: deciding.Decided) -> str:
    """What came of a yes to several people."""
    outcome: dict[str, int] = {
        PersonFate.DONE: decided.done - decided.waiting,
        PersonFate.WAITING: decided.waiting,
        PersonFate.NO_PLACE: decided.no_place,
    }
    return words.outcome_words(Deed.APPROVE, outcome)


def _number(typed: str) -> int | None:
    is_one = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID
    return int(typed) if is_one and int(typed) <= LONGEST_NUMBER else None
