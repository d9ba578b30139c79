"""What is done to several people of the list at once: asked first with their number, then done."""

from dataclasses import dataclass

from flask import url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField

from regapp.database import db
from regapp.models import Event
from regapp.queries.attendees import Row, find_rows
from regapp.services.registrations import by_hand, deciding
from regapp.services.registrations.deciding import awaited_ticket
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.attendees import list_address, list_page, selection
from regapp.web.organise.forms import made, message_field
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LONGEST_ID = len(str(LONGEST_NUMBER))
APPROVE, REJECT, CANCEL = "approve", "reject", "cancel"


class DecisionForm(PostedForm):
    """Whom it is about, what is to be done, and what is said to them; ``sure`` comes from the question."""

    person = SelectMultipleField(validate_choice=False)
    decision = StringField()
    sure = StringField()

    @property
    def ids(self) -> list[int]:
        """The people's ids; what is none is left out."""
        typed = (text for text in self.person.data or [] if text.isascii() and text.isdecimal())
        numbers = (int(text) for text in typed if len(text) <= LONGEST_ID)
        return [number for number in numbers if number <= LONGEST_NUMBER]


@dataclass(frozen=True, slots=True)
class Choice:
    """The people of the list that were ticked, and those of them who can be decided on so."""

    ticked: int
    rows: list[Row]


@organise.post("/events/<slug>/attendees/decide")
@needs(Right.MANAGE)
def decide(event: Event) -> Response:
    """Approve, reject or cancel: ask whether it is meant so, and at the second time do it."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    form = made(DecisionForm, {"message": message_field()})
    is_valid = form.validate()
    if form.decision.data not in {APPROVE, REJECT, CANCEL}:
        return _refused(event, form, _("Choose what is to be done."), 422)
    if not form.ids:
        return _refused(event, form, _("Tick the people it is about first."), 422)
    choice = _choice(event, form)
    if not choice.rows:
        return _refused(event, form, _nobody(form.decision.data), 409)
    if form.sure.data and is_valid:
        told, is_whole = _carry_out(event, form)
        return done(list_address(event), told, tone="success" if is_whole else "warning")
    return event_page(
        "organise/decide.html",
        event,
        "attendees",
        status=200 if is_valid else 422,
        stale=stale(form),
        form=form,
        choice=choice,
        selection=selection(),
        question=_question(form.decision.data, len(choice.rows)),
    )


def _refused(event: Event, form: DecisionForm, problem: str, status: int) -> Response:
    return list_page(event, status=status, problem=problem, ticked=set(form.ids))


def _choice(event: Event, form: DecisionForm) -> Choice:
    rows = find_rows(db.session(), event.id, form.ids)
    if form.decision.data == CANCEL:
        return Choice(len(rows), [row for row in rows if row.attendee.active])
    return Choice(len(rows), [row for row in rows if awaited_ticket(row.attendee)])


def _nobody(action: str) -> str:
    if action == CANCEL:
        return _("None of those you ticked is registered any more.")
    return _("None of those you ticked waits for your yes.")


def _question(action: str, count: int) -> str:
    match action:
        case "approve":
            return ngettext("Approve %(num)s person?", "Approve %(num)s people?", count)
        case "reject":
            return ngettext("Reject %(num)s person?", "Reject %(num)s people?", count)
    return ngettext("Cancel for %(num)s person?", "Cancel for %(num)s people?", count)


def _carry_out(event: Event, form: DecisionForm) -> tuple[str, bool]:
    """Do it; what was done, in words, and whether that is all that was asked for."""
    ids, message, who, event_id = form.ids, form.message.data, user_id(), event.id
    match form.decision.data:
        case "approve":
            decided = deciding.approve(event_id=event_id, attendee_ids=ids, user_id=who, message=message)
            return approved_words(decided), bool(decided.done) and not decided.no_place
        case "reject":
            count = deciding.reject(event_id=event_id, attendee_ids=ids, user_id=who, message=message).done
            told = ngettext("%(num)s rejected.", "%(num)s rejected.", count)
        case _:
            count = by_hand.cancel(event_id=event_id, attendee_ids=ids, user_id=who, message=message)
            told = ngettext("%(num)s cancelled.", "%(num)s cancelled.", count)
    return (told, True) if count else (_overtaken(), False)


def _overtaken() -> str:
    return _("Somebody else has decided meanwhile; nothing was changed.")


def approved_words(decided: deciding.Decided) -> str:
    """What came of a yes to several people."""
    parts = []
    if seated := decided.done - decided.waiting:
        parts.append(ngettext("%(num)s approved.", "%(num)s approved.", seated))
    if decided.waiting:
        parts.append(
            ngettext(
                "%(num)s approved and on the waiting list: all places are taken.",
                "%(num)s approved and on the waiting list: all places are taken.",
                decided.waiting,
            )
        )
    if decided.no_place:
        parts.append(
            ngettext(
                "%(num)s stays undecided: all places are taken. Add places, or decide otherwise.",
                "%(num)s stay undecided: all places are taken. Add places, or decide otherwise.",
                decided.no_place,
            )
        )
    return " ".join(parts) or _overtaken()
